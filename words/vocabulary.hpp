#pragma once
#include <optional>
#include <string_view>

/// Names of numbers, days and months as people write them, folded (infra/search/letters.hpp).
namespace tasklog::words {

/// 3, three, drei, a, eine. At most four digits.
std::optional<int> number_of(std::string_view name);
std::optional<int> digits_of(std::string_view digits, std::size_t most = 4);

/// 1st, 2nd, "1." with its full stop, first, ersten; -1: last, letzten.
std::optional<int> ordinal_of(std::string_view text);

/// How a day of the week is named: whole, shortened to two or three letters, in the plural or as German's "montags".
struct NamedWeekday {
    unsigned day = 0;  ///< 0 is Sunday
    bool is_short = false;
    bool is_plural = false;
};
std::optional<NamedWeekday> weekday_of(std::string_view name);

/// 1 to 12, whole or shortened.
std::optional<unsigned> month_of(std::string_view name);

enum class Unit { minute, hour, day, week, month, quarter, year };
std::optional<Unit> unit_of(std::string_view name);

}  // namespace tasklog::words
