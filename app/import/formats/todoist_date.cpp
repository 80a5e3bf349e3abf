#include "app/import/formats/todoist_date.hpp"

#include <string>

namespace tasklog::app {
namespace {

constexpr std::size_t date_chars = 10;

bool is_digits(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }

/// 12/01/2026, the month first, as 2026-12-01.
std::string with_iso_date(std::string_view text) {
    const std::string_view date = text.substr(0, date_chars);
    if (date.size() < date_chars || date[2] != '/' || date[5] != '/') return std::string(text);
    const std::string_view month = date.substr(0, 2);
    const std::string_view day = date.substr(3, 2);
    const std::string_view year = date.substr(6);
    if (!is_digits(month) || !is_digits(day) || !is_digits(year)) return std::string(text);
    return std::string(year) + "-" + std::string(month) + "-" + std::string(day) + std::string(text.substr(date_chars));
}

/// "2026-12-01T09:30:00.000" as a date and a time with a space between, without seconds.
std::string without_seconds(std::string_view text) {
    if (text.size() < date_chars + 6 || text[date_chars] != 'T' || !Date::parse(text.substr(0, date_chars)))
        return std::string(text);
    const std::string_view seconds = text.substr(date_chars + 6);
    const bool are_seconds =
        seconds.empty() || (seconds.size() >= 3 && seconds[0] == ':' && is_digits(seconds.substr(1, 2)) &&
                            seconds.substr(1, 2) < "60" && (seconds.size() == 3 || seconds[3] == '.'));
    if (!are_seconds) return std::string(text);
    return std::string(text.substr(0, date_chars)) + " " + std::string(text.substr(date_chars + 1, 5));
}

}  // namespace

std::optional<TodoistDate> read_todoist_date(std::string_view text, const words::Writing& writing) {
    const bool utc = text.size() > date_chars && text[date_chars] == 'T' && text.ends_with('Z');
    if (utc) text.remove_suffix(1);
    auto date = words::understand_date(without_seconds(with_iso_date(text)), writing);
    if (!date || (utc && !date->minutes)) return std::nullopt;
    return TodoistDate{.date = std::move(*date), .utc = utc};
}

}  // namespace tasklog::app
