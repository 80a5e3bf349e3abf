#pragma once
#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "app/import/formats/ical_zones.hpp"
#include "app/import/formats/lines.hpp"
#include "app/import/formats/readers.hpp"

namespace tasklog::app {

/// What of an iCalendar file must be known before its first task is read: what stands behind it.
struct IcalSurvey {
    IcalZones zones;
    std::vector<std::string> names{};  ///< of the calendars, in their order; empty: it has none
    std::map<std::string, std::vector<CalendarTime>> overrides{};  ///< UID → RECURRENCE-IDs
    std::map<std::string, std::string> parents{};                  ///< task's UID → its parent's
    std::set<std::string> in_a_loop{};                             ///< UIDs of tasks that would be parts of themselves
    std::set<std::string> missing{};                               ///< parents' UIDs that the file does not have
};

/// Looks through a file, so many lines at a time.
class IcalSurveyor {
  public:
    IcalSurveyor(const OpenFile& open, const ImportContext& context)
        : survey_{.zones = IcalZones(context.zone)}, lines_(open()) {}

    /// The survey, once the file's end is reached; nothing before.
    std::optional<IcalSurvey> go_on(std::size_t lines);

  private:
    void look_at(const ContentLine& line);
    void look_at_todo(const ContentLine& line, const std::string& value);
    IcalSurvey finish();

    IcalSurvey survey_;
    ContentLines lines_;
    std::vector<ContentLine> zone_;
    bool in_zone_ = false;
    bool in_todo_ = false;
    bool in_alarm_ = false;
    std::string uid_;
    std::string parent_;
    std::vector<std::string> children_;
    std::optional<CalendarTime> override_of_;
    std::size_t overrides_ = 0;
    std::unordered_set<std::string> uids_;
};

/// What a task of this UID, and RECURRENCE-ID, is known by.
std::string ical_identity(const std::string& uid, const std::string& instance);

}  // namespace tasklog::app
