#pragma once
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "infra/problem.hpp"
#include "infra/search/terms.hpp"
#include "query/cursor.hpp"
#include "query/tasks/task_order.hpp"
#include "words/filter/filter.hpp"

namespace tasklog::query {

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
    std::string zone = "UTC";           ///< where a day ends, for `overdue` and `filter`
    std::vector<search::Term> terms{};  ///< of a search; one at least that must be there
    std::optional<std::string> filter_text{};
    std::optional<words::Filter> filter{};  ///< what the text means today
    unsigned week_start = 1;                ///< the first day of a week, for `filter`: 0 is Sunday
    bool deleted = false;
    std::optional<Sort> sort{};
    bool descending = false;
    int limit = 50;
    std::optional<Cursor> cursor{};

    /// By rank, and what is found by how well it matches, if nothing else is asked for.
    Sort sorted_by() const { return sort.value_or(terms.empty() ? Sort::rank : Sort::match); }
    std::string order() const;
    bool fits(const Cursor& at) const;
};
std::expected<TaskQuery, Problem> parse_task_query(std::string_view query);
/// What GET /api/v1/count asks for: a filter, where, and of which status.
std::expected<TaskQuery, Problem> parse_count_query(std::string_view query);

}  // namespace tasklog::query
