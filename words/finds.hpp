#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "words/dates.hpp"
#include "words/quick_add.hpp"
#include "words/repetitions.hpp"

namespace tasklog::words {

/// What a reminder says: before the task is due, or on a day (the one it is due on), or at a time.
struct ReminderWords {
    std::optional<std::int64_t> before{};
    std::optional<Date> day{};
    std::optional<std::int64_t> minutes{};
};
struct DayWords {
    Date day;
    std::optional<std::int64_t> minutes{};  ///< "tomorrow morning"
};
struct TimeWords {
    std::int64_t minutes;
};
struct DistanceWords {
    std::int64_t minutes;  ///< "in 2 hours"
};
struct StartWords {
    Date day;
    bool is_start = true;  ///< "from" begins a series, and nothing else
};
struct EstimateWords {
    std::int64_t minutes;
};
struct TagWords {
    std::string tag;
};
using Meaning = std::variant<DayWords, TimeWords, DistanceWords, Repetition, StartWords, ReminderWords, EstimateWords,
                             Priority, TagWords, ListId, PersonId>;

/// Something that was understood, and of which words.
struct Find {
    Meaning meaning;
    std::size_t at = 0;
    std::size_t words = 0;
};

/// What a line has, from left to right, whether or not it goes together.
struct Finds {
    std::vector<Find> all{};
    std::vector<std::string> unknown{};  ///< @lists and +people that there are not
};
Finds finds_of(const std::vector<Word>& words, const Calendar& calendar, const Writing& writing);

}  // namespace tasklog::words
