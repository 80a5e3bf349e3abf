#include "words/times.hpp"

#include "words/vocabulary.hpp"

namespace tasklog::words {
namespace {

/// 17:30, and with another sign between.
std::optional<std::int64_t> clock(std::string_view text, char sign) {
    const std::size_t at = text.find(sign);
    if (at == std::string_view::npos || text.size() != at + 3) return std::nullopt;
    const auto hour = digits_of(text.substr(0, at), 2);
    const auto minute = digits_of(text.substr(at + 1), 2);
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    return *hour * 60 + *minute;
}

/// 5, 5:30 or 5.30 of a half of the day.
std::optional<std::int64_t> of_half(std::string_view text, bool afternoon) {
    std::optional<std::int64_t> minutes;
    if (const auto hour = digits_of(text, 2)) {
        minutes = *hour * 60;
    } else if (const auto exact = clock(text, ':')) {
        minutes = exact;
    } else {
        minutes = clock(text, '.');
    }
    if (!minutes || *minutes < 60 || *minutes >= 13 * 60) return std::nullopt;
    return *minutes % (12 * 60) + (afternoon ? 12 * 60 : 0);
}

bool is_afternoon(std::string_view half) { return half.starts_with('p'); }
bool is_half(std::string_view text) { return text == "am" || text == "pm" || text == "a.m" || text == "p.m"; }

/// 1h30, 1h30m, 2h, 45min, 1.5h.
std::optional<std::int64_t> compact_minutes(std::string_view text) {
    const std::size_t letter = text.find_first_not_of("0123456789.,");
    if (letter == 0 || letter == std::string_view::npos) return std::nullopt;
    const std::string_view count = text.substr(0, letter);
    const std::string_view unit = text.substr(letter);
    const std::size_t point = count.find_first_of(".,");
    if (point != std::string_view::npos) {
        const auto whole = digits_of(count.substr(0, point), 2);
        const auto tenth = digits_of(count.substr(point + 1), 1);
        if (!whole || !tenth || (unit != "h" && unit != "hrs" && unit != "std")) return std::nullopt;
        return *whole * 60 + *tenth * 6;
    }
    const auto number = digits_of(count);
    if (!number) return std::nullopt;
    if (unit == "min" || unit == "mins") return *number;
    if (unit == "h" || unit == "hr" || unit == "hrs" || unit == "std") return *number * 60;
    if (!unit.starts_with('h')) return std::nullopt;
    std::string_view rest = unit.substr(1);
    if (rest.ends_with("min")) {
        rest.remove_suffix(3);
    } else if (rest.ends_with('m')) {
        rest.remove_suffix(1);
    }
    const auto minutes = digits_of(rest, 2);
    return minutes && *minutes < 60 ? std::optional<std::int64_t>(*number * 60 + *minutes) : std::nullopt;
}

/// 1.5, 2,5 and whole numbers, in tenths.
std::optional<int> tenths_of(std::string_view text) {
    const std::size_t point = text.find_first_of(".,");
    if (point == std::string_view::npos) {
        const auto whole = number_of(text);
        return whole ? std::optional(*whole * 10) : std::nullopt;
    }
    const auto whole = digits_of(text.substr(0, point), 3);
    const auto tenth = digits_of(text.substr(point + 1), 1);
    return whole && tenth ? std::optional(*whole * 10 + *tenth) : std::nullopt;
}

}  // namespace

std::optional<Taken<std::int64_t>> take_time(Words words) {
    if (words.empty()) return std::nullopt;
    const std::string_view first = words[0].name();
    if (is(words, 0, "noon", "midday", "mittags")) return Taken<std::int64_t>{12 * 60, 1};
    if (is(words, 0, "midnight", "mitternacht")) return Taken<std::int64_t>{0, 1};
    if (const auto exact = clock(first, ':')) {
        if (words[0].pauses || words.size() == 1) return Taken<std::int64_t>{*exact, 1};
        if (is_half(words[1].name()))
            if (const auto half = of_half(first, is_afternoon(words[1].name()))) return Taken<std::int64_t>{*half, 2};
        return Taken<std::int64_t>{*exact, is(words, 1, "uhr") ? 2U : 1U};
    }
    if (first.size() > 2 && is_half(first.substr(first.size() - 2)))
        if (const auto half = of_half(first.substr(0, first.size() - 2), first[first.size() - 2] == 'p'))
            return Taken<std::int64_t>{*half, 1};
    if (first.size() > 3 && first.ends_with("uhr"))
        if (const auto hour = digits_of(first.substr(0, first.size() - 3), 2); hour && *hour < 24)
            return Taken<std::int64_t>{*hour * 60, 1};
    if (words.size() < 2 || words[0].pauses) return std::nullopt;
    if (is_half(words[1].name()))
        if (const auto half = of_half(first, is_afternoon(words[1].name()))) return Taken<std::int64_t>{*half, 2};
    if (!is(words, 1, "uhr")) return std::nullopt;
    if (const auto exact = clock(first, '.')) return Taken<std::int64_t>{*exact, 2};
    const auto hour = digits_of(first, 2);
    if (!hour || *hour > 23) return std::nullopt;
    if (words.size() > 2 && !words[1].pauses)
        if (const auto minute = digits_of(words[2].name(), 2); minute && *minute > 9 && *minute < 60)
            return Taken<std::int64_t>{*hour * 60 + *minute, 3};  // 17 Uhr 30
    return Taken<std::int64_t>{*hour * 60, 2};
}

std::optional<std::int64_t> part_of_day(const Word& word) {
    const auto is_one_of = [&](auto... names) { return ((word.name() == std::string_view(names)) || ...); };
    if (is_one_of("morning", "morgen", "fruh", "vormittag")) return 9 * 60;
    if (is_one_of("noon", "mittag")) return 12 * 60;
    if (is_one_of("afternoon", "nachmittag")) return 15 * 60;
    if (is_one_of("evening", "abend")) return 19 * 60;
    if (is_one_of("night", "nacht")) return 22 * 60;
    return std::nullopt;
}

std::optional<Taken<std::int64_t>> take_minutes(Words words) {
    if (words.empty()) return std::nullopt;
    if (const auto compact = compact_minutes(words[0].name())) return Taken<std::int64_t>{*compact, 1};
    if (is(words, 0, "half") && is(words, 1, "an", "a") && is(words, 2, "hour")) return Taken<std::int64_t>{30, 3};
    if (is(words, 0, "eine", "einer") && is(words, 1, "halbe", "halben") && is(words, 2, "stunde"))
        return Taken<std::int64_t>{30, 3};
    if (words.size() < 2 || words[0].pauses) return std::nullopt;
    const auto tenths = tenths_of(words[0].name());
    const auto unit = unit_of(words[1].name());
    if (!tenths || *tenths == 0 || !unit) return std::nullopt;
    if (*unit == Unit::minute && *tenths % 10 == 0) return Taken<std::int64_t>{*tenths / 10, 2};
    if (*unit == Unit::hour) return Taken<std::int64_t>{*tenths * 6, 2};
    return std::nullopt;
}

}  // namespace tasklog::words
