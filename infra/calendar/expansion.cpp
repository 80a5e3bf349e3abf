#include "infra/calendar/expansion.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

#include "infra/calendar/days.hpp"

namespace tasklog::calendar {
namespace {

constexpr std::size_t steps_of_a_month = 4;  ///< to look whether it is one that the rule excludes

bool has(const std::vector<int>& values, int value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}
/// Counted from either end of `size`.
bool has(const std::vector<int>& values, int value, int size) {
    return has(values, value) || has(values, value - size - 1);
}

class Expansion {
  public:
    Expansion(const Rule& rule, std::int64_t start_us, bool is_day)
        : rule_(rule), start_us_(start_us), start_day_(floor_div(start_us, day_us)), first_(civil(start_day_)) {
        const std::int64_t clock = start_us - start_day_ * day_us;
        if (is_day) {
            times_.push_back(0);
            return;
        }
        const auto or_own = [](const std::vector<int>& values, std::int64_t own) {
            return values.empty() ? std::vector<int>{static_cast<int>(own)} : values;
        };
        for (const int hour : or_own(rule.hours, clock / hour_us))
            for (const int minute : or_own(rule.minutes, clock / minute_us % 60))
                for (const int second : or_own(rule.seconds, clock / second_us % 60))
                    times_.push_back(hour * hour_us + minute * minute_us + second * second_us);
        std::sort(times_.begin(), times_.end());
    }

    /// The first period that can have a day at or after the start: the start's own, or the month before it, whose days
    /// SKIP=FORWARD moves to the first of the start's.
    std::int64_t first_period() const {
        return rule_.frequency == Frequency::monthly && rule_.skip == Skip::forward ? -1 : 0;
    }

    /// The number of the period that this day is in, or one before it.
    std::int64_t period_of(Days day) const {
        const Civil at = civil(day);
        switch (rule_.frequency) {
            case Frequency::yearly:
                return floor_div(at.year - 1 - year_of_start(), rule_.interval);
            case Frequency::monthly:
                return floor_div((at.year - first_.year) * 12 + at.month - first_.month, rule_.interval) - 1;
            case Frequency::weekly:
                return floor_div(day - week_of(start_day_), 7 * rule_.interval) - 1;
            default:
                return floor_div(day - start_day_, rule_.interval) - 1;
        }
    }

    /// The days of a period that the rule takes, in order; false past the last year. Looks at them one by one.
    bool days_of(std::int64_t period, Steps& steps, std::vector<Days>& out) const {
        out.clear();
        switch (rule_.frequency) {
            case Frequency::yearly:
                return days_of_year(year_of_start() + period * rule_.interval, steps, out);
            case Frequency::monthly: {
                const std::int64_t month = first_.month - 1 + period * rule_.interval;
                const std::int64_t year = first_.year + floor_div(month, 12);
                if (year >= end_year) return false;
                const int which = static_cast<int>(month - floor_div(month, 12) * 12) + 1;
                if (rule_.months.empty() || has(rule_.months, which))
                    days_of_month(static_cast<int>(year), which, true, steps, out);
                return true;
            }
            case Frequency::weekly: {
                const Days week = week_of(start_day_) + period * rule_.interval * 7;
                for (Days day = week; day < week + 7; ++day) {
                    const bool taken =
                        rule_.weekdays.empty() ? weekday_of(day) == weekday_of(start_day_) : on_weekday(day);
                    if (taken && in_months(day)) out.push_back(day);
                }
                return week < day_number(end_year, 1, 1);
            }
            default: {
                const Days day = start_day_ + period * rule_.interval;
                const Civil at = civil(day);
                const bool taken =
                    (rule_.weekdays.empty() || on_weekday(day)) && in_months(day) &&
                    (rule_.month_days.empty() || has(rule_.month_days, at.day, days_in(at.year, at.month)));
                if (taken) out.push_back(day);
                return at.year < end_year;
            }
        }
    }

    /// The first period from this one on that is not in a month that the rule excludes, or, of a daily rule, on a day
    /// of the month that it excludes. Periods of a month's length or more are looked at one by one.
    std::int64_t jump(std::int64_t period, Steps& steps) const {
        const bool daily = rule_.frequency == Frequency::daily;
        if ((!daily && rule_.frequency != Frequency::weekly) || (rule_.months.empty() && rule_.month_days.empty()))
            return period;
        const Days length = rule_.interval * (daily ? 1 : 7);
        const Days origin = daily ? start_day_ : week_of(start_day_);
        const Days day = origin + period * length;
        const Days to = next_allowed(day, steps);
        if (daily) return period + (to - day + length - 1) / length;
        // The first week that ends on that day or later.
        return std::max(period, (to - 6 - origin + length - 1) / length);
    }

    /// A period's occurrences, BYSETPOS done.
    std::vector<std::int64_t> occurrences_of(const std::vector<Days>& days) const {
        std::vector<std::int64_t> out;
        const std::size_t size = days.size() * times_.size();
        const auto number = [&](std::size_t i) { return days[i / times_.size()] * day_us + times_[i % times_.size()]; };
        if (rule_.positions.empty()) {
            out.reserve(size);
            for (std::size_t i = 0; i < size; ++i) out.push_back(number(i));
            return out;
        }
        for (const int position : rule_.positions) {
            const std::int64_t at = position > 0 ? position - 1 : static_cast<std::int64_t>(size) + position;
            if (at >= 0 && at < static_cast<std::int64_t>(size)) out.push_back(number(static_cast<std::size_t>(at)));
        }
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return out;
    }

    bool takes_hour(std::int64_t us) const {
        const std::int64_t clock = us - floor_div(us, day_us) * day_us;
        return rule_.hours.empty() || has(rule_.hours, static_cast<int>(clock / hour_us));
    }
    /// Of a rule within a day: whether it takes this hour or minute.
    bool takes(std::int64_t us) const {
        const std::int64_t clock = us - floor_div(us, day_us) * day_us;
        const bool hour = takes_hour(us);
        // An hourly rule takes all of its BYMINUTE in each of its hours.
        const bool minute = rule_.frequency == Frequency::hourly || rule_.minutes.empty() ||
                            has(rule_.minutes, static_cast<int>(clock / minute_us % 60));
        return hour && minute;
    }
    /// The beginning of the first hour after this moment's that BYHOUR takes.
    std::int64_t next_hour(std::int64_t us) const {
        std::int64_t hour = floor_div(us, hour_us);
        do ++hour;
        while (!rule_.hours.empty() && !has(rule_.hours, static_cast<int>(((hour % 24) + 24) % 24)));
        return hour * hour_us;
    }
    /// Of a rule within a day: the clock times within an hour or minute that it takes.
    std::vector<std::int64_t> within(std::int64_t us) const {
        std::vector<std::int64_t> out;
        const bool hourly = rule_.frequency == Frequency::hourly;
        const std::int64_t hour = floor_div(us, hour_us) * hour_us;
        const auto minute_of = [](std::int64_t at) { return static_cast<int>(floor_div(at, minute_us) % 60); };
        const auto own_second = static_cast<int>(((start_us_ / second_us) % 60 + 60) % 60);
        for (const int minute :
             hourly && !rule_.minutes.empty() ? rule_.minutes : std::vector<int>{minute_of(us - hour)})
            for (const int second : rule_.seconds.empty() ? std::vector<int>{own_second} : rule_.seconds)
                out.push_back(hour + minute * minute_us + second * second_us);
        return out;
    }

    std::int64_t start_us() const { return start_us_; }

  private:
    /// This day, or the first one after it that BYMONTH, and BYMONTHDAY of a daily rule, allow; or the end of the
    /// years; or any other, if there are no steps left.
    Days next_allowed(Days day, Steps& steps) const {
        const Days end = day_number(end_year, 1, 1);
        Civil at = civil(day);
        while (day < end && steps.take(steps_of_a_month)) {
            const int size = days_in(at.year, at.month);
            if (rule_.months.empty() || has(rule_.months, at.month)) {
                if (rule_.month_days.empty()) return day;
                for (int number = at.day; number <= size; ++number)
                    if (has(rule_.month_days, number, size)) return day + number - at.day;
            }
            day += size - at.day + 1;
            at = civil(day);
        }
        return day;
    }

    Days week_of(Days day) const { return day - (weekday_of(day) - rule_.week_start + 7) % 7; }
    bool in_months(Days day) const { return rule_.months.empty() || has(rule_.months, civil(day).month); }
    bool on_weekday(Days day) const {
        return std::any_of(rule_.weekdays.begin(), rule_.weekdays.end(),
                           [&](const NthWeekday& each) { return each.weekday == weekday_of(day); });
    }
    /// Whether it is one of BYDAY, the nth ones counted within `size` days of which it is number `index`, from 0.
    bool on_nth_weekday(Days day, int index, int size) const {
        return std::any_of(rule_.weekdays.begin(), rule_.weekdays.end(), [&](const NthWeekday& each) {
            if (each.weekday != weekday_of(day)) return false;
            return each.nth == 0 || each.nth == index / 7 + 1 || each.nth == -((size - 1 - index) / 7 + 1);
        });
    }
    /// A year of weeks, where the rule counts weeks, else of months.
    int year_of_start() const {
        if (rule_.weeks.empty()) return first_.year;
        if (start_day_ < first_week(first_.year, rule_.week_start)) return first_.year - 1;
        return start_day_ >= first_week(first_.year + 1, rule_.week_start) ? first_.year + 1 : first_.year;
    }

    /// Whether a day is one of BYDAY; the nth ones are counted in its month or in its year.
    bool on_weekday_of(Days day, bool monthly) const {
        const Civil at = civil(day);
        return monthly ? on_nth_weekday(day, at.day - 1, days_in(at.year, at.month))
                       : on_nth_weekday(day, static_cast<int>(day - day_number(at.year, 1, 1)), days_in(at.year));
    }

    /// The days with these numbers in a month, in order; SKIP says what becomes of those that it does not have.
    void numbered_days(int year, int month, const std::vector<int>& numbers, std::vector<Days>& out) const {
        const int size = days_in(year, month);
        const Days first = day_number(year, month, 1);
        const std::size_t before = out.size();
        for (const int number : numbers) {
            const int day = number > 0 ? number : size + 1 + number;
            if (day >= 1 && day <= size) out.push_back(first + day - 1);
            if (day > size && rule_.skip == Skip::backward) out.push_back(first + size - 1);
            if (day > size && rule_.skip == Skip::forward) out.push_back(first + size);
        }
        const auto begin = out.begin() + static_cast<std::ptrdiff_t>(before);
        std::sort(begin, out.end());
        out.erase(std::unique(begin, out.end()), out.end());
    }

    /// `monthly`: the nth weekdays are the month's.
    void days_of_month(int year, int month, bool monthly, Steps& steps, std::vector<Days>& out) const {
        const std::size_t before = out.size();
        if (rule_.month_days.empty() && !rule_.weekdays.empty()) {
            const int size = days_in(year, month);
            steps.take(static_cast<std::size_t>(size));
            for (int i = 0; i < size; ++i) out.push_back(day_number(year, month, 1) + i);
        } else {
            steps.take(rule_.month_days.size());
            numbered_days(year, month, rule_.month_days.empty() ? std::vector<int>{first_.day} : rule_.month_days, out);
        }
        if (rule_.weekdays.empty()) return;
        const auto begin = out.begin() + static_cast<std::ptrdiff_t>(before);
        out.erase(std::remove_if(begin, out.end(), [&](Days day) { return !on_weekday_of(day, monthly); }), out.end());
    }

    bool days_of_year(std::int64_t wide_year, Steps& steps, std::vector<Days>& out) const {
        if (wide_year >= end_year) return false;
        const int year = static_cast<int>(wide_year);
        const bool by_months = rule_.weeks.empty() && rule_.year_days.empty() &&
                               !(rule_.months.empty() && rule_.month_days.empty() && !rule_.weekdays.empty());
        if (by_months) {
            std::vector<int> months = rule_.months;
            if (months.empty() && rule_.month_days.empty()) months = {first_.month};
            if (months.empty())
                for (int month = 1; month <= 12; ++month) months.push_back(month);
            for (const int month : months) days_of_month(year, month, !rule_.months.empty(), steps, out);
            // The first of a month, where the one before has no 31st, may be chosen twice.
            out.erase(std::unique(out.begin(), out.end()), out.end());
            return true;
        }
        const Days new_year = day_number(year, 1, 1);
        const Days week_one = first_week(year, rule_.week_start);
        const int weeks = static_cast<int>(first_week(year + 1, rule_.week_start) - week_one) / 7;
        const int size = days_in(year);
        const Days begin = rule_.weeks.empty() ? new_year : week_one;
        const Days end = rule_.weeks.empty() ? new_year + size : week_one + weeks * 7;
        const bool by_start =
            !rule_.weeks.empty() && rule_.weekdays.empty() && rule_.month_days.empty() && rule_.year_days.empty();
        steps.take(static_cast<std::size_t>(end - begin));
        for (Days day = begin; day < end; ++day) {
            if (!rule_.weeks.empty() && !has(rule_.weeks, static_cast<int>(day - week_one) / 7 + 1, weeks)) continue;
            const Civil at = civil(day);
            if (!rule_.months.empty() && !has(rule_.months, at.month)) continue;
            const Days its_year = day_number(at.year, 1, 1);
            if (!rule_.year_days.empty() &&
                !has(rule_.year_days, static_cast<int>(day - its_year) + 1, days_in(at.year)))
                continue;
            if (!rule_.month_days.empty() && !has(rule_.month_days, at.day, days_in(at.year, at.month))) continue;
            // With BYMONTH the nth weekday is a month's, else the year's.
            if (!rule_.weekdays.empty() && !on_weekday_of(day, !rule_.months.empty())) continue;
            if (by_start && weekday_of(day) != weekday_of(start_day_)) continue;
            out.push_back(day);
        }
        return true;
    }

    const Rule& rule_;
    const std::int64_t start_us_;
    const Days start_day_;
    const Civil first_;
    std::vector<std::int64_t> times_;  ///< of a day, us
};

bool expand_within_days(const Rule& rule, const Expansion& expansion, std::int64_t from_us, Steps& steps,
                        const std::function<bool(std::int64_t)>& each) {
    const std::int64_t unit = rule.frequency == Frequency::hourly ? hour_us : minute_us;
    const std::int64_t step = unit * rule.interval;
    const std::int64_t start = floor_div(expansion.start_us(), unit) * unit;
    const std::int64_t end = day_number(end_year, 1, 1) * day_us;
    std::int64_t at = start;
    if (!rule.count && from_us > start)
        at = start + std::max<std::int64_t>(0, floor_div(from_us - start, step) - 1) * step;
    // After a day's worth of periods without one the clock shows the same times again.
    for (std::int64_t none = 0; none <= day_us / minute_us && at < end; at += step, ++none) {
        if (!steps.take_period()) return false;
        if (!expansion.takes(at)) {
            // Where the hour is excluded, all of it is.
            const std::int64_t hour = expansion.next_hour(at);
            if (!expansion.takes_hour(at) && hour > at + step) at += (hour - at + step - 1) / step * step - step;
            continue;
        }
        none = 0;
        // The start's own minute stays where the rule names none.
        const std::int64_t own = rule.frequency == Frequency::hourly && rule.minutes.empty()
                                     ? floor_div(expansion.start_us(), minute_us) * minute_us - start
                                     : 0;
        for (const std::int64_t us : expansion.within(at + own))
            if (us >= expansion.start_us() && !each(us)) return true;
    }
    return true;
}

}  // namespace

bool expand(const Rule& rule, std::int64_t start_us, bool is_day, std::int64_t from_us, Steps& steps,
            const std::function<bool(std::int64_t)>& each) {
    assert(rule.interval >= 1);
    const Expansion expansion(rule, start_us, is_day);
    if (rule.frequency <= Frequency::hourly) return expand_within_days(rule, expansion, from_us, steps, each);
    const std::int64_t first = expansion.first_period();
    std::int64_t period = first;
    if (!rule.count && from_us > start_us) period = std::max(first, expansion.period_of(floor_div(from_us, day_us)));
    // A year of weeks begins some days before or after the calendar's.
    if (rule.frequency == Frequency::yearly && !rule.weeks.empty()) period = std::max(first, period - 1);
    std::int64_t last = start_us - 1;
    for (std::vector<Days> days;; ++period) {
        period = expansion.jump(period, steps);
        if (steps.left() == 0) return false;
        if (!expansion.days_of(period, steps, days)) return true;
        for (const std::int64_t us : expansion.occurrences_of(days)) {
            // The first of a month is chosen by SKIP=FORWARD of the month before, and maybe by its own.
            if (us <= last) continue;
            last = us;
            if (!each(us)) return true;
        }
        if (!steps.take_period()) return false;
    }
}

}  // namespace tasklog::calendar
