#include "app/import/readers.hpp"

#include <array>

#include "app/import/lines.hpp"
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

ImportFormat format_of(const OpenFile& open, std::string_view file_name) {
    constexpr int looked_at = 20;
    Lines lines(open());
    for (int i = 0; i < looked_at; ++i) {
        const auto line = lines.next();
        if (!line) break;
        const std::string text = text::upper_case(trimmed(line->text));
        if (text.empty()) continue;
        if (text.starts_with("BEGIN:VCALENDAR")) return ImportFormat::ical;
        if (text.starts_with('{') && text.ends_with('}')) return ImportFormat::tasklog;
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
