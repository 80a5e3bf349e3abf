#pragma once
#include <string>

#include <pqxx/result>

#include "query/tasks/task_query.hpp"

namespace tasklog::query {

/// A page of what a search found: {"items","matches","complete","next"}. Beside each task stand the parts of its texts
/// that were found. Columns of a row are those of a page of tasks, a comment and a list that were found, or null.
/// `complete`: all tasks were looked through.
std::string found_page(const pqxx::result& rows, const TaskQuery& query, bool complete);

}  // namespace tasklog::query
