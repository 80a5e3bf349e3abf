#pragma once
#include <string>
#include <vector>

#include "query/tasks/task_query.hpp"

namespace tasklog::query {

struct Statement {
    std::string sql;
    std::vector<std::string> parameters;
};

/// Who asks, and for what.
struct TaskPageScope {
    std::string schema;
    std::string workspace;
    std::string person;  ///< an id: `me` in a filter
};

/// The page that the query asks for: body, sort key and id of each task, one row more than the limit if there is more.
/// The text depends only on which parameters are there, never on their values: it can be prepared.
/// `finding_word`: of a search (query/tasks/task_search.hpp).
Statement task_page(const TaskQuery& query, const TaskPageScope& scope,
                    std::optional<std::size_t> finding_word = std::nullopt);

/// How many tasks there are of which the query's filter holds, as far as max_counted and one more.
Statement task_count(const TaskQuery& query, const TaskPageScope& scope);
/// The answer, of what that statement gave.
std::string count_of(int found);

}  // namespace tasklog::query
