#include "app/import/formats/ical_zones.hpp"

#include <algorithm>
#include <optional>

#include "infra/calendar/recurrence.hpp"
#include "infra/calendar/zone_name.hpp"

namespace tasklog::app {
namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t day_us = 86'400 * second_us;
constexpr std::size_t max_zones = 1'000;
constexpr std::size_t max_observances = 1'000;
constexpr std::size_t max_steps = 10'000;

/// +0530, -05:00 or +053015 (RFC 5545 §3.3.14), in us.
std::optional<std::int64_t> parse_offset(std::string_view value) {
    std::string digits;
    for (const char c : value.substr(std::min<std::size_t>(1, value.size())))
        if (c >= '0' && c <= '9') digits += c;
    if (value.empty() || (value[0] != '+' && value[0] != '-') || (digits.size() != 4 && digits.size() != 6))
        return std::nullopt;
    digits.resize(6, '0');
    const auto two = [&](std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); };
    const std::int64_t seconds = two(0) * 3'600 + two(2) * 60 + two(4);
    return (value[0] == '-' ? -seconds : seconds) * second_us;
}

/// GMT+0200, UTC-3 and the like.
std::optional<std::int64_t> offset_in_name(std::string_view name) {
    for (const std::string_view prefix : {"GMT", "UTC", "Etc/GMT"})
        if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
    if (name.empty() || (name[0] != '+' && name[0] != '-')) return std::nullopt;
    std::string whole(name);
    if (name.find_first_not_of("0123456789:", 1) != std::string_view::npos) return std::nullopt;
    if (whole.size() == 2) whole.insert(1, "0");
    if (whole.size() == 3) whole += "00";
    return parse_offset(whole);
}

/// The zone of such an offset, where it is of whole hours: Etc/GMT-2 is two hours before UTC.
std::string zone_of_offset(std::int64_t us) {
    constexpr std::int64_t hour_us = 3'600 * second_us;
    if (us % hour_us != 0) return {};
    if (us == 0) return "Etc/UTC";
    return calendar::zone_named("Etc/GMT" + std::string(us > 0 ? "-" : "+") + std::to_string(std::abs(us / hour_us)));
}

}  // namespace

void IcalZones::add(const std::vector<ContentLine>& lines) {
    Zone zone;
    std::string name;
    std::optional<Observance> open;
    for (const ContentLine& line : lines) {
        if (line.name == "TZID") name = unescaped(line.value);
        if (line.name == "X-LIC-LOCATION") zone.known = calendar::zone_named(unescaped(line.value));
        if (line.name == "BEGIN") open.emplace();
        if (line.name == "END" && open && zone.observances.size() < max_observances)
            zone.observances.push_back(*std::exchange(open, std::nullopt));
        if (!open) continue;
        const auto time = parse_calendar_time(line.value);
        const auto offset = parse_offset(line.value);
        if (line.name == "DTSTART") {
            // Some begin in 1601: rules of a year go back as far as one likes.
            open->start_us = time ? time->clock_us() : 0;
        } else if (line.name == "TZOFFSETFROM") {
            open->from_us = offset.value_or(0);
        } else if (line.name == "TZOFFSETTO") {
            open->to_us = offset.value_or(0);
        } else if (line.name == "RRULE") {
            open->rule = line.value;
        } else if (line.name == "RDATE") {
            for (const std::string& each : unescaped_list(line.value))
                if (const auto date = parse_calendar_time(each); date && open->more_us.size() < max_observances)
                    open->more_us.push_back(date->clock_us());
        }
    }
    if (!name.empty() && zones_.size() < max_zones) zones_.emplace(name, std::move(zone));
}

std::int64_t IcalZones::offset_us(const Zone& zone, std::int64_t clock_us) {
    std::optional<std::int64_t> last;
    std::int64_t offset = 0;
    std::int64_t earliest = 0;
    for (std::size_t i = 0; i < zone.observances.size(); ++i) {
        const Observance& each = zone.observances[i];
        // Where the clock is put forward, what it leaves out still counts with the offset before (§3.3.5).
        const std::int64_t until_us = clock_us - std::max<std::int64_t>(0, each.to_us - each.from_us);
        const auto consider = [&](std::int64_t onset) {
            if (onset <= until_us && (!last || onset > *last)) last = onset, offset = each.to_us;
        };
        consider(each.start_us);
        for (const std::int64_t more : each.more_us) consider(more);
        if (!each.rule.empty()) {
            calendar::Steps steps(max_steps);
            constexpr std::int64_t two_years_us = 2 * 366 * day_us;
            const auto onsets = calendar::occurrences({each.rule, {each.start_us, "Etc/UTC"}, {}},
                                                      std::max(each.start_us, until_us - two_years_us) - 1, 8, steps);
            if (onsets)
                for (const calendar::Moment& onset : *onsets) consider(onset.us);
        }
        if (i == 0 || each.start_us < earliest) {
            earliest = each.start_us;
            if (!last) offset = each.from_us;  // before all of them
        }
    }
    return offset;
}

IcalZones::Moment IcalZones::moment(const CalendarTime& time, const std::string& tzid) const {
    const std::int64_t clock_us = time.clock_us();
    const auto here = zones_.find(tzid);
    std::string zone = tzid.empty() ? (time.utc ? "Etc/UTC" : own_) : calendar::zone_named(tzid);
    if (zone.empty() && here != zones_.end()) zone = here->second.known;
    if (time.utc) return {{clock_us}, zone.empty() ? own_ : zone};
    if (!zone.empty()) return {{calendar::at_clock(clock_us, zone)}, zone};
    if (here != zones_.end() && !here->second.observances.empty()) {
        const Instant at{clock_us - offset_us(here->second, clock_us)};
        // Shown by the person's clock: where that says the same nobody sees a difference.
        const bool same = calendar::clock_of(at.us, own_) == clock_us;
        return {at, own_, same ? std::string() : tzid};
    }
    if (const auto offset = offset_in_name(tzid)) {
        const std::string by_offset = zone_of_offset(*offset);
        return {{clock_us - *offset}, by_offset.empty() ? own_ : by_offset, by_offset.empty() ? tzid : std::string()};
    }
    return {{calendar::at_clock(clock_us, own_)}, own_, tzid, true};
}

}  // namespace tasklog::app
