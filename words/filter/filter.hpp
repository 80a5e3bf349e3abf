#pragma once
#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "events/task.hpp"
#include "events/value/time.hpp"

/// The language of filters (docs/filters.md): which tasks are meant, as a tree that is made into SQL in
/// query/tasks/filter_sql.hpp.
namespace tasklog::words {

inline constexpr std::size_t max_filter_bytes = 1'000;
inline constexpr std::size_t max_filter_tests = 30;
inline constexpr std::size_t max_filter_depth = 20;

enum class Comparison { equal, less, at_most, more, at_least };

/// The task has this status.
struct HasStatus {
    Status status;
};
struct HasPriority {
    Comparison comparison;
    Priority priority;
};
struct IsOverdue {};
struct Recurs {};
/// None: it has no tag.
struct HasTag {
    std::optional<std::string> tag;
};
/// Also in a section of it. None: it is in the inbox.
struct IsInList {
    std::optional<std::string> name;
};
/// None: it is in no section.
struct IsInSection {
    std::optional<std::string> name;
};
/// An id, or `me`: who asks; none: nobody.
struct IsAssignedTo {
    std::optional<std::string> person;
};
/// An id; none: it is no subtask.
struct IsPartOf {
    std::optional<std::string> parent;
};
enum class DayField { due, start, created, updated, ended };
/// None: there is no such day. Of a moment the day in the person's zone counts.
struct IsOnDay {
    DayField field;
    Comparison comparison;
    std::optional<Date> day;
};
/// None: there is no estimate.
struct TakesMinutes {
    Comparison comparison;
    std::optional<std::int64_t> minutes;
};
/// A part of its texts, as a search finds it.
struct HasText {
    std::string text;
};

using Test = std::variant<HasStatus, HasPriority, IsOverdue, Recurs, HasTag, IsInList, IsInSection, IsAssignedTo,
                          IsPartOf, IsOnDay, TakesMinutes, HasText>;

/// A test, or a combination of filters.
struct Filter {
    enum class Kind { test, all, any, none };
    Kind kind = Kind::test;
    std::vector<Filter> parts{};  ///< of `none` one
    Test test{IsOverdue{}};
};

inline constexpr std::array<std::string_view, 7> weekday_names{"sunday",   "monday", "tuesday", "wednesday",
                                                               "thursday", "friday", "saturday"};

/// What a filter's words are read by.
struct FilterContext {
    Date today{};             ///< in the person's zone
    unsigned week_start = 1;  ///< the first day of a week: 0 is Sunday
};

/// Where a filter makes no sense, and what would.
struct FilterFault {
    std::size_t column;  ///< in characters, from 1
    std::string why;     ///< a sentence
};

std::expected<Filter, FilterFault> parse_filter(std::string_view text, const FilterContext& context);

/// A day as a filter names it, such as today+7d, monday, week or 2026-12-01. None for anything else.
std::optional<Date> day_in_words(std::string_view text, const FilterContext& context);

}  // namespace tasklog::words
