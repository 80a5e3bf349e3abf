#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// In which order tasks are given: what is equal by one column is told apart by the next, and at last by the task's id,
/// so that any two have one order. The web app has the same (frontend/src/lib/filters.ts).
namespace tasklog::query {

enum class Sort { rank, due, priority, created, updated, ended, match };

enum class KeyForm { stamp, number, score, rank };

struct SortColumn {
    std::string_view sql;
    std::string_view type;
    KeyForm form;
};

struct TaskOrder {
    std::span<const SortColumn> columns;
    bool upside_down = false;  ///< the columns say it from the highest to the lowest
};

TaskOrder order_of(Sort sort);

/// SQL for the place of a row in the order, as a cursor holds it: the values of its columns.
std::string key_sql(const TaskOrder& order);
/// The values of such a key.
std::vector<std::string> values_of(std::string_view key);
/// Whether a key has a value for each column, of a form that Postgres reads.
bool is_key(Sort sort, std::string_view key);

}  // namespace tasklog::query
