#pragma once
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "infra/problem.hpp"

namespace tasklog::query {

enum class Sort { rank, due, priority, created, updated, ended };

/// Where a page begins: after the row with this sort key (of tasks see query/tasks/task_order.hpp) and id.
struct Cursor {
    std::string key;
    std::string id;
};

/// What GET /api/v1/tasks asks for. Values that go to Postgres as they are have been checked for their form.
struct TaskQuery {
    std::optional<std::string> workspace{};
    std::optional<std::string> list{};        ///< a UUID, or "inbox"
    std::optional<std::string> parent{};      ///< a UUID, or "none"
    std::optional<std::string> assignee{};    ///< a UUID, or "none"
    std::vector<int> statuses{};              ///< any of; empty: all
    std::vector<int> priorities{};            ///< any of; empty: all
    std::vector<std::string> tags{};          ///< all of
    std::optional<std::string> due_after{};   ///< inclusive
    std::optional<std::string> due_before{};  ///< exclusive
    bool overdue = false;
    std::string zone = "UTC";          ///< where a due day ends, for `overdue`
    std::vector<std::string> words{};  ///< all of, the last one as a prefix
    bool deleted = false;
    Sort sort = Sort::rank;
    bool descending = false;
    int limit = 50;
    std::optional<Cursor> cursor{};
};

/// Reads the query string; a problem names the parameter.
std::expected<TaskQuery, Problem> parse_task_query(std::string_view query);

/// What GET /api/v1/history asks for.
struct HistoryQuery {
    std::optional<std::string> workspace{};
    std::optional<std::string> task{};
    std::optional<std::string> list{};
    std::optional<std::string> person{};
    std::vector<std::string> types{};     ///< of events, any of; empty: all
    std::optional<std::string> after{};   ///< inclusive
    std::optional<std::string> before{};  ///< exclusive
    bool descending = true;
    int limit = 50;
    std::optional<Cursor> cursor{};  ///< the time, and the number of the event within its commit
};
std::expected<HistoryQuery, Problem> parse_history_query(std::string_view query);
std::string encode_cursor(const HistoryQuery& query, const Cursor& cursor);

/// What GET /api/v1/notifications asks for: the newest first.
struct FeedQuery {
    bool unread = false;  ///< only what is not read yet
    int limit = 50;
    std::optional<Cursor> cursor{};  ///< the time, and the notification's id
};
std::expected<FeedQuery, Problem> parse_feed_query(std::string_view query);
std::string encode_cursor(const FeedQuery& query, const Cursor& cursor);

/// What a list that only has pages asks for: comments, workspaces.
struct PageQuery {
    std::optional<std::string> workspace{};
    int limit = 50;
    std::optional<Cursor> cursor{};
};
std::expected<PageQuery, Problem> parse_page_query(std::string_view query, bool of_workspace);
std::string encode_cursor(const PageQuery& query, const Cursor& cursor);

/// What GET /api/v1/lists asks for.
struct ListQuery {
    std::optional<std::string> workspace{};
    bool deleted = false;
};
std::expected<ListQuery, Problem> parse_list_query(std::string_view query);

/// What GET /api/v1/insights asks for.
struct InsightsQuery {
    std::optional<std::string> workspace{};
    int days = 30;             ///< that end today
    std::string zone = "UTC";  ///< where a day ends
};
std::expected<InsightsQuery, Problem> parse_insights_query(std::string_view query);

/// The opaque text of a cursor; good for the same sort and order only.
std::string encode_cursor(const TaskQuery& query, const Cursor& cursor);

/// A position of the log, "partition:offset".
struct Position {
    int partition = 0;
    std::int64_t offset = 0;
};
std::optional<Position> parse_position(std::string_view text);

}  // namespace tasklog::query
