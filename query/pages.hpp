#pragma once
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "infra/problem.hpp"
#include "query/cursor.hpp"

/// What the small queries ask for: those of tasks are in query/tasks/task_query.hpp, of the history in
/// query/history/history_query.hpp.
namespace tasklog::query {

/// GET /api/v1/notifications: the newest first.
struct FeedQuery {
    bool unread = false;  ///< only what is not read yet
    int limit = 50;
    std::optional<Cursor> cursor{};  ///< the time, and the notification's id

    std::string order() const { return unread ? "unread" : "feed"; }
    bool fits(const Cursor& at) const;
};
std::expected<FeedQuery, Problem> parse_feed_query(std::string_view query);

/// A list that only has pages: comments, workspaces.
struct PageQuery {
    std::optional<std::string> workspace{};
    int limit = 50;
    std::optional<Cursor> cursor{};  ///< the time, and the thing's id

    std::string order() const { return "page"; }
    bool fits(const Cursor& at) const;
};
std::expected<PageQuery, Problem> parse_page_query(std::string_view query, bool of_workspace);

/// GET /api/v1/lists.
struct ListQuery {
    std::optional<std::string> workspace{};
    bool deleted = false;
};
std::expected<ListQuery, Problem> parse_list_query(std::string_view query);

/// GET /api/v1/insights.
struct InsightsQuery {
    std::optional<std::string> workspace{};
    int days = 30;             ///< that end today
    std::string zone = "UTC";  ///< where a day ends
};
std::expected<InsightsQuery, Problem> parse_insights_query(std::string_view query);

}  // namespace tasklog::query
