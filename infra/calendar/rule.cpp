#include "infra/calendar/rule.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <chrono>
#include <set>

#include "infra/text.hpp"

namespace tasklog::calendar {
namespace {

constexpr std::size_t max_rule_bytes = 500;
constexpr std::int64_t max_interval = 10'000;
constexpr std::uint64_t max_count = 1'000;  ///< of a new rule
constexpr std::string_view example = "must be an RRULE of RFC 5545 such as FREQ=MONTHLY;BYDAY=-1FR";

constexpr std::array<std::string_view, 3> ways_to_skip{"OMIT", "BACKWARD", "FORWARD"};

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> out;
    while (true) {
        const std::size_t end = text.find(at);
        out.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return out;
        text.remove_prefix(end + 1);
    }
}

/// All of the text, a + before it allowed.
template <class T>
std::optional<T> number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<int> index_of(std::string_view text, std::string_view names, std::size_t width) {
    for (std::size_t i = 0; i + width <= names.size(); i += width)
        if (names.substr(i, width) == text) return static_cast<int>(i / width);
    return std::nullopt;
}

std::optional<int> weekday(std::string_view text) {
    return text.size() == 2 ? index_of(text, "SUMOTUWETHFRSA", 2) : std::nullopt;
}

/// `signed_ones`: also as many from the end, but not 0.
bool read_numbers(std::string_view text, int low, int high, bool signed_ones, std::vector<int>& out) {
    bool good = true;
    for (const std::string_view each : split(text, ',')) {
        const auto value = number<int>(each);
        const bool fits =
            value && ((*value >= low && *value <= high) || (signed_ones && *value <= -low && *value >= -high));
        good = good && fits;
        if (fits) out.push_back(*value);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return good;
}

bool read_weekdays(std::string_view text, std::vector<NthWeekday>& out) {
    bool good = true;
    for (const std::string_view each : split(text, ',')) {
        const auto day = each.size() >= 2 ? weekday(each.substr(each.size() - 2)) : std::nullopt;
        const std::string_view nth = each.substr(0, each.size() < 2 ? 0 : each.size() - 2);
        const auto which = nth.empty() ? std::optional(0) : number<int>(nth);
        const bool fits = day && which && (nth.empty() || (*which != 0 && *which >= -53 && *which <= 53));
        good = good && fits;
        if (fits) out.push_back({*which, *day});
    }
    return good;
}

/// 20261224, 20261224T120000 or 20261224T120000Z.
std::optional<Until> read_until(std::string_view text) {
    using namespace std::chrono;
    const bool utc = text.ends_with('Z');
    if (utc) text.remove_suffix(1);
    if (text.size() != 8 && !(text.size() == 15 && text[8] == 'T')) return std::nullopt;
    if (utc && text.size() == 8) return std::nullopt;
    std::array<int, 6> parts{};
    constexpr std::array<std::pair<std::size_t, std::size_t>, 6> places{
        {{0, 4}, {4, 2}, {6, 2}, {9, 2}, {11, 2}, {13, 2}}};
    for (std::size_t i = 0; i < (text.size() == 8 ? 3U : 6U); ++i) {
        const std::string_view digits = text.substr(places[i].first, places[i].second);
        const auto value = number<int>(digits);
        if (!value || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
        parts[i] = *value;
    }
    const year_month_day date{year(parts[0]), month(static_cast<unsigned>(parts[1])),
                              day(static_cast<unsigned>(parts[2]))};
    if (!date.ok() || parts[3] > 23 || parts[4] > 59 || parts[5] > 60) return std::nullopt;
    const auto at = sys_days(date).time_since_epoch() + hours(parts[3]) + minutes(parts[4]) + seconds(parts[5]);
    return Until{utc                ? Until::Form::utc
                 : text.size() == 8 ? Until::Form::day
                                    : Until::Form::clock,
                 duration_cast<microseconds>(at).count()};
}

bool read_part(std::string_view name, std::string_view value, Rule& rule) {
    if (name == "FREQ") {
        constexpr std::array<std::string_view, 6> names{"MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
        const auto at = std::find(names.begin(), names.end(), value);
        if (at == names.end()) return false;
        rule.frequency = static_cast<Frequency>(at - names.begin());
        return true;
    }
    if (name == "INTERVAL") {
        const auto given = number<std::int64_t>(value);
        if (!given || *given < 1 || *given > max_interval) return false;
        rule.interval = *given;
        return true;
    }
    if (name == "COUNT") {
        rule.count = number<std::uint64_t>(value);
        return rule.count && *rule.count >= 1 && *rule.count <= max_count;
    }
    if (name == "UNTIL") return (rule.until = read_until(value)).has_value();
    if (name == "WKST") {
        const auto day = weekday(value);
        rule.week_start = day.value_or(1);
        return day.has_value();
    }
    if (name == "RSCALE") return value == "GREGORIAN";
    if (name == "SKIP") {
        const auto way = std::find(ways_to_skip.begin(), ways_to_skip.end(), value);
        if (way != ways_to_skip.end()) rule.skip = static_cast<Skip>(way - ways_to_skip.begin());
        return way != ways_to_skip.end();
    }
    if (name == "BYSECOND") return read_numbers(value, 0, 59, false, rule.seconds);
    if (name == "BYMINUTE") return read_numbers(value, 0, 59, false, rule.minutes);
    if (name == "BYHOUR") return read_numbers(value, 0, 23, false, rule.hours);
    if (name == "BYDAY") return read_weekdays(value, rule.weekdays);
    if (name == "BYMONTHDAY") return read_numbers(value, 1, 31, true, rule.month_days);
    if (name == "BYYEARDAY") return read_numbers(value, 1, 366, true, rule.year_days);
    if (name == "BYWEEKNO") return read_numbers(value, 1, 53, true, rule.weeks);
    if (name == "BYMONTH") return read_numbers(value, 1, 12, false, rule.months);
    if (name == "BYSETPOS") return read_numbers(value, 1, 366, true, rule.positions);
    return false;
}

/// Parts that do not go with one another (the table and the text of RFC 5545 §3.3.10). They are dropped.
std::optional<std::string> drop_what_does_not_fit(Rule& rule) {
    std::optional<std::string> first;
    const auto drop = [&](auto& values, const std::string& why) {
        if (values.empty()) return;
        values.clear();
        if (!first) first = why;
    };
    const bool within_a_day = rule.frequency <= Frequency::hourly;
    if (within_a_day) {
        const std::string why =
            "can't have parts that choose days with this FREQ: take FREQ=DAILY with BYHOUR and "
            "BYMINUTE";
        drop(rule.weekdays, why), drop(rule.month_days, why), drop(rule.months, why), drop(rule.positions, why);
    }
    if (rule.frequency != Frequency::yearly) {
        drop(rule.weeks, "can have BYWEEKNO with FREQ=YEARLY only");
        drop(rule.year_days, "can have BYYEARDAY with FREQ=YEARLY only");
    }
    if (rule.frequency == Frequency::weekly) drop(rule.month_days, "can't have BYMONTHDAY with FREQ=WEEKLY");
    const bool counts_weekdays = rule.frequency >= Frequency::monthly && rule.weeks.empty();
    for (NthWeekday& each : rule.weekdays) {
        if (each.nth == 0 || counts_weekdays) continue;
        each.nth = 0;
        if (!first) first = "can have a number before a weekday with FREQ=MONTHLY or YEARLY only, without BYWEEKNO";
    }
    const bool chooses = !rule.seconds.empty() || !rule.minutes.empty() || !rule.hours.empty() ||
                         !rule.weekdays.empty() || !rule.month_days.empty() || !rule.year_days.empty() ||
                         !rule.weeks.empty() || !rule.months.empty();
    if (!chooses) drop(rule.positions, "needs another BY part beside BYSETPOS");
    return first;
}

}  // namespace

ParsedRule parse_rule(std::string_view given) {
    ParsedRule out;
    if (given.size() > max_rule_bytes) {
        out.fault = "must have at most " + std::to_string(max_rule_bytes) + " characters";
        given = given.substr(0, max_rule_bytes);
    }
    const std::string upper = text::upper_case(given);
    std::string_view text = upper;
    if (text.starts_with("RRULE:")) text.remove_prefix(6);
    if (text.ends_with(';')) text.remove_suffix(1);
    const auto refuse = [&](const std::string& why) {
        if (!out.fault) out.fault = why;
    };
    std::set<std::string_view> seen;
    for (const std::string_view part : split(text, ';')) {
        const std::size_t equals = part.find('=');
        const std::string_view name = part.substr(0, equals);
        const std::string_view value = equals == std::string_view::npos ? "" : part.substr(equals + 1);
        if (name == "FREQ" && value == "SECONDLY") {
            refuse("must not repeat by the second");
        } else if (!seen.insert(name).second) {
            refuse(std::string(example) + ": " + std::string(name) + " is there twice");
        } else if (!read_part(name, value, out.rule)) {
            refuse(std::string(example) + ": what is wrong is " + std::string(part.empty() ? "an empty part" : part));
        }
    }
    if (!seen.contains("FREQ")) refuse("must have a FREQ, such as FREQ=DAILY");
    if (seen.contains("SKIP") && !seen.contains("RSCALE")) refuse("must have RSCALE=GREGORIAN beside SKIP (RFC 7529)");
    if (seen.contains("COUNT") && seen.contains("UNTIL")) refuse("must not have both COUNT and UNTIL");
    if (const auto why = drop_what_does_not_fit(out.rule)) refuse(*why);
    assert(out.rule.interval >= 1);
    return out;
}

}  // namespace tasklog::calendar
