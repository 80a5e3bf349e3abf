#include "app/import/formats/words.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>
#include <vector>

#include "infra/calendar/recurrence.hpp"
#include "infra/text.hpp"

namespace tasklog::app {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> months{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                  "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 12> month_names{"JANUARY",   "FEBRUARY", "MARCH",    "APRIL",
                                                       "MAY",       "JUNE",     "JULY",     "AUGUST",
                                                       "SEPTEMBER", "OCTOBER",  "NOVEMBER", "DECEMBER"};
constexpr std::array<std::string_view, 7> weekdays{"SUNDAY",   "MONDAY", "TUESDAY", "WEDNESDAY",
                                                   "THURSDAY", "FRIDAY", "SATURDAY"};
constexpr std::array<std::string_view, 7> rule_days{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
constexpr std::string_view last_day = "RSCALE=GREGORIAN;SKIP=BACKWARD;";

/// Words in upper case, without commas.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> out;
    std::string word;
    for (const char c : text::upper_case(text) + " ") {
        if (c != ' ' && c != ',' && c != '\t') {
            word += c;
        } else if (!word.empty()) {
            out.push_back(std::exchange(word, {}));
        }
    }
    return out;
}

std::optional<int> number_of(std::string_view digits, std::size_t most = 4) {
    if (digits.empty() || digits.size() > most) return std::nullopt;
    int number = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return number;
}

/// 15, 1st, 22nd, 3rd, 15th.
std::optional<int> day_of_month(std::string_view word) {
    for (const std::string_view ending : {"ST", "ND", "RD", "TH"})
        if (word.ends_with(ending)) word.remove_suffix(ending.size());
    const auto day = number_of(word, 2);
    return day && *day >= 1 && *day <= 31 ? day : std::nullopt;
}

std::optional<unsigned> month_of(std::string_view word) {
    if (word.ends_with('.')) word.remove_suffix(1);
    for (unsigned i = 0; i < months.size(); ++i)
        if (word == months[i] || word == month_names[i] || (word == "SEPT" && i == 8)) return i + 1;
    return std::nullopt;
}

std::optional<unsigned> weekday_of(std::string_view word) {
    if (word.ends_with('S') && word.size() > 5) word.remove_suffix(1);
    for (unsigned i = 0; i < weekdays.size(); ++i) {
        const std::string_view name = weekdays[i];
        // "Tue", "Tues", "Thurs" and the whole name.
        if (word.size() >= 3 && name.starts_with(word)) return i;
    }
    return std::nullopt;
}

/// 09:30, 9:30, 9:30:15, 5pm, 5:30pm.
std::optional<std::int64_t> time_of(std::string_view word) {
    int half = 0;
    if (word.ends_with("AM")) half = 1;
    if (word.ends_with("PM")) half = 2;
    if (half > 0) word.remove_suffix(2);
    const std::size_t colon = word.find(':');
    if (colon == std::string_view::npos && half == 0) return std::nullopt;
    const auto hour = number_of(word.substr(0, colon), 2);
    const auto minute = colon == std::string_view::npos ? std::optional(0) : number_of(word.substr(colon + 1, 2), 2);
    if (colon != std::string_view::npos && word.size() > colon + 3) {
        const auto second = word[colon + 3] == ':' ? number_of(word.substr(colon + 4, 2), 2) : std::nullopt;
        if (!second || *second > 59) return std::nullopt;
    }
    if (!hour || !minute || *minute > 59) return std::nullopt;
    if (half > 0 ? *hour < 1 || *hour > 12 : *hour > 23) return std::nullopt;
    const int by_day = half == 0 ? *hour : *hour % 12 + (half == 2 ? 12 : 0);
    return by_day * 60 + *minute;
}

std::optional<Date> date_of(int y, unsigned m, unsigned d) {
    const year_month_day day{year{y} / static_cast<int>(m) / static_cast<int>(d)};
    const Date out{day};
    return day.ok() && is_usual(out) ? std::optional(out) : std::nullopt;
}

/// The first such day from today on.
std::optional<Date> next_of(unsigned m, unsigned d, const Date& today) {
    for (int y = int(today.day.year()); y < int(today.day.year()) + 9; ++y)
        if (const auto day = date_of(y, m, d); day && !(*day < today)) return day;
    return std::nullopt;
}

Date next_weekday(unsigned wanted, const Date& today) {
    const sys_days day(today.day);
    return {day + days((wanted + 7 - weekday(day).c_encoding()) % 7)};
}

/// 2026-12-01, 12/01/2026 (the month first), 01.12.2026.
std::optional<Date> numeric_date(std::string_view word) {
    if (word.size() != 10) return std::nullopt;
    if (const auto day = Date::parse(word)) return is_usual(*day) ? day : std::nullopt;
    const char sign = word[2];
    if ((sign != '/' && sign != '.') || word[5] != sign) return std::nullopt;
    const auto first = number_of(word.substr(0, 2));
    const auto second = number_of(word.substr(3, 2));
    const auto y = number_of(word.substr(6));
    if (!first || !second || !y) return std::nullopt;
    return sign == '/' ? date_of(*y, unsigned(*first), unsigned(*second))
                       : date_of(*y, unsigned(*second), unsigned(*first));
}

/// 2026-12-01T09:30:00Z and the like.
std::optional<DateInWords> timestamp(std::string_view word) {
    if (word.size() < 16 || word[10] != 'T') return std::nullopt;
    DateInWords out;
    out.utc = word.ends_with('Z');
    std::string_view time = word.substr(11);
    if (out.utc) time.remove_suffix(1);
    const auto day = numeric_date(word.substr(0, 10));
    out.minutes = time_of(time.substr(0, time.find('.')));
    if (!day || !out.minutes) return std::nullopt;
    out.day = *day;
    return out;
}

/// The words of a date, once; takes them away.
std::optional<Date> take_date(std::vector<std::string>& words, const Date& today) {
    const auto drop = [&](std::size_t count) {
        words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
    };
    if (words.empty()) return std::nullopt;
    if (words[0] == "TODAY" || words[0] == "TOD") return drop(1), today;
    if (words[0] == "TOMORROW" || words[0] == "TOM") return drop(1), Date{sys_days(today.day) + days(1)};
    if (const auto day = numeric_date(words[0])) return drop(1), day;
    if (const auto named = weekday_of(words[0])) return drop(1), next_weekday(*named, today);
    if (words.size() < 2) return std::nullopt;
    const bool month_first = month_of(words[0]).has_value();
    const auto month = month_of(words[month_first ? 0 : 1]);
    const auto day = day_of_month(words[month_first ? 1 : 0]);
    if (!month || !day) return std::nullopt;
    const auto year = words.size() > 2 && words[2].size() == 4 ? number_of(words[2]) : std::nullopt;
    const auto date = year ? date_of(*year, *month, unsigned(*day)) : next_of(*month, unsigned(*day), today);
    if (date) drop(year ? 3 : 2);
    return date;
}

/// The rule that the words after "every" name; takes them away.
std::optional<std::string> take_rule(std::vector<std::string>& words) {
    const auto drop = [&](std::size_t count) {
        words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
    };
    if (words.empty()) return std::nullopt;
    int number = 1;
    if (words.size() > 1 && (words[0] == "OTHER" || number_of(words[0], 3))) {
        number = words[0] == "OTHER" ? 2 : *number_of(words[0], 3);
        drop(1);
    }
    std::string_view unit = words[0];
    if (unit.ends_with('S')) unit.remove_suffix(1);
    if (number == 0) return std::nullopt;
    if (unit == "DAY" || unit == "WEEK" || unit == "MONTH" || unit == "YEAR") {
        const char letter = static_cast<char>(unit[0] + ('a' - 'A'));
        drop(1);
        return rule_every(number, letter);
    }
    if (number == 1 && (unit == "WEEKDAY" || unit == "WORKDAY"))
        return drop(1), std::optional<std::string>("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
    const std::string interval = number == 1 ? "" : ";INTERVAL=" + std::to_string(number);
    std::string by_day;
    while (!words.empty()) {
        if (words[0] == "AND" && !by_day.empty() && words.size() > 1 && weekday_of(words[1])) drop(1);
        const auto named = weekday_of(words[0]);
        if (!named) break;
        by_day.append(by_day.empty() ? "" : ",").append(rule_days[*named]);
        drop(1);
    }
    if (!by_day.empty()) return "FREQ=WEEKLY" + interval + ";BYDAY=" + by_day;
    if (number != 1) return std::nullopt;
    if (words.size() > 1 && month_of(words[0]) && day_of_month(words[1])) {
        const std::string rule = std::string(last_day) + "FREQ=YEARLY;BYMONTH=" + std::to_string(*month_of(words[0])) +
                                 ";BYMONTHDAY=" + std::to_string(*day_of_month(words[1]));
        return drop(2), rule;
    }
    if (words.size() > 1 && day_of_month(words[0]) && month_of(words[1])) {
        const std::string rule = std::string(last_day) + "FREQ=YEARLY;BYMONTH=" + std::to_string(*month_of(words[1])) +
                                 ";BYMONTHDAY=" + std::to_string(*day_of_month(words[0]));
        return drop(2), rule;
    }
    if (const auto day = day_of_month(words[0])) {
        drop(1);
        return std::string(last_day) + "FREQ=MONTHLY;BYMONTHDAY=" + std::to_string(*day);
    }
    if (words.size() > 1 && words[0] == "LAST" && words[1] == "DAY")
        return drop(2), std::optional<std::string>("FREQ=MONTHLY;BYMONTHDAY=-1");
    return std::nullopt;
}

/// The rule's first day from today on.
std::optional<Date> first_day(const std::string& rule, const Date& today) {
    // "Every other Friday" begins with the next one, whatever week today is in.
    std::string each = rule;
    if (const std::size_t interval = each.find(";INTERVAL=");
        interval != std::string::npos && each.find(";BY") != std::string::npos)
        each.erase(interval, each.find(';', interval + 1) - interval);
    calendar::Steps steps(20'000);
    const auto dates = calendar::occurrences({each, {midnight_us(today), ""}, {}}, midnight_us(today) - 1, 1, steps);
    if (!dates || dates->empty()) return std::nullopt;
    return date_at(dates->front().us);
}

}  // namespace

std::optional<std::string> rule_every(int number, char unit) {
    const std::string interval = number == 1 ? "" : ";INTERVAL=" + std::to_string(number);
    if (unit == 'd') return "FREQ=DAILY" + interval;
    if (unit == 'w') return "FREQ=WEEKLY" + interval;
    if (unit == 'm') return std::string(last_day) + "FREQ=MONTHLY" + interval;
    if (unit == 'y') return std::string(last_day) + "FREQ=YEARLY" + interval;
    return std::nullopt;
}

std::optional<DateInWords> read_date_in_words(std::string_view text, const Date& today) {
    auto words = words_of(text);
    if (words.empty()) return std::nullopt;
    if (words.size() == 1)
        if (auto whole = timestamp(words[0])) return whole;
    DateInWords out;
    const bool every = words[0] == "EVERY" || words[0] == "EVERY!" || words[0] == "EV" || words[0] == "EV!";
    if (every || words[0] == "DAILY" || words[0] == "WEEKLY" || words[0] == "MONTHLY" || words[0] == "YEARLY") {
        out.from_completion = words[0].ends_with('!');
        std::optional<std::string> rule;
        if (every) {
            words.erase(words.begin());
            rule = take_rule(words);
        } else {
            rule = rule_every(1, static_cast<char>(words[0][0] + ('a' - 'A')));
            words.erase(words.begin());
        }
        if (!rule) return std::nullopt;
        out.rule = *rule;
        Date from = today;
        if (words.size() > 1 && (words[0] == "STARTING" || words[0] == "FROM")) {
            words.erase(words.begin());
            const auto start = take_date(words, today);
            if (!start) return std::nullopt;
            from = *start;
        }
        const auto day = first_day(out.rule, from);
        if (!day) return std::nullopt;
        out.day = *day;
    } else {
        const auto day = take_date(words, today);
        if (!day) return std::nullopt;
        out.day = *day;
    }
    if (words.size() > 1 && words[0] == "AT") words.erase(words.begin());
    // "5 pm" is written in two words as well.
    if (words.size() == 2 && (words[1] == "AM" || words[1] == "PM")) words[0] += words[1], words.pop_back();
    if (words.size() == 1) {
        out.minutes = time_of(words[0]);
        if (!out.minutes) return std::nullopt;
        words.clear();
    }
    return words.empty() ? std::optional(out) : std::nullopt;
}

}  // namespace tasklog::app
