#include "infra/calendar/recurrence.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <set>
#include <string_view>

namespace tasklog::calendar {
namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t day_us = 86'400 * second_us;
constexpr std::int64_t longest_shift_us = 3 * 3'600 * second_us;  ///< of a clock, when it is changed
constexpr std::size_t steps_to_a_date = 60'000;                   ///< a century and a half of days

icaltimezone* zone_of(const std::string& name) {
    return name.empty() ? nullptr : icaltimezone_get_builtin_timezone(name.c_str());
}

icaltimetype time_of(std::int64_t us, icaltimezone* zone, bool day) {
    const auto seconds = static_cast<time_t>(us >= 0 ? us / second_us : (us - second_us + 1) / second_us);
    icaltimetype at = icaltime_from_timet_with_zone(seconds, day, icaltimezone_get_utc_timezone());
    if (day) {
        at.zone = nullptr;
        return at;
    }
    return icaltime_convert_to_zone(at, zone);
}

std::int64_t civil_us(const icaltimetype& at) {
    using namespace std::chrono;
    const auto days = sys_days(year{at.year} / at.month / at.day).time_since_epoch();
    return duration_cast<microseconds>(days + hours(at.hour) + minutes(at.minute) + seconds(at.second)).count();
}

/// UTC of a local time. One that there is not, or twice, takes the offset from before the change.
std::int64_t utc_us(std::int64_t civil, icaltimezone* zone) {
    const auto offset_at = [&](std::int64_t us) {
        icaltimetype at =
            icaltime_from_timet_with_zone(static_cast<time_t>(us / second_us), 0, icaltimezone_get_utc_timezone());
        int is_daylight = 0;
        return static_cast<std::int64_t>(icaltimezone_get_utc_offset_of_utc_time(zone, &at, &is_daylight)) * second_us;
    };
    // The offset a day before is the one from before a change that is near.
    const std::int64_t before = civil - offset_at(civil - day_us);
    if (offset_at(before) == civil - before) return before;
    const std::int64_t after = civil - offset_at(civil + day_us);
    return offset_at(after) == civil - after ? after : before;
}

/// Whether a civil time of the series is not after its UNTIL. A day of UNTIL is one by the series's own clock.
bool is_within(const std::optional<Until>& until, std::int64_t civil, std::int64_t utc, bool day) {
    if (!until) return true;
    const auto day_of = [](std::int64_t us) { return us - ((us % day_us) + day_us) % day_us; };
    if (day || until->form == Until::Form::day) return day_of(civil) <= day_of(until->us);
    return (until->form == Until::Form::utc ? utc : civil) <= until->us;
}

}  // namespace

bool is_zone(const std::string& zone) { return zone_of(zone) != nullptr; }

std::optional<std::uint64_t> count_of(const std::string& rule) { return parse_rule(rule).rule.count; }

std::optional<std::string> fault_of_rule(const std::string& rule, const Moment& start, Steps& steps) {
    ParsedRule parsed = parse_rule(rule);
    if (parsed.fault) return parsed.fault;
    if (start.zone.empty() && parsed.rule.frequency <= Frequency::hourly)
        return "can't repeat within a day where the task is due on a day: give it a time, or take FREQ=DAILY";
    // How often is another question: the series may have ended on its first day.
    parsed.rule.count.reset();
    parsed.rule.until.reset();
    Steps some(std::min(steps_to_a_date, steps.left()));
    const std::size_t before = some.left();
    const auto first = occurrences(parsed.rule, start, {}, start.us - 1, 1, some);
    steps.take(before - some.left());
    if (!first || first->empty()) return "never has a date from the task's due date on";
    return std::nullopt;
}

std::expected<std::vector<Moment>, OutOfSteps> occurrences(const Series& series, std::int64_t after, std::size_t limit,
                                                           Steps& steps) {
    Rule rule = parse_rule(series.rule).rule;
    if (series.without_count) rule.count.reset();
    return occurrences(rule, series.start, series.except, after, limit, steps);
}

std::expected<std::vector<Moment>, OutOfSteps> occurrences(const Rule& rule, const Moment& first,
                                                           const std::vector<std::int64_t>& days_left_out,
                                                           std::int64_t after, std::size_t limit, Steps& steps) {
    const bool day = first.zone.empty();
    icaltimezone* zone = zone_of(first.zone);
    std::vector<Moment> out;
    if ((!day && !zone) || limit == 0) return out;
    const std::int64_t start = day ? first.us : civil_us(time_of(first.us, zone, false));
    const std::int64_t from = after < first.us ? start
                              : day            ? after
                                               : civil_us(time_of(after, zone, false)) - longest_shift_us;
    const std::set<std::int64_t> except(days_left_out.begin(), days_left_out.end());
    std::uint64_t number = 0;
    bool ended = false;
    const bool whole = expand(rule, start, day, from, steps, [&](std::int64_t civil) {
        const std::int64_t midnight = civil - ((civil % day_us) + day_us) % day_us;
        const std::int64_t us = day ? midnight : utc_us(civil, zone);
        ended = (rule.count && ++number > *rule.count) || !is_within(rule.until, civil, us, day);
        if (ended) return false;
        // The hour that a change to summer time leaves out falls on the next one.
        const bool later = us > after && (out.empty() || us > out.back().us);
        if (later && !except.contains(midnight)) out.push_back({us, first.zone});
        return out.size() < limit;
    });
    if (!whole && !ended && out.size() < limit) return std::unexpected(OutOfSteps{});
    return out;
}

Moment same_time_on_day_of(std::int64_t us, const Moment& like, const std::string& zone) {
    const bool is_day = like.zone.empty();
    icaltimezone* there = is_day && zone.empty() ? icaltimezone_get_utc_timezone() : zone_of(is_day ? zone : like.zone);
    icaltimetype at = time_of(us, there, false);
    if (is_day) {
        at.hour = at.minute = at.second = 0;
        return {civil_us(at), ""};
    }
    const icaltimetype clock = time_of(like.us, there, false);
    at.hour = clock.hour;
    at.minute = clock.minute;
    at.second = clock.second;
    return {utc_us(civil_us(at), there), like.zone};
}

std::int64_t at_clock(std::int64_t clock_us, const std::string& zone) {
    icaltimezone* there = zone_of(zone);
    return there ? utc_us(clock_us, there) : clock_us;
}

std::int64_t clock_of(std::int64_t us, const std::string& zone) { return civil_us(time_of(us, zone_of(zone), false)); }

std::string utc_text(std::int64_t us) {
    using namespace std::chrono;
    const sys_time<microseconds> at{microseconds(us)};
    const auto midnight = floor<days>(at);
    const year_month_day date{midnight};
    const hh_mm_ss time{at - midnight};
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
    return out.data();
}

std::optional<std::int64_t> parse_utc(std::string_view text) {
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, fraction = 0;
    if (std::sscanf(std::string(text).c_str(), "%4d-%2d-%2dT%2d:%2d:%2d.%6dZ", &y, &mo, &d, &h, &mi, &s, &fraction) !=
        7)
        return std::nullopt;
    icaltimetype at = icaltime_null_time();
    at.year = y, at.month = mo, at.day = d, at.hour = h, at.minute = mi, at.second = s;
    return civil_us(at) + fraction;
}

}  // namespace tasklog::calendar
