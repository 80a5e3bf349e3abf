#pragma once
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "infra/calendar/expansion.hpp"
#include "infra/calendar/zone.hpp"

/// Recurrence rules of RFC 5545 (§3.3.10) in a time zone (docs/decisions/0004).
namespace tasklog::calendar {

/// A day, or a moment as a place's clock shows it.
struct Moment {
    std::int64_t us = 0;  ///< since 1970 in UTC; of a day its first moment, as if in UTC
    std::string zone{};   ///< IANA; empty: a day
    bool operator==(const Moment&) const = default;
};

struct Series {
    std::string rule;                    ///< the value of an RRULE, such as FREQ=WEEKLY;BYDAY=MO,WE
    Moment start;                        ///< DTSTART: what intervals and COUNT are counted from
    std::vector<std::int64_t> except{};  ///< EXDATE: days, as `us` of a Moment that is a day
    bool without_count = false;          ///< as if the rule had no COUNT
};

/// The steps that were allowed are used up.
struct OutOfSteps {};

/// Why the rule is not one for a series with this start; none if it is. A rule that never has a date is none.
std::optional<std::string> fault_of_rule(const std::string& rule, const Moment& start, Steps& steps);

/// The first occurrences after `after` (us since 1970), at most `limit`, in order. Local times that a change to summer
/// time leaves out are taken with the offset from before it, and of those that there are twice the first is meant
/// (RFC 5545 §3.3.5). Begins near `after`, but for a rule with COUNT, which is counted from the start on. A series that
/// has ended gives fewer; one that can't be followed with these steps OutOfSteps.
std::expected<std::vector<Moment>, OutOfSteps> occurrences(const Series& series, std::int64_t after, std::size_t limit,
                                                           Steps& steps);
/// The same of a rule that was read before. `except`: as a Series has it.
std::expected<std::vector<Moment>, OutOfSteps> occurrences(const Rule& rule, const Moment& start,
                                                           const std::vector<std::int64_t>& except, std::int64_t after,
                                                           std::size_t limit, Steps& steps);

/// The moment with the zone and time of day of `like` on the day on which `us` falls there; where that is a day, in
/// `zone` (UTC if it is empty).
Moment same_time_on_day_of(std::int64_t us, const Moment& like, const std::string& zone);
/// "2026-12-01T09:00:00.000000Z", and back; nullopt for another form.
std::string utc_text(std::int64_t us);
std::optional<std::int64_t> parse_utc(std::string_view text);
/// Whether a rule repeats within a day.
bool is_within_a_day(const std::string& rule);
/// COUNT of a rule.
std::optional<std::uint64_t> count_of(const std::string& rule);

}  // namespace tasklog::calendar
