#include <algorithm>
#include <map>

#include "app/import_task.hpp"
#include "app/import_text.hpp"
#include "infra/calendar/zone.hpp"

namespace tasklog::app {
namespace {

// ---- CSV (RFC 4180)

struct CsvRow {
    std::size_t line = 0;
    std::vector<std::string> fields;
};

std::vector<CsvRow> csv_rows(std::string_view text) {
    std::vector<CsvRow> rows;
    std::size_t line = 1;
    bool quoted = false;
    bool begun = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (!begun) rows.push_back({line, {""}}), begun = true;
        std::string& field = rows.back().fields.back();
        if (c == '\n') ++line;
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
            field += '"', ++i;
        } else if (c == '"' && (quoted || field.empty())) {
            quoted = !quoted;
        } else if (quoted) {
            field += c;
        } else if (c == ',') {
            rows.back().fields.emplace_back();
        } else if (c == '\n') {
            begun = false;
        } else if (c != '\r') {
            field += c;
        }
    }
    return rows;
}

struct TodoistColumns {
    std::map<std::string, std::size_t> at;
    std::string operator()(const CsvRow& row, const char* name) const {
        const auto column = at.find(name);
        return column == at.end() || column->second >= row.fields.size() ? std::string() : row.fields[column->second];
    }
};

/// "2026-12-01", "2026-12-01 09:30" or "2026-12-01T09:30"; nothing for Todoist's many words such as "every friday".
std::optional<Due> due_of(const std::string& text, const std::string& zone) {
    const auto day = usual_day(std::string_view(text).substr(0, 10));
    if (!day) return std::nullopt;
    if (text.size() == 10) return DueDate{*day};
    const auto as_utc = text.size() >= 16 && (text[10] == ' ' || text[10] == 'T')
                            ? Instant::parse(text.substr(0, 10) + "T" + text.substr(11, 5) + ":00Z")
                            : std::nullopt;
    if (!as_utc || !calendar::is_zone(zone)) return std::nullopt;
    return DueInstant{{calendar::at_clock(as_utc->us, zone)}, zone};
}

ImportedTask todoist_task(const CsvRow& row, const TodoistColumns& column, const std::string& list,
                          const std::string& default_zone) {
    ImportedTask task{.line = row.line, .identity = {}, .list = list, .title = {}, .notes = column(row, "DESCRIPTION")};
    std::string_view rest =
        column.at.contains("CONTENT") ? std::string_view(row.fields[column.at.at("CONTENT")]) : std::string_view();
    while (!rest.empty()) {
        const std::string_view word = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
        if (word.size() > 1 && word[0] == '@') {
            task.tags.emplace_back(word.substr(1));
        } else if (!word.empty()) {
            task.title.append(task.title.empty() ? "" : " ").append(word);
        }
    }
    const std::string priority = column(row, "PRIORITY");
    if (priority == "1") task.priority = Priority::urgent;
    if (priority == "2") task.priority = Priority::high;
    if (priority == "3") task.priority = Priority::medium;
    const std::string date = column(row, "DATE");
    const std::string zone = column(row, "TIMEZONE");
    task.due = due_of(date, zone.empty() ? default_zone : zone);
    if (!date.empty() && !task.due)
        task.notes.append(task.notes.empty() ? "" : "\n").append("Due in Todoist: ").append(date);
    return task;
}

}  // namespace

Imported read_todoist_csv(std::string_view text, const std::string& project, const std::string& zone) {
    Imported out;
    std::string whole;
    for (const TextLine& line : lines_of(text)) whole.append(line.text).append("\n");
    const auto rows = csv_rows(whole);
    TodoistColumns column;
    for (std::size_t i = 0; !rows.empty() && i < rows[0].fields.size(); ++i)
        column.at.emplace(trimmed(rows[0].fields[i]), i);
    if (!column.at.contains("TYPE") || !column.at.contains("CONTENT")) {
        out.bad.push_back(
            {1, "this is not a Todoist export: its first line does not name the columns TYPE and CONTENT"});
        return out;
    }
    Occurrences occurrences;
    std::string list = project;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const CsvRow& row = rows[i];
        const std::string type = column(row, "TYPE");
        const std::string content = trimmed(column(row, "CONTENT"));
        if (type == "section" && !content.empty()) {
            list = project + " / " + content;
        } else if (type == "note" && !content.empty() && !out.tasks.empty()) {
            std::string& notes = out.tasks.back().notes;
            notes.append(notes.empty() ? "" : "\n").append(content);
        } else if (type == "task") {
            if (row.fields.size() <= column.at["CONTENT"] || content.empty()) {
                out.bad.push_back({row.line, "the task has no CONTENT"});
                continue;
            }
            ImportedTask task = todoist_task(row, column, list, zone);
            if (task.title.empty()) task.title = content;
            task.identity = occurrences.of(list + "\n" + content);
            add(out, std::move(task));
        } else if (!type.empty() && type != "meta" && type != "section" && type != "note") {
            out.bad.push_back({row.line, "the TYPE is " + type + ", not task, section or note"});
        }
    }
    return out;
}

}  // namespace tasklog::app
