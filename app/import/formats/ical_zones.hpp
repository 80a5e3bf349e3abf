#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/import/formats/content_line.hpp"
#include "app/import/formats/lines.hpp"
#include "app/import/formats/task.hpp"

namespace tasklog::app {

/// The time zones that an iCalendar file speaks of: IANA's, whatever it calls them, and its own (VTIMEZONE).
class IcalZones {
  public:
    /// `own`: the zone of times that name none.
    explicit IcalZones(std::string own) : own_(std::move(own)) {}

    /// Takes what stands between BEGIN:VTIMEZONE and END:VTIMEZONE.
    void add(const std::vector<ContentLine>& lines);

    struct Moment {
        Instant at{};
        std::string zone{};     ///< IANA: where it is shown
        std::string unknown{};  ///< what the file calls the zone, where `zone` is only the person's own
        bool is_guess = false;  ///< nothing is known of that zone: the time is taken in the person's
    };
    /// The moment of a time, by the zone that TZID names.
    Moment moment(const CalendarTime& time, const std::string& tzid) const;
    const std::string& own() const { return own_; }

  private:
    /// STANDARD or DAYLIGHT.
    struct Observance {
        std::int64_t start_us = 0;  ///< by the clock before it
        std::int64_t from_us = 0;   ///< offsets to UTC
        std::int64_t to_us = 0;
        std::string rule{};
        std::vector<std::int64_t> more_us{};  ///< RDATE
    };
    struct Zone {
        std::string known{};  ///< IANA's name that the file gives for it
        std::vector<Observance> observances{};
    };
    static std::int64_t offset_us(const Zone& zone, std::int64_t clock_us);

    std::string own_;
    std::map<std::string, Zone> zones_;
};

}  // namespace tasklog::app
