#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "events/value/time.hpp"
#include "words/written.hpp"

namespace tasklog::words {

/// Where and when something is written.
struct Calendar {
    Date today{};
    std::int64_t minutes = 0;  ///< of today, by the clock
    unsigned week_start = 1;   ///< the first day of a week: 0 is Sunday

    /// As a clock in `zone` shows it.
    static Calendar at(const Instant& now, const std::string& zone, unsigned week_start);
};

Date plus_days(const Date& from, int count);
/// The last day of the month where it has not this one.
Date plus_months(const Date& from, int count);
/// None for a day that there is not, or not in the usual years.
std::optional<Date> day_of(int year, unsigned month, unsigned day);

/// A day, as far as words name one: tomorrow, friday, next week, 24 Dec, 24.12.2026, in 3 days. What has no year is the
/// next one from today on. `is_marked`: a word such as "on" stands before it, so that "mon" and "5th" are days, too.
std::optional<Taken<Date>> take_date(Words words, const Calendar& calendar, bool is_marked);

/// A day and a month, in either order: 24 Dec, December 24th, 24.12.
struct DayOfYear {
    unsigned month = 1;
    unsigned day = 1;
};
std::optional<Taken<DayOfYear>> take_day_of_year(Words words);

Date first_of_week(const Date& day, unsigned week_start);
/// The first such day of the week after `from`, or on it.
Date next_weekday(unsigned day, const Date& from);

}  // namespace tasklog::words
