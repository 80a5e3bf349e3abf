#include "query/history/history.hpp"

#include "infra/uuid.hpp"
#include "query/answers.hpp"
#include "query/conditions.hpp"
#include "query/limits.hpp"
#include "query_embedded.hpp"

namespace asio = boost::asio;

namespace tasklog::query {

void History::add_to(http::Router& router) {
    access_.add(router, "/api/v1/history", [this](const http::Request& request) -> asio::awaitable<http::Reply> {
        auto query = parse_history_query(request.query);
        if (!query) co_return std::unexpected(query.error());
        co_return co_await page(request, std::move(*query));
    });
    access_.add(router, "/api/v1/history/digest",
                [this](const http::Request& request) -> asio::awaitable<http::Reply> { return digest(request); });
    access_.add(
        router, "/api/v1/tasks/{task}/history", [this](const http::Request& request) -> asio::awaitable<http::Reply> {
            auto query = parse_history_query(request.query);
            if (!query) co_return std::unexpected(query.error());
            query->task = std::string(request.path_params[0]);
            if (!is_uuid(*query->task))
                co_return std::unexpected(
                    Problem{.type = problems::task_not_found, .detail = "There is no such task in this workspace."});
            co_return co_await page(request, std::move(*query));
        });
}

asio::awaitable<http::Reply> History::page(const http::Request& request, HistoryQuery query) {
    const auto readable = co_await access_.readable(request, query.workspace);
    if (!readable) co_return std::unexpected(readable.error());
    Statement statement = history_page(query, access_.schema(), access_.members_schema(), readable->workspace);
    const auto rows = co_await access_.read(std::move(statement), readable->asker.person);
    co_return json_by_content(request, page_of(rows, query));
}

asio::awaitable<http::Reply> History::digest(const http::Request& request) {
    const auto query = parse_digest_query(request.query);
    if (!query) co_return std::unexpected(query.error());
    const auto readable = co_await access_.readable(request, query->workspace);
    if (!readable) co_return std::unexpected(readable.error());
    const std::string& person = readable->asker.person;
    const std::string sql = postgres::in_schema(embedded::digest_sql, access_.schema());
    Statement entries{postgres::in_schema(sql, access_.members_schema(), "$tasks"),
                      {readable->workspace, *query->since, query->until.value_or("infinity"),
                       std::to_string(max_digest_entries + 1), std::to_string(max_digest_tasks)}};
    const auto found = (co_await access_.read(std::move(entries), person))[0];
    Statement things{postgres::in_schema(embedded::names_sql, access_.members_schema()),
                     {readable->workspace, found[4].c_str(), found[5].c_str()}};
    const auto names = co_await access_.read(std::move(things), person);
    const auto text = [](const pqxx::field& of) { return of.is_null() ? "null" : '"' + std::string(of.c_str()) + '"'; };
    co_return json_by_content(request, R"({"people":)" + std::string(found[0].c_str()) + R"(,"names":)" +
                                           names[0][0].c_str() + R"(,"oldest":)" + text(found[2]) + R"(,"newest":)" +
                                           text(found[3]) + R"(,"complete":)" +
                                           (found[1].as<int>() <= max_digest_entries ? "true}" : "false}"));
}

Statement history_page(const HistoryQuery& query, const std::string& schema, const std::string& tasks,
                       const std::string& workspace) {
    Conditions where;
    where.add("workspace_id = ?::uuid", workspace);
    if (query.task) where.add("task_id = ?::uuid", *query.task);
    if (query.list) where.add("list_id = ?::uuid", *query.list);
    if (query.person) where.add("actor = ?::uuid", *query.person);
    if (!query.types.empty()) {
        std::string types;
        for (const std::string& type : query.types) types += (types.empty() ? "{" : ",") + type;
        where.add("type = ANY (?::text[])", types + "}");
    }
    if (query.after) where.add("at >= ?::timestamptz", *query.after);
    if (query.before) where.add("at < ?::timestamptz", *query.before);
    if (query.cursor) {
        const std::string at = where.parameter(query.cursor->key);
        const std::string number = where.parameter(query.cursor->id);
        where.add(std::string("(at, number) ") + (query.descending ? "<" : ">") + " (" + at + "::timestamptz, " +
                  number + "::int)");
    }
    const std::string order = query.descending ? " DESC" : "";
    const std::string by = " ORDER BY at" + order + ", number" + order;
    // What it is about is told by the name that it has today.
    return {
        "SELECT CASE WHEN t.body IS NULL AND l.body IS NULL THEN e.body ELSE left(e.body, -1) || ',\"name\":' || "
        "coalesce(t.body::json->'title', l.body::json->'name')::text || '}' END, " +
            postgres::utc_text("at") + ", number FROM (SELECT * FROM " + schema + ".entries" + where.sql() + by +
            first_rows(query.limit) + ") e LEFT JOIN " + tasks +
            ".tasks t ON t.workspace_id = $1::uuid AND t.task_id = e.task_id LEFT JOIN " + tasks +
            ".lists l ON l.workspace_id = $1::uuid AND l.list_id = e.list_id" + by,
        where.take_parameters()};
}

}  // namespace tasklog::query
