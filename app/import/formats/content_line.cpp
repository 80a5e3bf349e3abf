#include "app/import/formats/content_line.hpp"

#include <algorithm>
#include <chrono>

#include "infra/text.hpp"

namespace tasklog::app {
namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t day_s = 86'400;

std::string without_carets(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char next = value[i] == '^' && i + 1 < value.size() ? value[i + 1] : '\0';
        if (next == 'n' || next == '^' || next == '\'') {
            out += next == 'n' ? '\n' : next == '\'' ? '"' : '^';
            ++i;
        } else {
            out += value[i];
        }
    }
    return out;
}

/// The number that the digits are; none if there are others.
std::optional<int> number_of(std::string_view digits) {
    int number = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return digits.empty() ? std::nullopt : std::optional(number);
}

}  // namespace

std::string ContentLine::parameter(std::string_view wanted) const {
    const auto at =
        std::find_if(parameters.begin(), parameters.end(), [&](const auto& each) { return each.first == wanted; });
    return at == parameters.end() ? std::string() : at->second;
}

std::optional<ContentLine> parse_content_line(std::string_view line) {
    const std::size_t end = line.find_first_of(":;");
    if (end == std::string_view::npos || end == 0) return std::nullopt;
    ContentLine out{.name = text::upper_case(line.substr(0, end))};
    while (!out.name.empty() && out.name.back() == ' ') out.name.pop_back();
    std::size_t at = end;
    while (at < line.size() && line[at] == ';') {
        const std::size_t begin = ++at;
        bool quoted = false;
        std::string value;
        std::size_t equals = std::string_view::npos;
        for (; at < line.size() && (quoted || (line[at] != ';' && line[at] != ':')); ++at) {
            if (line[at] == '"') {
                quoted = !quoted;
            } else if (line[at] == '=' && equals == std::string_view::npos) {
                equals = at;
            } else if (equals != std::string_view::npos) {
                value += line[at];
            }
        }
        const std::string_view name = line.substr(begin, std::min(equals, at) - begin);
        out.parameters.emplace_back(text::upper_case(name), without_carets(value));
    }
    if (at >= line.size()) return std::nullopt;
    out.value = line.substr(at + 1);
    return out;
}

std::string unescaped(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\' && i + 1 < value.size()) {
            ++i;
            out += value[i] == 'n' || value[i] == 'N' ? '\n' : value[i];
        } else {
            out += value[i];
        }
    }
    return out;
}

std::vector<std::string> unescaped_list(std::string_view value) {
    std::vector<std::string> out;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= value.size(); ++i) {
        if (i < value.size() && value[i] == '\\') {
            ++i;
        } else if (i >= value.size() || value[i] == ',') {
            out.push_back(unescaped(value.substr(begin, i - begin)));
            begin = i + 1;
        }
    }
    return out;
}

std::int64_t CalendarTime::clock_us() const { return midnight_us(day) + seconds.value_or(0) * second_us; }

std::optional<CalendarTime> parse_calendar_time(std::string_view value) {
    std::string text;
    for (const char c : value)
        if (c != '-' && c != ':' && c != ' ') text += c;
    CalendarTime out;
    if (text.ends_with('Z') || text.ends_with('z')) out.utc = true, text.pop_back();
    if (text.size() < 8) return std::nullopt;
    const std::string day = text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2);
    const auto date = Date::parse(day);
    if (!date) return std::nullopt;
    out.day = *date;
    if (text.size() == 8) return out.utc ? std::nullopt : std::optional(out);
    if (text[8] != 'T' && text[8] != 't') return std::nullopt;
    const std::string time = text.substr(9);
    if (time.size() != 4 && time.size() != 6) return std::nullopt;
    const auto hour = number_of(time.substr(0, 2));
    const auto minute = number_of(time.substr(2, 2));
    const auto second = time.size() == 6 ? number_of(time.substr(4, 2)) : std::optional(0);
    if (!hour || !minute || !second || *hour > 24 || *minute > 59 || *second > 60) return std::nullopt;
    if (*hour == 24 && (*minute > 0 || *second > 0)) return std::nullopt;
    // A leap second is the one before it (§3.3.12).
    out.seconds = *hour * 3'600 + *minute * 60 + std::min(*second, 59);
    return out;
}

std::optional<std::int64_t> parse_duration(std::string_view value) {
    const bool negative = value.starts_with('-');
    if (negative || value.starts_with('+')) value.remove_prefix(1);
    if (!value.starts_with('P') && !value.starts_with('p')) return std::nullopt;
    value.remove_prefix(1);
    std::int64_t seconds = 0;
    bool in_time = false;
    bool any = false;
    while (!value.empty()) {
        if (!in_time && (value[0] == 'T' || value[0] == 't')) {
            in_time = true;
            value.remove_prefix(1);
            continue;
        }
        const std::size_t digits = value.find_first_not_of("0123456789");
        if (digits == 0 || digits == std::string_view::npos || digits > 8) return std::nullopt;
        const std::int64_t number = *number_of(value.substr(0, digits));
        const char unit = static_cast<char>(value[digits] & ~0x20);
        std::int64_t each = 0;
        if (!in_time) each = unit == 'W' ? 7 * day_s : unit == 'D' ? day_s : 0;
        if (in_time) each = unit == 'H' ? 3'600 : unit == 'M' ? 60 : unit == 'S' ? 1 : 0;
        if (each == 0) return std::nullopt;
        seconds += number * each;
        any = true;
        value.remove_prefix(digits + 1);
    }
    if (!any) return std::nullopt;
    return negative ? -seconds : seconds;
}

}  // namespace tasklog::app
