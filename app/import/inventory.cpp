#include "app/import/inventory.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

#include "app/import/sender.hpp"
#include "infra/postgres/array.hpp"
#include "tasklog_import_embedded.hpp"

namespace asio = boost::asio;

namespace tasklog::app {
namespace {

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t max_workspaces = 10'000;

std::string array_of(const std::set<std::string>& ids) {
    postgres::ArrayText out;
    for (const std::string& each : ids) out.add_plain(each);
    return out.text();
}

}  // namespace

asio::awaitable<pqxx::result> Inventory::ask(const ImportRun& run, std::string_view sql,
                                             std::vector<std::string> parameters, int patience_s) {
    postgres::Work work = [sql = postgres::in_schema(sql, schema_),
                           parameters = std::move(parameters)](postgres::Session& session) {
        pqxx::nontransaction transaction(session.connection());
        return session.run(transaction, sql, parameters);
    };
    // The database may be away for a while: an import waits, as its commands would.
    for (int tries = 0;; ++tries) {
        try {
            co_return co_await pool_.run(io_, work, run.person);
        } catch (const std::exception& error) {
            if (!postgres::is_connection_error(error) && !postgres::is_missing_table(error)) throw;
            if (tries >= patience_s)
                throw ImportFailure("The read model was away for too long. Start it again to go on.");
        }
        asio::steady_timer timer(io_, std::chrono::seconds(1));
        co_await timer.async_wait(no_throw);
    }
}

asio::awaitable<std::optional<Problem>> Inventory::refusal(const ImportRun& run, int patience_s) {
    if (run.workspace == run.person) co_return std::nullopt;
    std::vector<std::string> whom{run.workspace, run.person};
    const auto rows = co_await ask(run, sql::known::role, std::move(whom), patience_s);
    const std::string role = rows.empty() ? "" : rows[0][0].c_str();
    if (role == "editor" || role == "owner") co_return std::nullopt;
    if (role.empty())
        co_return Problem{.type = problems::workspace_not_found,
                          .detail = "There is no such workspace, or you are not a member."};
    co_return Problem{.type = problems::role_forbids,
                      .detail = "Your role in this workspace lets you look, not change."};
}

asio::awaitable<std::optional<Problem>> Inventory::refusal(const ImportRun& run) {
    try {
        co_return co_await refusal(run, 0);
    } catch (const ImportFailure&) {
        co_return Problem{.type = problems::read_model_unavailable,
                          .detail = "The read model is not reachable, and an import looks at it. Try again.",
                          .retry_after_s = 1};
    }
}

asio::awaitable<void> Inventory::must_be_editor(const ImportRun& run) {
    constexpr int patience_s = 600;
    const auto problem = co_await refusal(run, patience_s);
    if (problem) throw ImportFailure(problem->detail);
}

void Inventory::sent(const std::string& workspace, const std::string& position) {
    const std::size_t colon = position.find(':');
    if (colon == std::string::npos) return;
    if (offsets_.size() >= max_workspaces) offsets_.clear();
    offsets_[workspace] = std::stoll(position.substr(colon + 1));
}

asio::awaitable<void> Inventory::is_up_to_date(const ImportRun& run) {
    const auto sent = offsets_.find(run.workspace);
    if (sent == offsets_.end()) co_return;
    const std::vector<std::string> there{run.workspace, std::to_string(sent->second)};
    // Whoever is parked waits for an operator: the import goes on by what is known.
    for (int tries = 0; tries < 600; ++tries) {
        const auto rows = co_await ask(run, sql::known::is_up_to_date, there);
        if (!rows.empty() && rows[0][0].as<bool>()) co_return;
        asio::steady_timer timer(io_, std::chrono::milliseconds(50));
        co_await timer.async_wait(no_throw);
    }
}

asio::awaitable<Inventory::KnownRecords> Inventory::known(const ImportRun& run, const std::set<std::string>& tasks,
                                                          const std::set<std::string>& lists,
                                                          const std::set<std::string>& comments) {
    std::vector<std::string> ids{run.workspace, array_of(tasks), array_of(lists), array_of(comments)};
    const auto rows = co_await ask(run, sql::known::records, std::move(ids));
    KnownRecords out;
    for (const auto& row : rows) out.emplace(row[0].c_str(), row[1].as<bool>());
    co_return out;
}

}  // namespace tasklog::app
