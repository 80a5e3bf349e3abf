#pragma once
#include <string>
#include <vector>

#include "app/import/formats/content_line.hpp"
#include "app/import/formats/ical_survey.hpp"
#include "app/import/formats/task.hpp"

namespace tasklog::app {

/// A VTODO as its lines tell it, one after another.
class IcalTodo {
  public:
    IcalTodo(std::size_t line, const IcalSurvey& survey, const ImportContext& context, Report& report)
        : survey_(survey), context_(context), report_(report) {
        task_.line = line;
    }

    /// A line between BEGIN:VTODO and END:VTODO.
    void add(const ContentLine& line);
    /// The task; none if it has no title, with a line in the report.
    std::optional<ForeignTask> finish(const std::string& list, Occurrences& occurrences);

  private:
    struct Alarm {
        std::string action{};
        std::string trigger{};
        bool of_end = false;
    };

    void lost(const std::string& why) { report_.lost(task_.line, why); }
    void add_alarm(const ContentLine& line);
    /// What has no place of its own.
    void keep_in_notes(const std::string& name, const std::string& what, const std::string& value);
    std::optional<Due> due_of(const ContentLine& line);
    std::optional<Instant> instant_of(const ContentLine& line);
    void place_dates();
    void place_status();
    void place_recurrence();
    void place_alarms();
    void place_parent();

    const IcalSurvey& survey_;
    const ImportContext& context_;
    Report& report_;
    ForeignTask task_;
    std::string uid_;
    std::string instance_;
    std::string description_;
    std::string status_;
    std::string rule_;
    std::string dtstart_zone_;
    std::vector<Date> except_;
    std::optional<CalendarTime> dtstart_;
    std::optional<Due> start_as_due_;
    std::optional<std::int64_t> duration_s_;
    std::optional<Instant> completed_;
    int percent_ = -1;
    std::vector<std::string> extras_;       ///< lines for the notes
    std::vector<std::string> extra_names_;  ///< of the properties that they come from
    std::vector<Alarm> alarms_;
    bool in_alarm_ = false;
};

}  // namespace tasklog::app
