#include <algorithm>

#include "words/dates.hpp"
#include "words/filter/filter.hpp"

namespace tasklog::words {
namespace {

/// What a word names, without what is added to it.
std::optional<Date> named_day(std::string_view word, const FilterContext& context) {
    const Date& today = context.today;
    if (word.empty() || word == "today") return today;
    if (word == "tomorrow") return plus_days(today, 1);
    if (word == "yesterday") return plus_days(today, -1);
    if (word == "week") return first_of_week(today, context.week_start);
    if (word == "month") return Date{today.day.year() / today.day.month() / 1};
    if (word == "year") return Date{today.day.year() / 1 / 1};
    const auto at = std::find(weekday_names.begin(), weekday_names.end(), word);
    if (at == weekday_names.end()) return std::nullopt;
    return next_weekday(static_cast<unsigned>(at - weekday_names.begin()), today);
}

/// +7d, -2w, +1m, -1y.
std::optional<Date> added(const Date& from, std::string_view step) {
    const int sign = step[0] == '-' ? -1 : 1;
    const std::string_view digits = step.substr(1, step.size() - 2);
    if (digits.empty() || digits.size() > 4 || digits.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    int count = 0;
    for (const char c : digits) count = count * 10 + (c - '0');
    switch (step.back()) {
        case 'd':
            return plus_days(from, sign * count);
        case 'w':
            return plus_days(from, sign * 7 * count);
        case 'm':
            return plus_months(from, sign * count);
        case 'y':
            return plus_months(from, sign * 12 * count);
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<Date> day_in_words(std::string_view text, const FilterContext& context) {
    auto day = Date::parse(text.substr(0, 10));
    std::size_t at = 10;
    if (!day) {
        at = std::min(text.find_first_of("+-"), text.size());
        if (at == 0 && text.empty()) return std::nullopt;
        day = named_day(text.substr(0, at), context);
    }
    while (day && at < text.size()) {
        const std::size_t end = std::min(text.find_first_of("+-", at + 1), text.size());
        if ((text[at] != '+' && text[at] != '-') || end - at < 3) return std::nullopt;
        day = added(*day, text.substr(at, end - at));
        at = end;
    }
    return day && is_usual(*day) ? day : std::nullopt;
}

}  // namespace tasklog::words
