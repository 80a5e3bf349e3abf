#include "query/endpoint.hpp"

#include <algorithm>

#include "infra/log.hpp"
#include "infra/uuid.hpp"
#include "query/task_sql.hpp"
#include "query_embedded.hpp"

namespace asio = boost::asio;

namespace tasklog::query {
namespace {

std::uint64_t fnv1a(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325ULL) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return hash;
}

http::Response not_modified(const std::string& etag) {
    http::Response response{.status = 304};
    response.add_header("ETag", etag);
    response.add_header("Cache-Control", "private, no-cache");
    return response;
}

http::Response json(std::string body, const std::string& etag) {
    http::Response response{.body = std::move(body)};
    response.add_header("ETag", etag);
    response.add_header("Cache-Control", "private, no-cache");
    return response;
}

/// An answer whose tag is made from its bytes, for what no one workspace's version stands for.
http::Response json_by_content(const http::Request& request, std::string body) {
    const std::string tag = "\"c" + std::to_string(fnv1a(body)) + "\"";
    return request.header("If-None-Match") == tag ? not_modified(tag) : json(std::move(body), tag);
}

std::string items_of(const pqxx::result& rows, std::size_t count) {
    std::string out = R"({"items":[)";
    for (std::size_t i = 0; i < count; ++i) {
        const auto field = rows[static_cast<pqxx::result::size_type>(i)][0];
        if (i > 0) out += ',';
        out.append(field.c_str(), field.size());
    }
    return out += ']';
}

/// A request whose only parameter is the workspace, if any.
std::expected<std::optional<std::string>, Problem> only_workspace(std::string_view query) {
    const auto parameters = http::query_parameters(query);
    std::optional<std::string> workspace;
    for (const auto& [name, value] : parameters.value_or(std::vector<std::pair<std::string, std::string>>{{"", ""}})) {
        if (name != "workspace" || !is_uuid(value))
            return std::unexpected(Problem{.status = 400,
                                           .type = "invalid-parameter",
                                           .detail = "The only parameter here is workspace, a UUID.",
                                           .pointer = "?" + std::string(name == "workspace" ? name : "")});
        workspace = value;
    }
    return workspace;
}

Problem missing_workspace() {
    return {
        .status = 404, .type = "workspace-not-found", .detail = "There is no such workspace, or you are not a member."};
}

}  // namespace

Endpoint::Endpoint(asio::io_context& io, Authenticate authenticate, ReadModel& model, postgres::Pool& pool, Live& live)
    : io_(io), authenticate_(std::move(authenticate)), model_(model), pool_(pool), live_(live) {}

void Endpoint::add_to(http::Router& router) {
    add(router, "/api/v1/tasks", &Endpoint::tasks);
    add(router, "/api/v1/tasks/{task}", &Endpoint::task);
    add(router, "/api/v1/lists", &Endpoint::lists);
    add(router, "/api/v1/lists/{list}", &Endpoint::list);
    add(router, "/api/v1/workspaces", &Endpoint::workspaces);
    add(router, "/api/v1/live", &Endpoint::live);
}

/// The one place that tells a client that Postgres is away, or that a value is one that Postgres refuses.
void Endpoint::add(http::Router& router, const std::string& pattern, Handle handle) {
    router.add("GET", pattern, [this, handle](const http::Request& request) -> asio::awaitable<http::Response> {
        try {
            co_return co_await (this->*handle)(request);
        } catch (const std::exception& error) {
            if (postgres::is_data_error(error))
                co_return http::problem_response(
                    {.status = 400,
                     .type = "invalid-parameter",
                     .detail = std::string("A parameter's value is out of range: ") + error.what()});
            if (!postgres::is_connection_error(error)) throw;
            log::debug("Postgres is away", {{"why", error.what()}});
        }
        co_return http::problem_response(
            {.status = 503,
             .type = "read-model-unavailable",
             .detail = "The read model is not reachable. Commands are taken all the same. Try again.",
             .retry_after_s = 1});
    });
}

/// The person, once the read model has reached the position that the request names.
asio::awaitable<std::expected<std::string, Problem>> Endpoint::person(const http::Request& request) {
    auto who = authenticate_(request);
    if (!who) co_return std::unexpected(who.error());
    if (const std::string_view text = request.header("Tasklog-Position"); !text.empty()) {
        const auto position = parse_position(text);
        if (!position)
            co_return std::unexpected(
                Problem{.status = 400,
                        .type = "invalid-position",
                        .detail = "Tasklog-Position must be as a command's answer gave it, such as 3:1042."});
        if (!co_await model_.reached(position->partition, position->offset))
            co_return std::unexpected(
                Problem{.status = 503,
                        .type = "projection-behind",
                        .detail = "The read model has not reached this position yet. Nothing is lost. Try again.",
                        .retry_after_s = 1});
    }
    co_return *who;
}

asio::awaitable<std::expected<Endpoint::Readable, Problem>> Endpoint::readable(const http::Request& request,
                                                                               std::optional<std::string> workspace) {
    auto who = co_await person(request);
    if (!who) co_return std::unexpected(who.error());
    std::string id = workspace ? std::move(*workspace) : *who;
    std::transform(id.begin(), id.end(), id.begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    const KnownWorkspace known = co_await model_.workspace(pool_, id);
    // A personal workspace can be read before its first command: it is empty.
    const bool own_and_new = known.version < 0 && id == *who;
    if (!own_and_new && std::find(known.members->begin(), known.members->end(), *who) == known.members->end())
        co_return std::unexpected(missing_workspace());
    co_return Readable{std::move(*who), std::move(id), known.version};
}

std::string Endpoint::etag(const http::Request& request, const Readable& readable) const {
    const std::uint64_t hash =
        fnv1a(request.query, fnv1a(request.path, fnv1a(readable.workspace, fnv1a(model_.schema()))));
    return "\"" + std::to_string(readable.version) + "." + std::to_string(hash) + "\"";
}

asio::awaitable<pqxx::result> Endpoint::read(Statement statement) {
    postgres::Work work = [statement = std::move(statement)](postgres::Session& session) {
        pqxx::nontransaction transaction(session.connection());
        return session.run(transaction, statement.sql, statement.parameters);
    };
    co_return co_await pool_.run(io_, std::move(work));
}

asio::awaitable<http::Response> Endpoint::tasks(const http::Request& request) {
    const auto query = parse_task_query(request.query);
    if (!query) co_return http::problem_response(query.error());
    const auto readable = co_await this->readable(request, query->workspace);
    if (!readable) co_return http::problem_response(readable.error());
    const std::string tag = etag(request, *readable);
    // What is overdue changes with the clock, not only with events.
    if (!query->overdue && request.header("If-None-Match") == tag) co_return not_modified(tag);
    Statement page = task_page(*query, model_.schema(), readable->workspace);
    const auto rows = co_await read(std::move(page));
    const std::size_t count = std::min<std::size_t>(rows.size(), static_cast<std::size_t>(query->limit));
    std::string body = items_of(rows, count);
    if (rows.size() > static_cast<pqxx::result::size_type>(count)) {
        const auto& last = rows[static_cast<pqxx::result::size_type>(count) - 1];
        body += R"(,"next":")" + encode_cursor(*query, {last[1].c_str(), last[2].c_str()}) + "\"}";
    } else {
        body += R"(,"next":null})";
    }
    co_return query->overdue ? json_by_content(request, std::move(body)) : json(std::move(body), tag);
}

asio::awaitable<http::Response> Endpoint::one(const http::Request& request, std::string sql, Problem missing) {
    const auto workspace = only_workspace(request.query);
    if (!workspace) co_return http::problem_response(workspace.error());
    const auto readable = co_await this->readable(request, *workspace);
    if (!readable) co_return http::problem_response(readable.error());
    const std::string id(request.path_params[0]);
    if (!is_uuid(id)) co_return http::problem_response(missing);
    const std::string tag = etag(request, *readable);
    if (request.header("If-None-Match") == tag) co_return not_modified(tag);
    Statement statement{postgres::in_schema(sql, model_.schema()), {readable->workspace, id}};
    const auto rows = co_await read(std::move(statement));
    if (rows.empty()) co_return http::problem_response(missing);
    co_return json(rows[0][0].c_str(), tag);
}

asio::awaitable<http::Response> Endpoint::task(const http::Request& request) {
    Problem missing{.status = 404, .type = "task-not-found", .detail = "There is no such task in this workspace."};
    std::string sql = "SELECT body FROM $schema.tasks WHERE workspace_id = $1::uuid AND task_id = $2::uuid";
    co_return co_await one(request, std::move(sql), std::move(missing));
}

asio::awaitable<http::Response> Endpoint::list(const http::Request& request) {
    Problem missing{.status = 404, .type = "list-not-found", .detail = "There is no such list in this workspace."};
    std::string sql =
        "SELECT body FROM $schema.lists WHERE workspace_id = $1::uuid AND list_id = $2::uuid AND NOT deleted";
    co_return co_await one(request, std::move(sql), std::move(missing));
}

asio::awaitable<http::Response> Endpoint::lists(const http::Request& request) {
    const auto workspace = only_workspace(request.query);
    if (!workspace) co_return http::problem_response(workspace.error());
    const auto readable = co_await this->readable(request, *workspace);
    if (!readable) co_return http::problem_response(readable.error());
    const std::string tag = etag(request, *readable);
    if (request.header("If-None-Match") == tag) co_return not_modified(tag);
    Statement statement{postgres::in_schema(embedded::lists_sql, model_.schema()), {readable->workspace}};
    const auto rows = co_await read(std::move(statement));
    // The last row is the inbox: its counts, and no list.
    const std::size_t count = rows.size() - 1;
    co_return json(
        items_of(rows, count) + R"(,"inbox":)" + rows[static_cast<pqxx::result::size_type>(count)][0].c_str() + "}",
        tag);
}

asio::awaitable<http::Response> Endpoint::workspaces(const http::Request& request) {
    if (!request.query.empty())
        co_return http::problem_response(
            {.status = 400, .type = "invalid-parameter", .detail = "There are no parameters here."});
    const auto who = co_await person(request);
    if (!who) co_return http::problem_response(who.error());
    Statement statement{postgres::in_schema(embedded::workspaces_sql, model_.schema()), {*who}};
    const auto rows = co_await read(std::move(statement));
    co_return json_by_content(request, items_of(rows, rows.size()) + "}");
}

asio::awaitable<http::Response> Endpoint::live(const http::Request& request) {
    const auto workspace = only_workspace(request.query);
    if (!workspace) co_return http::problem_response(workspace.error());
    const auto readable = co_await this->readable(request, *workspace);
    if (!readable) co_return http::problem_response(readable.error());
    co_return live_.stream(readable->workspace, request.header("Last-Event-ID"), readable->version);
}

}  // namespace tasklog::query
