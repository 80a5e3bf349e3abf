#pragma once
#include <cstdint>
#include <optional>

#include "words/written.hpp"

namespace tasklog::words {

/// A time of the day, in minutes: 5pm, 5:30 pm, 17:00, 17 Uhr, 17.30 Uhr, noon, midnight.
std::optional<Taken<std::int64_t>> take_time(Words words);

/// A part of a day, behind a day or a word such as "this": morning 9:00, noon 12:00, afternoon 15:00, evening 19:00,
/// night 22:00.
std::optional<std::int64_t> part_of_day(const Word& word);

/// So many minutes: 30 min, 2h, 1h30, 1.5 hours, half an hour, eine Stunde. Of a bare number with a letter only "h" is
/// one: 5m are metres.
std::optional<Taken<std::int64_t>> take_minutes(Words words);

}  // namespace tasklog::words
