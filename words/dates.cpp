#include "words/dates.hpp"

#include <chrono>

#include "infra/calendar/zone.hpp"
#include "words/vocabulary.hpp"

namespace tasklog::words {
namespace {

using namespace std::chrono;

using TakenDate = std::optional<Taken<Date>>;

constexpr std::int64_t minute_us = 60'000'000;

/// The first such day from today on, in a year that has it.
std::optional<Date> next_day_of_year(const DayOfYear& wanted, const Date& today) {
    for (int y = int(today.day.year()); y < int(today.day.year()) + 9; ++y)
        if (const auto day = day_of(y, wanted.month, wanted.day); day && !(*day < today)) return day;
    return std::nullopt;
}

/// The first such day of a month from today on, in a month that has it.
std::optional<Date> next_day_of_month(unsigned wanted, const Date& today) {
    year_month month = today.day.year() / today.day.month();
    for (int i = 0; i < 3; ++i, month += months(1))
        if (const auto day = day_of(int(month.year()), unsigned(month.month()), wanted); day && !(*day < today))
            return day;
    return std::nullopt;
}

/// today, tomorrow, the day after tomorrow.
TakenDate near(Words words, const Date& today) {
    if (is(words, 0, "today", "heute")) return Taken<Date>{today, 1};
    if (is(words, 0, "tomorrow", "tmr", "tmrw", "morgen")) return Taken<Date>{plus_days(today, 1), 1};
    if (is(words, 0, "ubermorgen", "uebermorgen")) return Taken<Date>{plus_days(today, 2), 1};
    const std::size_t at = is(words, 0, "the") ? 1 : 0;
    if (is(words, at, "day") && is(words, at + 1, "after") && is(words, at + 2, "tomorrow"))
        return Taken<Date>{plus_days(today, 2), at + 3};
    return std::nullopt;
}

/// 2026-12-24, and 24.12. with a year or without.
TakenDate numeric(const Word& word, const Date& today) {
    if (word.name().size() == 10)
        if (const auto iso = Date::parse(word.name()))
            return is_usual(*iso) ? TakenDate(Taken<Date>{*iso, 1}) : std::nullopt;
    const std::string_view text = word.text;
    const std::size_t first = text.find('.');
    const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const auto day = digits_of(text.substr(0, first), 2);
    const auto month = digits_of(text.substr(first + 1, second - first - 1), 2);
    std::string_view rest = text.substr(second + 1);
    if (rest.ends_with('.')) rest.remove_suffix(1);
    if (!day || !month) return std::nullopt;
    std::optional<Date> found;
    if (rest.empty()) {
        found = next_day_of_year({unsigned(*month), unsigned(*day)}, today);
    } else if (const auto y = digits_of(rest, 4); y && (rest.size() == 4 || rest.size() == 2)) {
        found = day_of(rest.size() == 2 ? 2000 + *y : *y, unsigned(*month), unsigned(*day));
    }
    return found ? TakenDate(Taken<Date>{*found, 1}) : std::nullopt;
}

/// 24 Dec, December 24th, 24. Dezember, each with a year or without.
TakenDate named_month(Words words, const Date& today) {
    const auto found = take_day_of_year(words);
    if (!found) return std::nullopt;
    const auto& [wanted, count] = *found;
    if (words.size() > count)
        if (const auto y = digits_of(words[count].name()); y && words[count].name().size() == 4) {
            const auto day = day_of(*y, wanted.month, wanted.day);
            return day ? TakenDate(Taken<Date>{*day, count + 1}) : std::nullopt;
        }
    const auto day = next_day_of_year(wanted, today);
    return day ? TakenDate(Taken<Date>{*day, count}) : std::nullopt;
}

bool is_next(Words words, std::size_t i) { return is(words, i, "next", "nachste", "nachsten", "nachster", "nachstes"); }
bool is_this(Words words, std::size_t i) {
    return is(words, i, "this", "coming", "diese", "diesen", "dieser", "dieses", "kommende", "kommenden", "kommender",
              "kommendes");
}

/// In the week after this one, whichever of its days that is.
Date in_next_week(unsigned day, const Calendar& calendar) {
    return next_weekday(day, plus_days(first_of_week(calendar.today, calendar.week_start), 7));
}

/// friday, next friday, friday next week, on mon. The word alone is the first one after today.
TakenDate named_weekday(Words words, const Calendar& calendar, bool is_marked) {
    const bool next = is_next(words, 0);
    const std::size_t at = next || is_this(words, 0) ? 1 : 0;
    if (at >= words.size()) return std::nullopt;
    const auto named = weekday_of(words[at].name());
    if (!named || named->is_plural || (named->is_short && !is_marked && at == 0)) return std::nullopt;
    if (next) return Taken<Date>{in_next_week(named->day, calendar), 2};
    if (is_next(words, at + 1) && is(words, at + 2, "week", "woche"))
        return Taken<Date>{in_next_week(named->day, calendar), at + 3};
    return Taken<Date>{next_weekday(named->day, plus_days(calendar.today, 1)), at + 1};
}

/// next week, with a day or without; next month, next year; the weekend; the end of the month.
TakenDate span(Words words, const Calendar& calendar) {
    const Date& today = calendar.today;
    if (is_next(words, 0)) {
        if (is(words, 1, "week", "woche")) {
            const std::size_t at = is(words, 2, "on", "am") ? 3 : 2;
            if (const auto named = at < words.size() ? weekday_of(words[at].name()) : std::nullopt;
                named && (!named->is_short || at == 3))
                return Taken<Date>{in_next_week(named->day, calendar), at + 1};
            return Taken<Date>{plus_days(first_of_week(today, calendar.week_start), 7), 2};
        }
        if (is(words, 1, "month", "monat"))
            return Taken<Date>{plus_months({today.day.year() / today.day.month() / 1}, 1), 2};
        if (is(words, 1, "year", "jahr")) return Taken<Date>{{(today.day.year() + years(1)) / January / 1}, 2};
    }
    const std::size_t at = is_this(words, 0) || is(words, 0, "the") ? 1 : 0;
    if (is(words, at, "weekend", "wochenende")) return Taken<Date>{next_weekday(6, today), at + 1};
    const Date month_end{today.day.year() / today.day.month() / last};
    if (is(words, 0, "monatsende")) return Taken<Date>{month_end, 1};
    if (is(words, at, "end") && is(words, at + 1, "of")) {
        const std::size_t month = is(words, at + 2, "the") ? at + 3 : at + 2;
        if (is(words, month, "month")) return Taken<Date>{month_end, month + 1};
    }
    return std::nullopt;
}

/// in 3 days, in einer Woche.
TakenDate distance(Words words, const Date& today) {
    if (!is(words, 0, "in") || words.size() < 3) return std::nullopt;
    const auto count = number_of(words[1].name());
    const auto unit = unit_of(words[2].name());
    if (!count || !unit || *count > 3'000) return std::nullopt;
    std::optional<Date> day;
    if (*unit == Unit::day) day = plus_days(today, *count);
    if (*unit == Unit::week) day = plus_days(today, 7 * *count);
    if (*unit == Unit::month) day = plus_months(today, *count);
    if (*unit == Unit::quarter) day = plus_months(today, 3 * *count);
    if (*unit == Unit::year) day = plus_months(today, 12 * *count);
    return day && is_usual(*day) ? TakenDate(Taken<Date>{*day, 3}) : std::nullopt;
}

/// 24, or an ordinal such as 24th.
std::optional<int> day_number(std::string_view digits, std::string_view text) {
    const auto number = digits_of(digits, 2);
    return number ? number : ordinal_of(text);
}

/// the 5th, 15., behind "on".
TakenDate day_of_month(Words words, const Date& today) {
    const std::size_t at = is(words, 0, "the") ? 1 : 0;
    if (at >= words.size() ||
        !std::string_view("0123456789").contains(words[at].text.empty() ? 'x' : words[at].text[0]))
        return std::nullopt;
    const auto wanted = ordinal_of(words[at].text);
    const auto day = wanted && *wanted > 0 ? next_day_of_month(unsigned(*wanted), today) : std::nullopt;
    return day ? TakenDate(Taken<Date>{*day, at + 1}) : std::nullopt;
}

}  // namespace

Calendar Calendar::at(const Instant& now, const std::string& zone, unsigned week_start) {
    const std::int64_t clock = calendar::clock_of(now.us, zone);
    return {.today = date_at(clock),
            .minutes = (clock - calendar::midnight_before(clock)) / minute_us,
            .week_start = week_start};
}

Date plus_days(const Date& from, int count) { return {sys_days(from.day) + days(count)}; }

Date plus_months(const Date& from, int count) {
    const year_month_day day = from.day + months(count);
    return {day.ok() ? day : day.year() / day.month() / last};
}

std::optional<Date> day_of(int y, unsigned month, unsigned d) {
    const year_month_day day{year{y} / static_cast<int>(month) / static_cast<int>(d)};
    const Date out{day};
    return day.ok() && is_usual(out) ? std::optional(out) : std::nullopt;
}

Date first_of_week(const Date& day, unsigned week_start) {
    const int passed = static_cast<int>((weekday(sys_days(day.day)).c_encoding() + 7 - week_start) % 7);
    return plus_days(day, -passed);
}

Date next_weekday(unsigned day, const Date& from) {
    return plus_days(from, static_cast<int>((day + 7 - weekday(sys_days(from.day)).c_encoding()) % 7));
}

std::optional<Taken<DayOfYear>> take_day_of_year(Words words) {
    const std::size_t begin = is(words, 0, "the") ? 1 : 0;
    if (words.size() < begin + 2 || words[begin].pauses) return std::nullopt;
    if (const auto month = month_of(words[begin].name())) {
        if (begin > 0) return std::nullopt;
        const auto day = day_number(words[1].name(), words[1].text);
        if (day && *day > 0 && day_of(2028, *month, unsigned(*day)))
            return Taken<DayOfYear>{{*month, unsigned(*day)}, 2};
        return std::nullopt;
    }
    const auto day = day_number(words[begin].text, words[begin].text);
    const std::size_t at = is(words, begin + 1, "of") ? begin + 2 : begin + 1;
    const auto month = at < words.size() ? month_of(words[at].name()) : std::nullopt;
    if (!day || *day < 1 || !month || !day_of(2028, *month, unsigned(*day))) return std::nullopt;
    return Taken<DayOfYear>{{*month, unsigned(*day)}, at + 1};
}

std::optional<Taken<Date>> take_date(Words words, const Calendar& calendar, bool is_marked) {
    if (words.empty()) return std::nullopt;
    if (auto taken = near(words, calendar.today)) return taken;
    if (auto taken = numeric(words[0], calendar.today)) return taken;
    if (auto taken = named_month(words, calendar.today)) return taken;
    if (auto taken = span(words, calendar)) return taken;
    if (auto taken = named_weekday(words, calendar, is_marked)) return taken;
    if (auto taken = distance(words, calendar.today)) return taken;
    return is_marked ? day_of_month(words, calendar.today) : std::nullopt;
}

}  // namespace tasklog::words
