#pragma once
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "infra/calendar/recurrence.hpp"

/// What comes next in a series of occurrences of which each is done before the next one is made (docs/decisions/0004).
/// The dates that are decided and those that are shown come from here.
namespace tasklog::calendar {

/// Where a series stands.
struct Standing {
    Series series;                 ///< what its dates are by the rule
    bool from_completion = false;  ///< the next is counted from when the present one was ended
    bool skip_missed = false;      ///< the next one is not past
    std::string zone{};            ///< where a day ends, for a series of days; empty: UTC
    Moment occurrence{};           ///< the date that the present one stands for
    std::uint64_t number = 1;      ///< of the present one
    std::optional<Moment> due{};   ///< where the present one was moved to
};

/// The next dates, at most `limit`, if the present one is ended at `now` (us since 1970). What comes next comes after
/// the present one, wherever that was moved to. Fewer: the series ends.
std::expected<std::vector<Moment>, OutOfSteps> next_dates(const Standing& standing, std::int64_t now, std::size_t limit,
                                                          Steps& steps);

/// The first date from the day of `now` on, and after the present one; none if the series ends before. The present one
/// itself, if that is not before today.
std::expected<std::optional<Moment>, OutOfSteps> date_from_today(const Standing& standing, std::int64_t now,
                                                                 Steps& steps);

/// The same day with the other one's form: a time of day, in a zone, or none.
Moment with_form_of(const Moment& moment, const Moment& form);

/// The day on which a moment is, where it is meant: days since 1970.
std::int64_t day_of(const Moment& moment);

}  // namespace tasklog::calendar
