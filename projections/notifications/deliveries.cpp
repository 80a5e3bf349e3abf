#include "projections/notifications/deliveries.hpp"

#include <algorithm>
#include <array>

#include "infra/http/database.hpp"
#include "infra/uuid.hpp"
#include "projections/notifications/outbox.hpp"
#include "projections_embedded.hpp"

namespace asio = boost::asio;

namespace tasklog::projections {
namespace {

constexpr std::array<std::string_view, 4> states{"waiting", "sent", "dead", "dropped"};

Problem bad_state() {
    return {.type = problems::invalid_parameter,
            .detail = "The only parameter here is state: waiting, sent, dead or dropped.",
            .pointer = "?state"};
}

/// The state asked for; empty: all.
std::expected<std::string, Problem> state_of(std::string_view query) {
    const auto parameters = http::query_parameters(query);
    if (!parameters) return std::unexpected(bad_state());
    std::string state;
    for (const auto& [name, value] : *parameters) {
        if (name != "state" || std::find(states.begin(), states.end(), value) == states.end())
            return std::unexpected(bad_state());
        state = value;
    }
    return state;
}

}  // namespace

void Deliveries::add_to(http::Router& router) {
    const Problem away{.type = problems::outbox_unavailable,
                       .detail = "The database is not reachable. Nothing that is to be sent is lost. Try again.",
                       .retry_after_s = 1};
    router.add("GET", "/api/v1/deliveries",
               http::with_database([this](const http::Request& request) { return list(request); }, away));
    router.add("POST", "/api/v1/deliveries/{delivery}/retry",
               http::with_database([this](const http::Request& request) { return retry(request); }, away));
}

asio::awaitable<http::Reply> Deliveries::list(const http::Request& request) {
    const auto asker = co_await may_read_(request);
    if (!asker) co_return std::unexpected(asker.error());
    const auto state = state_of(request.query);
    if (!state) co_return std::unexpected(state.error());
    postgres::Work read = [sql = postgres::in_schema(embedded::deliveries_sql, outbox_), who = asker->person,
                           in = *state](postgres::Session& session) {
        pqxx::nontransaction transaction(session.connection());
        return session.run(transaction, sql, {who, in});
    };
    const auto rows = co_await pool_.run(io_, std::move(read), asker->person);
    co_return http::Response{.body = rows[0][0].c_str()};
}

asio::awaitable<http::Reply> Deliveries::retry(const http::Request& request) {
    const auto asker = co_await may_write_(request);
    if (!asker) co_return std::unexpected(asker.error());
    const std::string id(request.path_params[0]);
    auto tried = std::make_shared<std::size_t>(0);
    if (is_uuid(id)) {
        postgres::Work work = [outbox = outbox_, id, who = asker->person, tried](postgres::Session& session) {
            *tried = outbox::retry(session, outbox, id, who);
            return pqxx::result();
        };
        co_await pool_.run(io_, std::move(work), asker->person);
    }
    if (*tried == 0)
        co_return std::unexpected(
            Problem{.type = problems::delivery_not_found, .detail = "You have no dead delivery of this id."});
    co_return http::Response{.status = 204};
}

}  // namespace tasklog::projections
