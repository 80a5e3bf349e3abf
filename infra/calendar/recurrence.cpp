#include "infra/calendar/recurrence.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <memory>
#include <set>
#include <string_view>

namespace tasklog::calendar {
namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t day_us = 86'400 * second_us;
constexpr int max_looked_at = 100'000;
constexpr std::size_t max_rule_bytes = 500;

icaltimezone* zone_of(const std::string& name) {
    return name.empty() ? nullptr : icaltimezone_get_builtin_timezone(name.c_str());
}

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> out;
    while (true) {
        const std::size_t end = text.find(at);
        out.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return out;
        text.remove_prefix(end + 1);
    }
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
std::int64_t utc_us(const icaltimetype& local, icaltimezone* zone) {
    if (!zone) return civil_us(local);
    const std::int64_t civil = civil_us(local);
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

bool has(const short* values, int value) {
    for (; *values != ICAL_RECURRENCE_ARRAY_MAX; ++values)
        if (*values == value) return true;
    return false;
}

/// Whether an hourly or minutely rule ever meets its BYHOUR and BYMINUTE from this start on: libical would look for
/// centuries.
bool is_met(const icalrecurrencetype& rule, const icaltimetype& start) {
    constexpr int minutes_a_day = 24 * 60;
    const int step = (rule.freq == ICAL_HOURLY_RECURRENCE ? 60 : 1) * rule.interval % minutes_a_day;
    const bool any_hour = rule.by_hour[0] == ICAL_RECURRENCE_ARRAY_MAX;
    const bool any_minute = rule.by_minute[0] == ICAL_RECURRENCE_ARRAY_MAX;
    int minute = start.hour * 60 + start.minute;
    for (int i = 0; i <= minutes_a_day; ++i, minute = (minute + step) % minutes_a_day) {
        // An hourly rule takes all of its BYMINUTE in each of its hours.
        const bool fits = any_minute || rule.freq == ICAL_HOURLY_RECURRENCE || has(rule.by_minute, minute % 60);
        if (fits && (any_hour || has(rule.by_hour, minute / 60))) return true;
    }
    return false;
}

struct FreeIterator {
    void operator()(icalrecur_iterator* p) const { icalrecur_iterator_free(p); }
};

}  // namespace

bool is_zone(const std::string& zone) { return zone_of(zone) != nullptr; }

std::optional<std::uint64_t> count_of(const std::string& rule) {
    for (const std::string_view part : split(rule, ';'))
        if (part.starts_with("COUNT=")) {
            std::uint64_t count = 0;
            std::from_chars(part.data() + 6, part.data() + part.size(), count);
            return count;
        }
    return std::nullopt;
}

std::string without_count(const std::string& rule) {
    std::string out;
    for (const std::string_view part : split(rule, ';'))
        if (!part.starts_with("COUNT=")) out.append(out.empty() ? "" : ";").append(part);
    return out;
}

std::optional<std::string> fault_of_rule(const std::string& rule) {
    constexpr std::array<std::string_view, 14> known{"FREQ",     "UNTIL",   "COUNT",    "INTERVAL",   "BYSECOND",
                                                     "BYMINUTE", "BYHOUR",  "BYDAY",    "BYMONTHDAY", "BYYEARDAY",
                                                     "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST"};
    if (rule.size() > max_rule_bytes) return "must have at most " + std::to_string(max_rule_bytes) + " characters";
    std::set<std::string_view> seen;
    for (const std::string_view part : split(rule, ';')) {
        const std::string_view name = part.substr(0, part.find('='));
        if (std::find(known.begin(), known.end(), name) == known.end() || name.size() + 1 >= part.size() ||
            !seen.insert(name).second)
            return "must be an RRULE of RFC 5545 such as FREQ=MONTHLY;BYDAY=-1FR: what is wrong is " +
                   std::string(part.empty() ? "an empty part" : part);
    }
    if (!seen.contains("FREQ")) return "must have a FREQ, such as FREQ=DAILY";
    if (seen.contains("COUNT") && seen.contains("UNTIL")) return "must not have both COUNT and UNTIL";
    const auto count = count_of(rule);
    icalerror_clear_errno();
    const icalrecurrencetype parsed = icalrecurrencetype_from_string(rule.c_str());
    if (parsed.freq == ICAL_NO_RECURRENCE || icalerrno != ICAL_NO_ERROR || parsed.interval < 1 || (count && *count < 1))
        return "must be an RRULE of RFC 5545 such as FREQ=MONTHLY;BYDAY=-1FR: a value in it is not one";
    if (parsed.freq == ICAL_SECONDLY_RECURRENCE) return "must not repeat by the second";
    const bool within_a_day = parsed.freq == ICAL_HOURLY_RECURRENCE || parsed.freq == ICAL_MINUTELY_RECURRENCE;
    for (const std::string_view part : {"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY", "BYSETPOS"})
        if (within_a_day && seen.contains(part))
            return "can't have " + std::string(part) + " with this FREQ: take FREQ=DAILY with BYHOUR and BYMINUTE";
    if (within_a_day) return std::nullopt;
    std::string forever = without_count(rule);
    if (const std::size_t until = forever.find("UNTIL="); until != std::string::npos) {
        const std::size_t end = forever.find(';', until);
        forever.erase(until, end == std::string::npos ? end : end - until + 1);
        if (forever.ends_with(';')) forever.pop_back();
    }
    // libical looks until 2582: from here it is thirty years, in which all weekdays and leap days come.
    icaltimetype first = icaltime_null_time();
    first.year = 2552, first.month = 1, first.day = 1;
    const Moment late{civil_us(first), "Etc/UTC"};
    if (occurrences({forever, late, {}}, late.us - 1, 1).empty()) return "never has a date";
    return std::nullopt;
}

std::vector<Moment> occurrences(const Series& series, std::int64_t after, std::size_t limit) {
    const bool day = series.start.zone.empty();
    icaltimezone* zone = zone_of(series.start.zone);
    std::vector<Moment> out;
    if (!day && !zone) return out;
    // The iterator goes by the clock, without a zone: with one it would stay at the hour that a change has moved it to.
    icalrecurrencetype rule = icalrecurrencetype_from_string(series.rule.c_str());
    if (zone && icaltime_is_utc(rule.until)) rule.until = icaltime_convert_to_zone(rule.until, zone);
    rule.until.zone = nullptr;
    icaltimetype start = time_of(series.start.us, zone, day);
    start.zone = nullptr;
    if ((rule.freq == ICAL_HOURLY_RECURRENCE || rule.freq == ICAL_MINUTELY_RECURRENCE) && !is_met(rule, start))
        return out;
    const std::unique_ptr<icalrecur_iterator, FreeIterator> iterator(icalrecur_iterator_new(rule, start));
    if (!iterator) return out;
    const std::set<std::int64_t> except(series.except.begin(), series.except.end());
    for (int looked_at = 0; looked_at < max_looked_at && out.size() < limit; ++looked_at) {
        const icaltimetype next = icalrecur_iterator_next(iterator.get());
        if (icaltime_is_null_time(next)) break;
        const std::int64_t civil = civil_us(next);
        const std::int64_t us = utc_us(next, zone);
        if (us > after && !except.contains(civil - ((civil % day_us) + day_us) % day_us))
            out.push_back({us, series.start.zone});
    }
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
    return {utc_us(at, there), like.zone};
}

std::int64_t at_clock(std::int64_t clock_us, const std::string& zone) {
    icaltimetype clock = time_of(clock_us, icaltimezone_get_utc_timezone(), false);
    clock.zone = nullptr;
    return utc_us(clock, zone_of(zone));
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
