#pragma once
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "infra/problem.hpp"

namespace tasklog::query {

/// The due dates that follow a task's own, from the task's JSON: {"items":[…]}, none if it does not come again. Those
/// of a task that repeats from its completion are as if each were completed on its day. Refused where they take too
/// many steps to find.
std::expected<std::string, Problem> next_occurrences(std::string_view task, std::size_t limit);

/// The `limit` and the `workspace` of such a request.
struct OccurrencesQuery {
    std::optional<std::string> workspace{};
    std::size_t limit = 12;
};
std::expected<OccurrencesQuery, Problem> parse_occurrences_query(std::string_view query);

}  // namespace tasklog::query
