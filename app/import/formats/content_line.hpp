#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/value/time.hpp"

/// iCalendar's content lines (RFC 5545 §3.1) and the values in them.
namespace tasklog::app {

struct ContentLine {
    std::string name{};                                             ///< in upper case
    std::vector<std::pair<std::string, std::string>> parameters{};  ///< names in upper case
    std::string value{};                                            ///< as it stands there: with its escapes

    /// Empty if it is not there.
    std::string parameter(std::string_view name) const;
};

/// None for what is no content line. Caret escapes of parameters are undone (RFC 6868).
std::optional<ContentLine> parse_content_line(std::string_view line);

/// A TEXT without its escapes (§3.3.11).
std::string unescaped(std::string_view value);
/// The TEXTs between commas that are not escaped.
std::vector<std::string> unescaped_list(std::string_view value);

/// A DATE or DATE-TIME (§3.3.4, §3.3.5).
struct CalendarTime {
    Date day{};
    std::optional<std::int64_t> seconds{};  ///< of the day; 86,400 is midnight at its end. None: a day
    bool utc = false;
    /// What the clock shows, in us as if it were UTC.
    std::int64_t clock_us() const;
};
/// Also with dashes and colons, as some write it.
std::optional<CalendarTime> parse_calendar_time(std::string_view value);

/// A DURATION (§3.3.6), in seconds. A day is 24 hours of the clock.
std::optional<std::int64_t> parse_duration(std::string_view value);

}  // namespace tasklog::app
