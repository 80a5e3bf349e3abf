#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/task.hpp"

namespace tasklog::app {

/// One task of a foreign file, in our words.
struct ImportedTask {
    std::size_t line = 0;  ///< where it begins in the file, from 1
    std::string identity;  ///< the same in every reading of the file, and no other task's there
    std::string list;      ///< the name of its list, empty: the inbox
    std::string title;
    std::string notes;
    Priority priority = Priority::none;
    Status status = Status::open;
    std::vector<std::string> tags;
    std::optional<Due> due;
    std::optional<Date> start;
};

struct BadLine {
    std::size_t line = 0;
    std::string why;
};

struct Imported {
    std::vector<ImportedTask> tasks;
    std::vector<BadLine> bad;   ///< what was skipped
    std::vector<BadLine> lost;  ///< what could not be kept of a task that was read
};

/// `zone`: the IANA time zone of times that name none. Texts that are too long are cut, and told of.
/// iCalendar's VTODO components (RFC 5545) and vCalendar's, by libical. Lists come from X-WR-CALNAME. A property that
/// can't be used costs that property.
Imported read_ical(std::string_view text, const std::string& zone);
/// todo.txt: the first +project is the list, @contexts and further projects are tags, due: and t: are dates.
Imported read_todo_txt(std::string_view text);
/// Todoist's CSV export of a project. `project`: its name, which the file does not hold; a section is a list of its
/// own.
Imported read_todoist_csv(std::string_view text, const std::string& project, const std::string& zone);

}  // namespace tasklog::app
