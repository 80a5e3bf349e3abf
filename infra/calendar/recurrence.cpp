#include "infra/calendar/recurrence.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <set>
#include <string_view>

#include "infra/calendar/days.hpp"

namespace tasklog::calendar {
namespace {

constexpr std::int64_t longest_shift_us = 3 * hour_us;  ///< of a clock, when it is changed
constexpr std::size_t steps_to_a_date = 60'000;         ///< a century and a half of days
constexpr std::int64_t century_us = 36'525 * day_us;

/// Whether a civil time of the series is not after its UNTIL. A day of UNTIL is one by the series's own clock.
bool is_within(const std::optional<Until>& until, std::int64_t civil, std::int64_t utc, bool day) {
    if (!until) return true;
    if (day || until->form == Until::Form::day) return midnight_before(civil) <= midnight_before(until->us);
    return (until->form == Until::Form::utc ? utc : civil) <= until->us;
}

}  // namespace

bool is_within_a_day(const std::string& rule) { return parse_rule(rule).rule.frequency <= Frequency::hourly; }

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
    if (!first || first->empty() || first->front().us > start.us + century_us)
        return "has no date in the hundred years from the task's due date on";
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
    std::vector<Moment> out;
    if (limit == 0) return out;
    const std::int64_t start = day ? first.us : clock_of(first.us, first.zone);
    const std::int64_t from = after < first.us ? start : day ? after : clock_of(after, first.zone) - longest_shift_us;
    const std::set<std::int64_t> except(days_left_out.begin(), days_left_out.end());
    std::uint64_t number = 0;
    bool ended = false;
    const bool whole = expand(rule, start, day, from, steps, [&](std::int64_t civil) {
        const std::int64_t midnight = midnight_before(civil);
        const std::int64_t us = day ? midnight : at_clock(civil, first.zone);
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
    if (like.zone.empty()) return {midnight_before(clock_of(us, zone)), ""};
    const std::int64_t clock = clock_of(like.us, like.zone);
    return {at_clock(midnight_before(clock_of(us, like.zone)) + clock - midnight_before(clock), like.zone), like.zone};
}

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
    using namespace std::chrono;
    const auto date = sys_days(year(y) / mo / d);
    return duration_cast<microseconds>((date + hours(h) + minutes(mi) + seconds(s)).time_since_epoch()).count() +
           fraction;
}

}  // namespace tasklog::calendar
