#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "words/dates.hpp"
#include "words/vocabulary.hpp"

namespace tasklog::words {

/// How a task repeats: what an RRULE of RFC 5545 is made of.
struct Repetition {
    Unit unit = Unit::day;
    int interval = 1;
    std::vector<unsigned> weekdays{};       ///< 0 is Sunday
    int nth = 0;                            ///< of the weekday in its month, -1 the last; 0: each
    std::vector<int> month_days{};          ///< -1: the last
    unsigned month = 0;                     ///< of a yearly one on a day of the year
    bool from_completion = false;           ///< "every!"
    std::optional<std::int64_t> minutes{};  ///< of the day: "every morning"
    bool is_adverb = false;                 ///< "weekly": what "weekly report" has, too

    /// The value of an RRULE. `first`: its first day. A day that a month does not have is its last one (RFC 7529).
    std::string rule(const Date& first) const;
    /// The first day from `from` on. A longer interval begins with it, whatever week it is in.
    std::optional<Date> first_day(const Date& from) const;
};

/// every 3 days, every last friday, every 1st, jeden 2. Montag, täglich.
std::optional<Taken<Repetition>> take_repetition(Words words);

}  // namespace tasklog::words
