#include "events/value/time.hpp"

#include <cstdio>

namespace tasklog {
namespace {

using namespace std::chrono;

/// The number in the first `digits` characters, or -1; removes them.
int take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return -1;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text[0] != expected) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<year_month_day> take_date(std::string_view& text) {
    const int y = take_number(text, 4);
    if (y < 1 || !take(text, '-')) return std::nullopt;
    const int m = take_number(text, 2);
    if (m < 1 || !take(text, '-')) return std::nullopt;
    const int d = take_number(text, 2);
    if (d < 1) return std::nullopt;
    const year_month_day date = year{y} / m / d;
    if (!date.ok()) return std::nullopt;
    return date;
}

}  // namespace

std::optional<Instant> Instant::parse(std::string_view text) {
    const auto date = take_date(text);
    if (!date || !(take(text, 'T') || take(text, 't'))) return std::nullopt;
    const int h = take_number(text, 2);
    if (h < 0 || h > 23 || !take(text, ':')) return std::nullopt;
    const int m = take_number(text, 2);
    if (m < 0 || m > 59 || !take(text, ':')) return std::nullopt;
    const int s = take_number(text, 2);
    if (s < 0 || s > 59) return std::nullopt;
    std::int64_t fraction_us = 0;
    if (take(text, '.')) {
        int digits = 0;
        for (; digits < 6 && !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), ++digits)
            fraction_us = fraction_us * 10 + (text[0] - '0');
        if (digits < 1) return std::nullopt;
        for (; digits < 6; ++digits) fraction_us *= 10;
    }
    int offset_min = 0;
    if (!take(text, 'Z') && !take(text, 'z')) {
        const bool west = !text.empty() && text[0] == '-';
        if (!take(text, '+') && !take(text, '-')) return std::nullopt;
        const int oh = take_number(text, 2);
        if (oh < 0 || oh > 23 || !take(text, ':')) return std::nullopt;
        const int om = take_number(text, 2);
        if (om < 0 || om > 59) return std::nullopt;
        offset_min = (oh * 60 + om) * (west ? -1 : 1);
    }
    if (!text.empty()) return std::nullopt;
    const auto at = sys_days(*date) + hours(h) + minutes(m - offset_min) + seconds(s);
    // The offset may lead out of the years that text() can write.
    if (const year utc = year_month_day{floor<days>(at)}.year(); utc < year{1} || utc > year{9999}) return std::nullopt;
    return Instant{duration_cast<microseconds>(at.time_since_epoch()).count() + fraction_us};
}

namespace {

/// Writes a number that is not negative with so many digits, from the right: each task has three times, and printf is
/// slow.
void put(char* at, std::size_t digits, unsigned value) {
    for (; digits > 0; --digits, value /= 10) at[digits - 1] = static_cast<char>('0' + value % 10);
}

void put(char* at, const year_month_day& day) {
    put(at, 4, static_cast<unsigned>(static_cast<int>(day.year())));
    put(at + 5, 2, static_cast<unsigned>(day.month()));
    put(at + 8, 2, static_cast<unsigned>(day.day()));
}

}  // namespace

std::string Instant::text() const {
    const sys_time<microseconds> at{microseconds(us)};
    const auto midnight = floor<days>(at);
    const hh_mm_ss time{at - midnight};
    std::string out = "0000-00-00T00:00:00.000000Z";
    put(out.data(), year_month_day{midnight});
    put(out.data() + 11, 2, static_cast<unsigned>(time.hours().count()));
    put(out.data() + 14, 2, static_cast<unsigned>(time.minutes().count()));
    put(out.data() + 17, 2, static_cast<unsigned>(time.seconds().count()));
    put(out.data() + 20, 6, static_cast<unsigned>(time.subseconds().count()));
    return out;
}

std::optional<Date> Date::parse(std::string_view text) {
    const auto date = take_date(text);
    if (!date || !text.empty()) return std::nullopt;
    return Date{*date};
}

std::string Date::text() const {
    std::string out = "0000-00-00";
    put(out.data(), day);
    return out;
}

bool is_usual(const Date& date) { return date.day.year() >= year{1900} && date.day.year() <= year{2999}; }

std::int64_t midnight_us(const Date& date) {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::sys_days(date.day).time_since_epoch())
        .count();
}

Date date_at(std::int64_t us) {
    return {std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(us)))};
}

bool is_usual(const Instant& at) { return is_usual(Date{floor<days>(sys_time<microseconds>{microseconds(at.us)})}); }

}  // namespace tasklog
