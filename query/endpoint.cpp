#include "query/endpoint.hpp"

#include <algorithm>

#include "infra/uuid.hpp"
#include "query/answers.hpp"
#include "query/pages.hpp"
#include "query/tasks/found_page.hpp"
#include "query/tasks/occurrences.hpp"
#include "query/tasks/quick_add.hpp"
#include "query/tasks/task_search.hpp"
#include "query/tasks/task_sql.hpp"
#include "query_embedded.hpp"

namespace asio = boost::asio;

namespace tasklog::query {
namespace {

constexpr std::string_view first_id = "00000000-0000-0000-0000-000000000000";

}  // namespace

Endpoint::Endpoint(asio::io_context& io, http::Authenticate authenticate, ReadModel& model, postgres::Pool& pool,
                   Live& live)
    : access_(io, std::move(authenticate), model, model, pool), live_(live) {}

void Endpoint::add_to(http::Router& router) {
    const auto add = [&](const std::string& pattern, Handle handle) {
        access_.add(router, pattern, [this, handle](const http::Request& request) { return (this->*handle)(request); });
    };
    add("/api/v1/tasks", &Endpoint::tasks);
    add("/api/v1/tasks/{task}", &Endpoint::task);
    add("/api/v1/tasks/{task}/comments", &Endpoint::comments);
    add("/api/v1/tasks/{task}/occurrences", &Endpoint::occurrences);
    add("/api/v1/occurrences", &Endpoint::rule_dates);
    access_.add(
        router, "/api/v1/quick-add", [this](const http::Request& request) { return quick_add(request); }, "POST");
    add("/api/v1/lists", &Endpoint::lists);
    add("/api/v1/lists/{list}", &Endpoint::list);
    add("/api/v1/tags", &Endpoint::tags);
    add("/api/v1/filters", &Endpoint::filters);
    add("/api/v1/count", &Endpoint::count);
    add("/api/v1/insights", &Endpoint::insights);
    add("/api/v1/members", &Endpoint::members);
    add("/api/v1/workspaces", &Endpoint::workspaces);
    add("/api/v1/workspaces/{workspace}/invitations/{invitation}", &Endpoint::invitation);
    add("/api/v1/live", &Endpoint::live);
    add("/api/v1/live/all", &Endpoint::all_live);
}

std::string Endpoint::etag(const http::Request& request, const Readable& readable) const {
    const std::uint64_t hash =
        hash_of(request.query, hash_of(request.path, hash_of(readable.workspace, hash_of(access_.schema()))));
    return "\"" + std::to_string(readable.version) + "." + std::to_string(access_.generation()) + "." +
           std::to_string(hash) + "\"";
}

asio::awaitable<http::Reply> Endpoint::tasks(const http::Request& request) {
    const auto query = parse_task_query(request.query);
    if (!query) co_return std::unexpected(query.error());
    const auto readable = co_await access_.readable(request, query->workspace);
    if (!readable) co_return std::unexpected(readable.error());
    const std::string tag = etag(request, *readable);
    // What is overdue, or today, changes with the clock, not only with events.
    const bool by_clock = query->overdue || query->filter;
    if (!by_clock && request.header("If-None-Match") == tag) co_return not_modified(tag);
    std::optional<std::size_t> finding;
    if (!query->terms.empty()) {
        Statement counts = word_counts(*query, access_.schema(), readable->workspace);
        finding = finding_word(co_await access_.read(std::move(counts), readable->asker.person));
    }
    Statement page = task_page(*query, {access_.schema(), readable->workspace, readable->asker.person}, finding);
    const auto rows = co_await access_.read(std::move(page), readable->asker.person);
    std::string body = query->terms.empty() ? page_of(rows, *query) : found_page(rows, *query, finding.has_value());
    co_return by_clock ? json_by_content(request, std::move(body)) : json(std::move(body), tag);
}

asio::awaitable<http::Reply> Endpoint::one(const http::Request& request, std::string_view sql, Problem missing) {
    const auto workspace = only_workspace(request.query);
    if (!workspace) co_return std::unexpected(workspace.error());
    const auto readable = co_await access_.readable(request, *workspace);
    if (!readable) co_return std::unexpected(readable.error());
    const std::string id(request.path_params[0]);
    if (!is_uuid(id)) co_return std::unexpected(missing);
    const std::string tag = etag(request, *readable);
    if (request.header("If-None-Match") == tag) co_return not_modified(tag);
    Statement statement{postgres::in_schema(sql, access_.schema()), {readable->workspace, id}};
    const auto rows = co_await access_.read(std::move(statement), readable->asker.person);
    if (rows.empty()) co_return std::unexpected(missing);
    co_return json(rows[0][0].c_str(), tag);
}

asio::awaitable<http::Reply> Endpoint::task(const http::Request& request) {
    Problem missing{.type = problems::task_not_found, .detail = "There is no such task in this workspace."};
    co_return co_await one(request, sql::one::task, std::move(missing));
}

asio::awaitable<http::Reply> Endpoint::comments(const http::Request& request) {
    const auto query = parse_page_query(request.query, true);
    if (!query) co_return std::unexpected(query.error());
    const auto readable = co_await access_.readable(request, query->workspace);
    if (!readable) co_return std::unexpected(readable.error());
    const std::string id(request.path_params[0]);
    pqxx::result rows;
    if (is_uuid(id)) {
        const Cursor after = query->cursor.value_or(Cursor{"-infinity", std::string(first_id)});
        Statement statement{postgres::in_schema(embedded::comments_sql, access_.schema()),
                            {readable->workspace, id, after.key, after.id, std::to_string(query->limit + 1)}};
        rows = co_await access_.read(std::move(statement), readable->asker.person);
    }
    co_return json_by_content(request, page_of(rows, *query));
}

asio::awaitable<http::Reply> Endpoint::occurrences(const http::Request& request) {
    const auto query = parse_occurrences_query(request.query);
    if (!query) co_return std::unexpected(query.error());
    const auto readable = co_await access_.readable(request, query->workspace);
    if (!readable) co_return std::unexpected(readable.error());
    const std::string id(request.path_params[0]);
    pqxx::result rows;
    if (is_uuid(id)) {
        Statement statement{postgres::in_schema(sql::one::task, access_.schema()), {readable->workspace, id}};
        rows = co_await access_.read(std::move(statement), readable->asker.person);
    }
    if (rows.empty())
        co_return std::unexpected(
            Problem{.type = problems::task_not_found, .detail = "There is no such task in this workspace."});
    auto body = next_occurrences(rows[0][0].c_str(), query->limit);
    if (!body) co_return std::unexpected(body.error());
    co_return json_by_content(request, std::move(*body));
}

asio::awaitable<http::Reply> Endpoint::rule_dates(const http::Request& request) {
    const auto asker = co_await access_.asker(request);
    if (!asker) co_return std::unexpected(asker.error());
    auto body = dates_of_rule(request.query);
    if (!body) co_return std::unexpected(body.error());
    co_return json_by_content(request, std::move(*body));
}

asio::awaitable<http::Reply> Endpoint::quick_add(const http::Request& request) {
    const auto query = parse_line_query(request.body);
    if (!query) co_return std::unexpected(query.error());
    const auto readable = co_await access_.readable(request, query->workspace);
    if (!readable) co_return std::unexpected(readable.error());
    pqxx::result lists;
    if (query->names_lists()) {
        Statement statement{postgres::in_schema(embedded::quick_add_lists_sql, access_.schema()),
                            {readable->workspace}};
        lists = co_await access_.read(std::move(statement), readable->asker.person);
    }
    co_return http::Response{.body = said_by(*query, lists, readable->asker.person)};
}

asio::awaitable<http::Reply> Endpoint::list(const http::Request& request) {
    Problem missing{.type = problems::list_not_found, .detail = "There is no such list in this workspace."};
    co_return co_await one(request, sql::one::list, std::move(missing));
}

asio::awaitable<http::Reply> Endpoint::whole(const http::Request& request, std::optional<std::string> workspace,
                                             Statement statement, BodyOf body_of) {
    const auto readable = co_await access_.readable(request, std::move(workspace));
    if (!readable) co_return std::unexpected(readable.error());
    const std::string tag = etag(request, *readable);
    if (request.header("If-None-Match") == tag) co_return not_modified(tag);
    statement.parameters.insert(statement.parameters.begin(), readable->workspace);
    const auto rows = co_await access_.read(std::move(statement), readable->asker.person);
    co_return json(body_of(rows), tag);
}

asio::awaitable<http::Reply> Endpoint::lists(const http::Request& request) {
    const auto query = parse_list_query(request.query);
    if (!query) co_return std::unexpected(query.error());
    Statement statement{postgres::in_schema(embedded::lists_sql, access_.schema()), {query->deleted ? "t" : "f"}};
    const BodyOf body_of = [](const pqxx::result& rows) {
        // The last row is the inbox: its counts, and no list.
        const std::size_t count = rows.size() - 1;
        const auto inbox = rows[static_cast<pqxx::result::size_type>(count)][0];
        return items_of(rows, count) + R"(,"inbox":)" + inbox.c_str() + "}";
    };
    co_return co_await whole(request, query->workspace, std::move(statement), body_of);
}

asio::awaitable<http::Reply> Endpoint::workspaces(const http::Request& request) {
    const auto query = parse_page_query(request.query, false);
    if (!query) co_return std::unexpected(query.error());
    const auto asker = co_await access_.asker(request);
    if (!asker) co_return std::unexpected(asker.error());
    const std::string after = query->cursor ? query->cursor->id : std::string(first_id);
    Statement statement{postgres::in_schema(embedded::workspaces_sql, access_.schema()),
                        {asker->person, after, std::to_string(query->limit + 1)}};
    const auto rows = co_await access_.read(std::move(statement), asker->person);
    co_return json_by_content(request, page_of(rows, *query));
}

asio::awaitable<http::Reply> Endpoint::tags(const http::Request& request) {
    const auto workspace = only_workspace(request.query);
    if (!workspace) co_return std::unexpected(workspace.error());
    Statement statement{postgres::in_schema(embedded::tags_sql, access_.schema()), {}};
    const BodyOf body_of = [](const pqxx::result& rows) { return std::string(rows[0][0].c_str()); };
    co_return co_await whole(request, *workspace, std::move(statement), body_of);
}

asio::awaitable<http::Reply> Endpoint::filters(const http::Request& request) {
    const auto workspace = only_workspace(request.query);
    if (!workspace) co_return std::unexpected(workspace.error());
    Statement statement{postgres::in_schema(embedded::filters_sql, access_.schema()), {}};
    const BodyOf body_of = [](const pqxx::result& rows) { return std::string(rows[0][0].c_str()); };
    co_return co_await whole(request, *workspace, std::move(statement), body_of);
}

asio::awaitable<http::Reply> Endpoint::count(const http::Request& request) {
    const auto query = parse_count_query(request.query);
    if (!query) co_return std::unexpected(query.error());
    const auto readable = co_await access_.readable(request, query->workspace);
    if (!readable) co_return std::unexpected(readable.error());
    Statement statement = task_count(*query, {access_.schema(), readable->workspace, readable->asker.person});
    const auto rows = co_await access_.read(std::move(statement), readable->asker.person);
    co_return json_by_content(request, count_of(rows[0][0].as<int>()));
}

asio::awaitable<http::Reply> Endpoint::insights(const http::Request& request) {
    const auto query = parse_insights_query(request.query);
    if (!query) co_return std::unexpected(query.error());
    const auto readable = co_await access_.readable(request, query->workspace);
    if (!readable) co_return std::unexpected(readable.error());
    Statement statement{postgres::in_schema(embedded::insights_sql, access_.schema()),
                        {readable->workspace, std::to_string(query->days), query->zone}};
    const auto rows = co_await access_.read(std::move(statement), readable->asker.person);
    co_return json_by_content(request, rows[0][0].c_str());
}

asio::awaitable<http::Reply> Endpoint::members(const http::Request& request) {
    const auto workspace = only_workspace(request.query);
    if (!workspace) co_return std::unexpected(workspace.error());
    const auto readable = co_await access_.readable(request, *workspace);
    if (!readable) co_return std::unexpected(readable.error());
    Statement statement{postgres::in_schema(embedded::members_sql, access_.schema()),
                        {readable->workspace, readable->asker.person}};
    const auto rows = co_await access_.read(std::move(statement), readable->asker.person);
    co_return json_by_content(request, rows[0][0].c_str());
}

asio::awaitable<http::Reply> Endpoint::invitation(const http::Request& request) {
    Problem missing{.type = problems::invitation_not_found,
                    .detail = "There is no such invitation: it was taken back, or accepted already."};
    const auto asker = co_await access_.asker(request);
    if (!asker) co_return std::unexpected(asker.error());
    const std::string workspace(request.path_params[0]);
    const std::string id(request.path_params[1]);
    if (!is_uuid(workspace) || !is_uuid(id)) co_return std::unexpected(missing);
    Statement statement{postgres::in_schema(embedded::invitation_sql, access_.schema()),
                        {workspace, id, asker->person}};
    const auto rows = co_await access_.read(std::move(statement), asker->person);
    if (rows.empty()) co_return std::unexpected(missing);
    co_return json_by_content(request, rows[0][0].c_str());
}

asio::awaitable<http::Reply> Endpoint::live(const http::Request& request) {
    const auto workspace = only_workspace(request.query);
    if (!workspace) co_return std::unexpected(workspace.error());
    const auto readable = co_await access_.readable(request, *workspace);
    if (!readable) co_return std::unexpected(readable.error());
    co_return live_.stream(readable->workspace, readable->asker, request.header("Last-Event-ID"), readable->version);
}

asio::awaitable<http::Reply> Endpoint::all_live(const http::Request& request) {
    const auto ids = some_workspaces(request.query);
    if (!ids) co_return std::unexpected(ids.error());
    const auto asker = co_await access_.asker(request);
    if (!asker) co_return std::unexpected(asker.error());
    std::vector<Readable> found;
    std::vector<std::string> gone;
    for (const std::string& id : *ids) {
        auto readable = co_await access_.readable(*asker, id);
        if (readable) {
            found.push_back(std::move(*readable));
        } else {
            gone.push_back(id);
        }
    }
    co_return live_.stream(*asker, found, gone);
}

}  // namespace tasklog::query
