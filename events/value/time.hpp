#pragma once
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tasklog {

/// A moment, in microseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t us = 0;
    auto operator<=>(const Instant&) const = default;

    /// RFC 3339 with an offset or Z, years 1 to 9999 (in UTC, too), at most microseconds.
    static std::optional<Instant> parse(std::string_view text);
    /// RFC 3339 in UTC with six digits of fraction.
    std::string text() const;
};

/// A day of the calendar, without a time or a zone.
struct Date {
    std::chrono::year_month_day day{std::chrono::year{1970} / 1 / 1};
    auto operator<=>(const Date&) const = default;

    /// "YYYY-MM-DD", years 1 to 9999.
    static std::optional<Date> parse(std::string_view text);
    std::string text() const;
};

/// A day's first moment by a clock that shows UTC, in microseconds since 1970; and the day of a moment there.
std::int64_t midnight_us(const Date& date);
Date date_at(std::int64_t us);

/// Of the years 1900 to 2999: what people may ask for. What follows from it (a reminder a month before, a start that
/// keeps its distance) may lie beyond, and is read back all the same.
bool is_usual(const Instant& at);
bool is_usual(const Date& date);

}  // namespace tasklog
