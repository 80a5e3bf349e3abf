#pragma once
#include <expected>
#include <functional>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include "app/import/formats/task.hpp"

namespace tasklog::app {

enum class ImportFormat { ical, todo_txt, todoist, tasklog };

/// "ics", "todo.txt", "todoist", "tasklog"; none for another.
std::optional<ImportFormat> import_format_named(std::string_view name);
std::string_view name_of(ImportFormat format);

/// Opens the file at its beginning. Some formats are read twice.
using OpenFile = std::function<std::unique_ptr<std::istream>()>;

/// What a file is, by what stands in it; where any text would do, by its name. Or why it is none of these: a sentence.
std::expected<ImportFormat, std::string> format_of(const OpenFile& open, std::string_view file_name);

/// iCalendar's VTODO components (RFC 5545) and vCalendar's. The lists are X-WR-CALNAME's.
std::unique_ptr<ImportReader> read_ical(const OpenFile& open, const ImportContext& context, Report& report);
/// todo.txt: the first +project is the list, @contexts and further projects are tags, due:, t: and rec: are dates.
std::unique_ptr<ImportReader> read_todo_txt(const OpenFile& open, const ImportContext& context, Report& report);
/// Todoist's CSV export of a project, whose name is the file's; a section is a list of its own.
std::unique_ptr<ImportReader> read_todoist(const OpenFile& open, const ImportContext& context, Report& report);
/// Our own export: JSON Lines.
std::unique_ptr<ImportReader> read_tasklog(const OpenFile& open, const ImportContext& context, Report& report);

std::unique_ptr<ImportReader> read_file(ImportFormat format, const OpenFile& open, const ImportContext& context,
                                        Report& report);

}  // namespace tasklog::app
