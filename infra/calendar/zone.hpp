#pragma once
#include <cstdint>
#include <string>

/// Time zones: what a place's clock shows at a moment, and the other way round. All conversions of the project are
/// these. The zones are the system's (IANA's database), read by Abseil.
namespace tasklog::calendar {

/// True for the name of one of IANA's time zones that is known here.
bool is_zone(const std::string& zone);
/// UTC of what the clock shows in `zone`; both in us since 1970. Times that a change of clocks leaves out are taken
/// with the offset from before it, and of those that there are twice the first is meant (RFC 5545 §3.3.5). In a zone
/// that is none, UTC.
std::int64_t at_clock(std::int64_t clock_us, const std::string& zone);
/// What the clock shows in `zone` at a moment; both in us since 1970.
std::int64_t clock_of(std::int64_t us, const std::string& zone);
/// The first moment of the day that a clock shows.
std::int64_t midnight_before(std::int64_t clock_us);

}  // namespace tasklog::calendar
