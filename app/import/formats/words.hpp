#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/value/time.hpp"

/// Dates as Todoist's export writes them, in English words.
namespace tasklog::app {

/// What the words say.
struct DateInWords {
    Date day{};                             ///< of a series its first one from today on
    std::optional<std::int64_t> minutes{};  ///< of the day, by the clock; none: a day
    bool utc = false;                       ///< that clock is UTC's
    std::string rule{};                     ///< an RRULE's value; empty: once
    bool from_completion = false;           ///< "every!"
};

/// "2026-12-01 09:30", "Dec 5 2026", "5 Dec", "friday at 5pm", "every tuesday at 8am", "every! 3 days", "every month".
/// What has no year, or is only a weekday, is the next one from `today` on. None for words that say anything else.
std::optional<DateInWords> read_date_in_words(std::string_view text, const Date& today);

/// Every so many days (d), weeks (w), months (m) or years (y). A day that a month does not have is its last one.
std::optional<std::string> rule_every(int number, char unit);

}  // namespace tasklog::app
