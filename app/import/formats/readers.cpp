#include "app/import/formats/readers.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "app/import/formats/lines.hpp"
#include "infra/text.hpp"

namespace tasklog::app {
namespace {

constexpr std::array<std::string_view, 4> names{"ics", "todo.txt", "todoist", "tasklog"};

}  // namespace

std::optional<ImportFormat> import_format_named(std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<ImportFormat>(i);
    return std::nullopt;
}

std::string_view name_of(ImportFormat format) { return names[static_cast<std::size_t>(format)]; }

std::expected<ImportFormat, std::string> format_of(const OpenFile& open, std::string_view file_name) {
    constexpr int looked_at = 20;
    constexpr std::array<std::string_view, 7> others{"PK\x03\x04", "%PDF", "<!DOCTYPE", "<HTML", "<?XML", "{", "["};
    Lines lines(open());
    bool is_first = true;
    for (int i = 0; i < looked_at; ++i) {
        const auto line = lines.next();
        if (!line) break;
        const std::string text = text::upper_case(trimmed(line->text));
        if (text.find('\0') != std::string::npos) return std::unexpected("This is not a text file.");
        if (text.empty()) continue;
        const bool is_line_of_json = text.starts_with('{') && text.ends_with('}');
        const bool is_other =
            std::any_of(others.begin(), others.end(), [&](std::string_view each) { return text.starts_with(each); });
        if (std::exchange(is_first, false) && is_other && !is_line_of_json)
            return std::unexpected(
                "This is a file of another kind. What can be read is iCalendar, todo.txt, Todoist's CSV, and an export "
                "of Tasklog: most programs can write iCalendar (.ics).");
        if (text.starts_with("BEGIN:VCALENDAR")) return ImportFormat::ical;
        if (is_line_of_json) return ImportFormat::tasklog;
        if (text.starts_with("TYPE,CONTENT") || text.starts_with("\"TYPE\",\"CONTENT\"")) return ImportFormat::todoist;
    }
    const std::string name = text::upper_case(file_name);
    if (name.ends_with(".ICS")) return ImportFormat::ical;
    if (name.ends_with(".CSV")) return ImportFormat::todoist;
    if (name.ends_with(".JSONL")) return ImportFormat::tasklog;
    return ImportFormat::todo_txt;
}

std::unique_ptr<ImportReader> read_file(ImportFormat format, const OpenFile& open, const ImportContext& context,
                                        Report& report) {
    switch (format) {
        case ImportFormat::ical:
            return read_ical(open, context, report);
        case ImportFormat::todo_txt:
            return read_todo_txt(open, context, report);
        case ImportFormat::todoist:
            return read_todoist(open, context, report);
        case ImportFormat::tasklog:
            break;
    }
    return read_tasklog(open, context, report);
}

}  // namespace tasklog::app
