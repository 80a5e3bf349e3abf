#pragma once
#include <set>
#include <string>
#include <utility>

#include "projections/tasks/rows.hpp"

/// What tasks are found by: their own texts, their lists' names and their comments, each in a row of its own, so that
/// what changes writes its own text alone (query/tasks/task_search.hpp).
namespace tasklog::projections {

/// Of the rows that are in `changed`, each key once. `all_new`: none of them is there yet.
void write_texts(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows, const TextKeys& changed,
                 bool all_new);

}  // namespace tasklog::projections
