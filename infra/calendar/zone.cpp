#include "infra/calendar/zone.hpp"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "infra/calendar/days.hpp"

namespace tasklog::calendar {
namespace {

/// What lies beside IANA's zones where a system keeps them, and what Abseil reads besides.
bool is_other(std::string_view name) {
    constexpr std::array<std::string_view, 8> others{"localtime", "posixrules", "Factory", "right/",
                                                     "posix/",    "SystemV/",   "Fixed/",  "/"};
    const auto can_be_in_a_name = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '+' ||
               c == '-' || c == '/';
    };
    return name.empty() || !std::all_of(name.begin(), name.end(), can_be_in_a_name) ||
           std::any_of(others.begin(), others.end(), [&](std::string_view each) { return name.starts_with(each); });
}

std::optional<absl::TimeZone> zone_of(const std::string& name) {
    absl::TimeZone zone;
    if (is_other(name) || !absl::LoadTimeZone(name, &zone)) return std::nullopt;
    return zone;
}

std::int64_t seconds_of(std::int64_t us) { return us / second_us - (us % second_us < 0 ? 1 : 0); }

}  // namespace

bool is_zone(const std::string& zone) { return zone_of(zone).has_value(); }

std::int64_t at_clock(std::int64_t clock_us, const std::string& zone) {
    const auto there = zone_of(zone);
    if (!there) return clock_us;
    const std::int64_t seconds = seconds_of(clock_us);
    const absl::CivilSecond clock = absl::CivilSecond() + seconds;
    return absl::ToUnixMicros(there->At(clock).pre) + clock_us - seconds * second_us;
}

std::int64_t clock_of(std::int64_t us, const std::string& zone) {
    const auto there = zone_of(zone);
    if (!there) return us;
    const std::int64_t seconds = seconds_of(us);
    return (there->At(absl::FromUnixSeconds(seconds)).cs - absl::CivilSecond()) * second_us + us - seconds * second_us;
}

std::int64_t midnight_before(std::int64_t clock_us) { return floor_div(clock_us, day_us) * day_us; }

}  // namespace tasklog::calendar
