#include "query/access.hpp"

#include <algorithm>

#include "infra/http/database.hpp"
#include "query/position.hpp"

namespace asio = boost::asio;

namespace tasklog::query {
namespace {

constexpr std::string_view no_workspace = "00000000-0000-0000-0000-000000000000";

Problem missing_workspace() {
    return {.type = problems::workspace_not_found, .detail = "There is no such workspace, or you are not a member."};
}

}  // namespace

void Access::add(http::Router& router, const std::string& pattern, http::Handler handle, const std::string& method) {
    router.add(
        method, pattern,
        http::with_database(std::move(handle),
                            {.type = problems::read_model_unavailable,
                             .detail = "The read model is not reachable. Commands are taken all the same. Try again.",
                             .retry_after_s = 1}));
}

asio::awaitable<std::expected<http::Asker, Problem>> Access::asker(const http::Request& request) {
    auto who = co_await authenticate_(request);
    if (!who) co_return std::unexpected(who.error());
    if (const std::string_view text = request.header("Tasklog-Position"); !text.empty()) {
        const auto position = parse_position(text);
        if (!position)
            co_return std::unexpected(
                Problem{.type = problems::invalid_position,
                        .detail = "Tasklog-Position must be as a command's answer gave it, such as 3:1042."});
        if (!answers_.has_partition(position->partition))
            co_return std::unexpected(
                Problem{.type = problems::invalid_position,
                        .detail = "There is no partition " + std::to_string(position->partition) + " in this log."});
        // Who belongs where must be as new as what is read.
        const bool there = co_await answers_.reached(position->partition, position->offset) &&
                           co_await members_.reached(position->partition, position->offset);
        if (!there)
            co_return std::unexpected(
                Problem{.type = problems::projection_behind,
                        .detail = "The read model has not reached this position yet. Nothing is lost. Try again.",
                        .retry_after_s = 1});
    }
    co_return *who;
}

asio::awaitable<std::expected<Readable, Problem>> Access::readable(const http::Request& request,
                                                                   std::optional<std::string> workspace) {
    auto found = co_await asker(request);
    if (!found) co_return std::unexpected(found.error());
    std::string id = workspace ? std::move(*workspace) : found->person;
    co_return co_await readable(*found, std::move(id));
}

asio::awaitable<std::expected<Readable, Problem>> Access::readable(const http::Asker& asker, std::string id) {
    const std::string& who = asker.person;
    std::transform(id.begin(), id.end(), id.begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    const KnownWorkspace known = co_await members_.workspace(pool_, id, who);
    // A personal workspace can be read before its first command: it is empty. So is one that a stranger has begun:
    // the person's first command takes it back.
    if (id == who && known.version >= 0 && known.owner != who) co_return Readable{asker, std::string(no_workspace), -1};
    const bool own_and_new = known.version < 0 && id == who;
    if (!own_and_new && std::find(known.members->begin(), known.members->end(), who) == known.members->end())
        co_return std::unexpected(missing_workspace());
    // Who sees a task changed finds the change in the history, too. A history that is far behind shows what it has.
    if (&answers_ != &members_ && known.partition >= 0)
        static_cast<void>(co_await answers_.reached(known.partition, known.version));
    co_return Readable{asker, std::move(id), known.version};
}

asio::awaitable<pqxx::result> Access::read(Statement statement, const std::string& share) {
    postgres::Work work = [statement = std::move(statement)](postgres::Session& session) {
        pqxx::nontransaction transaction(session.connection());
        return session.run(transaction, statement.sql, statement.parameters);
    };
    co_return co_await pool_.run(io_, std::move(work), share);
}

}  // namespace tasklog::query
