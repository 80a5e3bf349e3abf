#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The parts of a recurrence rule (RFC 5545 §3.3.10, and SKIP of RFC 7529).
namespace tasklog::calendar {

enum class Frequency { minutely, hourly, daily, weekly, monthly, yearly };

/// What becomes of a day of the month that a month does not have (RFC 7529 §4.1): there is none, it is the last one, or
/// the first one of the next.
enum class Skip { omit, backward, forward };

/// A weekday, or the nth one of a month or year; from its end if negative.
struct NthWeekday {
    int nth = 0;      ///< 0: every one
    int weekday = 0;  ///< 0 is Sunday
};

/// The last moment that can be an occurrence.
struct Until {
    enum class Form { day, clock, utc } form = Form::day;
    std::int64_t us = 0;  ///< since 1970; of a day its first moment; by the clock of the series's zone unless `utc`
};

struct Rule {
    Frequency frequency = Frequency::daily;
    std::int64_t interval = 1;
    std::optional<std::uint64_t> count{};
    std::optional<Until> until{};
    std::vector<int> seconds{}, minutes{}, hours{}, month_days{}, year_days{}, weeks{}, months{}, positions{};
    std::vector<NthWeekday> weekdays{};
    int week_start = 1;  ///< WKST; 0 is Sunday
    Skip skip = Skip::omit;
};

struct ParsedRule {
    Rule rule{};                         ///< what can be made of it: a series that began long ago goes on
    std::optional<std::string> fault{};  ///< why a new one is refused; follows "the rule": "must have a FREQ"
};

/// Reads an RRULE's value, in upper or lower case, with or without `RRULE:` before it and a semicolon behind.
ParsedRule parse_rule(std::string_view text);

}  // namespace tasklog::calendar
