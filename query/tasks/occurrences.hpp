#pragma once
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "infra/problem.hpp"

namespace tasklog::query {

/// The due dates that follow a task's own if it is completed now, from the task's JSON: {"items":[…]}, none if it does
/// not repeat. Those of a task that repeats from its completion are as if each were completed on its day. Refused
/// where they take too many steps to find.
std::expected<std::string, Problem> next_occurrences(std::string_view task, std::size_t limit);
/// The same for a rule that no task has yet, from the request's parameters.
std::expected<std::string, Problem> dates_of_rule(std::string_view query);

/// The `limit` and the `workspace` of such a request.
struct OccurrencesQuery {
    std::optional<std::string> workspace{};
    std::size_t limit = 0;
};
std::expected<OccurrencesQuery, Problem> parse_occurrences_query(std::string_view query);

}  // namespace tasklog::query
