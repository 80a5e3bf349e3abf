#pragma once
#include <chrono>
#include <cstdint>

/// Days by their number, and the calendar's (proleptic Gregorian).
namespace tasklog::calendar {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t minute_us = 60 * second_us;
constexpr std::int64_t hour_us = 60 * minute_us;
constexpr std::int64_t day_us = 24 * hour_us;
constexpr int end_year = 3000;  ///< no date is looked for from here on

using Days = std::int64_t;  ///< since 1970-01-01

/// Rounded down, of negative numbers too.
inline std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

/// A day of the calendar; `month` and `day` from 1.
struct Civil {
    int year, month, day;
};
inline Civil civil(Days days) {
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
    return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day()))};
}
inline Days day_number(int year, int month, int day) {
    using namespace std::chrono;
    return sys_days(std::chrono::year(year) / month / 1).time_since_epoch().count() + day - 1;
}
/// 0 is a Sunday.
inline int weekday_of(Days day) { return static_cast<int>(((day + 4) % 7 + 7) % 7); }
inline int days_in(int year, int month) {
    return static_cast<int>(month == 12 ? 31 : day_number(year, month + 1, 1) - day_number(year, month, 1));
}
inline int days_in(int year) { return static_cast<int>(day_number(year + 1, 1, 1) - day_number(year, 1, 1)); }

/// The first day of a year's first week: of those that begin on `week_start` the first with four days in the year.
inline Days first_week(int year, int week_start) {
    const Days first = day_number(year, 1, 1);
    const int into_week = (weekday_of(first) - week_start + 7) % 7;
    return into_week <= 3 ? first - into_week : first - into_week + 7;
}

}  // namespace tasklog::calendar
