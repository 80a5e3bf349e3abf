#include "query/timestamps.hpp"

#include <charconv>
#include <chrono>

namespace tasklog::query {
namespace {

/// Digits at a place of a text whose form is known.
int digits(std::string_view text, std::size_t at, std::size_t size) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + size, value);
    return value;
}

/// Whether there is such a day, and such a time of day: all that Postgres takes without a word.
bool is_there(std::string_view text) {
    using namespace std::chrono;
    const year_month_day date{year(digits(text, 0, 4)), month(static_cast<unsigned>(digits(text, 5, 2))),
                              day(static_cast<unsigned>(digits(text, 8, 2)))};
    if (!date.ok() || date.year() < year(1)) return false;
    if (text.size() == 10) return true;
    if (digits(text, 11, 2) > 23 || digits(text, 14, 2) > 59 || digits(text, 17, 2) > 59) return false;
    const std::size_t offset = text.find_first_of("+-", 19);
    return offset == std::string_view::npos || (digits(text, offset + 1, 2) <= 14 && digits(text, offset + 4, 2) <= 59);
}

}  // namespace

bool is_time(std::string_view text) {
    const std::string_view whole = text;
    if (text.size() > 40) return false;
    const auto shape = [&](std::string_view pattern) {
        if (text.size() < pattern.size()) return false;
        for (std::size_t i = 0; i < pattern.size(); ++i)
            if (pattern[i] == '0' ? (text[i] < '0' || text[i] > '9') : text[i] != pattern[i]) return false;
        text.remove_prefix(pattern.size());
        return true;
    };
    if (!shape("0000-00-00")) return false;
    if (text.empty()) return is_there(whole);
    if (!shape("T00:00:00")) return false;
    if (!text.empty() && text[0] == '.') {
        text.remove_prefix(1);
        while (!text.empty() && text[0] >= '0' && text[0] <= '9') text.remove_prefix(1);
    }
    return (text == "Z" || shape("+00:00") || shape("-00:00")) && is_there(whole);
}

bool is_stamp(std::string text) {
    if (text == "infinity" || text == "-infinity") return true;
    if (text.size() < 22 || text[10] != ' ') return false;
    text[10] = 'T';
    const std::size_t offset = text.find_first_of("+-", 19);
    if (offset != std::string::npos && text.size() == offset + 3) text += ":00";
    return is_time(text);
}

}  // namespace tasklog::query
