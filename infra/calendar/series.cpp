#include "infra/calendar/series.hpp"

#include <algorithm>

#include "infra/calendar/days.hpp"

namespace tasklog::calendar {
namespace {

/// The first moment of the day of `now`, as a series of this form counts it.
std::int64_t today(const Standing& standing, std::int64_t now) {
    const Moment& form = standing.occurrence;
    if (form.zone.empty()) return same_time_on_day_of(now, form, standing.zone).us;
    return at_clock(midnight_before(clock_of(now, form.zone)), form.zone);
}

}  // namespace

std::expected<std::vector<Moment>, OutOfSteps> next_dates(const Standing& standing, std::int64_t now, std::size_t limit,
                                                          Steps& steps) {
    Series series = standing.series;
    if (standing.from_completion) {
        if (const auto count = count_of(series.rule))
            limit = std::min<std::size_t>(limit, *count - std::min(*count, standing.number));
        series.without_count = true;
        series.start = same_time_on_day_of(now, standing.occurrence, standing.zone);
        return occurrences(series, series.start.us, limit, steps);
    }
    std::int64_t after = standing.occurrence.us;
    if (standing.due && standing.due->zone.empty() == standing.occurrence.zone.empty())
        after = std::max(after, standing.due->us);
    if (standing.skip_missed) {
        // A day is past when it is over.
        const bool is_day = standing.occurrence.zone.empty();
        after = std::max(after, is_day ? today(standing, now) - day_us : now);
    }
    return occurrences(series, after, limit, steps);
}

std::expected<std::optional<Moment>, OutOfSteps> date_from_today(const Standing& standing, std::int64_t now,
                                                                 Steps& steps) {
    const std::int64_t begin = today(standing, now);
    const Moment& present = standing.due ? *standing.due : standing.occurrence;
    if (present.us >= begin) return present;
    if (standing.occurrence.us >= begin) return standing.occurrence;
    if (standing.from_completion) return same_time_on_day_of(now, standing.occurrence, standing.zone);
    const auto found = occurrences(standing.series, std::max(standing.occurrence.us, begin - 1), 1, steps);
    if (!found) return std::unexpected(found.error());
    return found->empty() ? std::nullopt : std::optional(found->front());
}

Moment with_form_of(const Moment& moment, const Moment& form) {
    const std::int64_t day = day_of(moment) * day_us;
    if (form.zone.empty()) return {day, ""};
    const std::int64_t clock = clock_of(form.us, form.zone);
    return {at_clock(day + clock - midnight_before(clock), form.zone), form.zone};
}

std::int64_t day_of(const Moment& moment) {
    return midnight_before(moment.zone.empty() ? moment.us : clock_of(moment.us, moment.zone)) / day_us;
}

}  // namespace tasklog::calendar
