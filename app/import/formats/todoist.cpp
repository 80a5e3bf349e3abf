#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "app/import/formats/lines.hpp"
#include "app/import/formats/readers.hpp"
#include "app/import/formats/todoist_date.hpp"
#include "infra/calendar/zone.hpp"
#include "infra/calendar/zone_name.hpp"
#include "infra/text.hpp"

namespace tasklog::app {
namespace {

constexpr std::int64_t minute_us = 60'000'000;
constexpr std::size_t max_fields = 200;

struct CsvRow {
    std::size_t line = 0;
    std::vector<std::string> fields{};
};

/// The rows of a CSV file (RFC 4180).
class CsvRows {
  public:
    explicit CsvRows(std::unique_ptr<std::istream> file) : lines_(std::move(file)) {}

    std::optional<CsvRow> next() {
        auto line = lines_.next();
        if (!line) return std::nullopt;
        CsvRow row{.line = line->number, .fields = {""}};
        bool quoted = false;
        std::size_t bytes = 0;
        for (;;) {
            const std::string& text = line->text;
            bytes += text.size();
            for (std::size_t i = 0; i < text.size(); ++i) {
                std::string& field = row.fields.back();
                if (quoted && text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"') {
                    field += '"', ++i;
                } else if (text[i] == '"' && (quoted || field.empty())) {
                    quoted = !quoted;
                } else if (!quoted && text[i] == ',') {
                    if (row.fields.size() < max_fields) row.fields.emplace_back();
                } else if (bytes < max_line_bytes) {
                    field += text[i];
                }
            }
            if (!quoted) return row;
            if (bytes < max_line_bytes) row.fields.back() += '\n';
            line = lines_.next();
            if (!line) return row;
        }
    }

  private:
    Lines lines_;
};

/// "Cellar [1234567890].csv" is the project Cellar.
std::string project_of(const std::string& file_name) {
    std::string stem = std::filesystem::path(file_name).stem().string();
    const std::size_t bracket = stem.rfind(" [");
    if (bracket != std::string::npos && stem.ends_with(']') &&
        stem.find_first_not_of("0123456789", bracket + 2) == stem.size() - 1)
        stem.resize(bracket);
    return stem;
}

/// "Lee (11111111)" is Lee.
std::string person_of(const std::string& cell) {
    const std::size_t bracket = cell.rfind(" (");
    return trimmed(std::string_view(cell).substr(0, bracket));
}

/// What a note says of a file: [[file {"file_name":"a.pdf","file_url":"https://…"}]].
std::string without_file_marks(const std::string& note) {
    const std::size_t begin = note.find("[[file {");
    const std::size_t end = note.find("}]]", begin == std::string::npos ? 0 : begin);
    if (begin == std::string::npos || end == std::string::npos) return note;
    const auto member = [&](std::string_view name) {
        const std::string mark = "\"" + std::string(name) + "\":\"";
        const std::size_t at = note.find(mark, begin);
        if (at == std::string::npos || at > end) return std::string();
        return note.substr(at + mark.size(), note.find('"', at + mark.size()) - at - mark.size());
    };
    return trimmed(note.substr(0, begin) + member("file_name") + " " + member("file_url") + note.substr(end + 3));
}

class TodoistReader final : public ImportReader {
  public:
    TodoistReader(const OpenFile& open, const ImportContext& context, Report& report)
        : context_(context), report_(report), rows_(open()), project_(project_of(context.file_name)) {
        const auto header = rows_.next();
        for (std::size_t i = 0; header && i < header->fields.size(); ++i)
            column_.emplace(trimmed(header->fields[i]), i);
        if (column_.contains("TYPE") && column_.contains("CONTENT")) return;
        report_.skipped(1, "this is not a Todoist export: its first line does not name the columns TYPE and CONTENT");
        is_one_ = false;
    }

    std::optional<ForeignItem> next() override {
        while (is_one_) {
            const auto row = rows_.next();
            if (!row) {
                is_one_ = false;
                break;
            }
            const std::string type = cell(*row, "TYPE");
            const std::string content = trimmed(cell(*row, "CONTENT"));
            if (type == "note") {
                add_note_row(*row, content);
            } else if (type == "section") {
                // What follows belongs to the section: no task to take its notes.
                section_ = content;
                above_.clear();
                if (auto before = close()) return before;
            } else if (type == "task") {
                if (auto before = close(read_task(*row, content))) return before;
            } else if (!type.empty() && type != "meta") {
                report_.skipped(row->line, "the TYPE is " + text::cut(type, 40) + ", not task, section or note");
            }
        }
        if (auto last = close()) return last;
        return std::nullopt;
    }

  private:
    std::string cell(const CsvRow& row, const char* name) const {
        const auto at = column_.find(name);
        return at == column_.end() || at->second >= row.fields.size() ? std::string() : row.fields[at->second];
    }

    /// The task whose notes might have followed; none if there was none, or it is no task.
    std::optional<ForeignTask> close(std::optional<ForeignTask> next = std::nullopt) {
        auto task = std::exchange(open_, std::move(next));
        return task && fit(*task, context_, report_) ? std::move(task) : std::nullopt;
    }

    void add_note_row(const CsvRow& row, const std::string& content) {
        if (content.empty()) return;
        if (open_) return add_note(*open_, without_file_marks(content));
        report_.skipped(row.line, "a note that belongs to no task: " + text::cut(content, 200));
    }

    std::optional<ForeignTask> read_task(const CsvRow& row, const std::string& content) {
        if (content.empty()) {
            report_.skipped(row.line, "the task has no CONTENT");
            return std::nullopt;
        }
        const std::string of_section = section_.empty() ? project_ : project_ + " / " + section_;
        ForeignTask task{.line = row.line,
                         .id = id_of_foreign_task(occurrences_.of(of_section + "\n" + content)),
                         .list = project_,
                         .section = section_,
                         .notes = cell(row, "DESCRIPTION")};
        std::string_view rest = content;
        while (!rest.empty()) {
            const std::string_view word = rest.substr(0, rest.find(' '));
            rest.remove_prefix(std::min(rest.size(), word.size() + 1));
            if (word.size() > 1 && word[0] == '@') {
                task.tags.emplace_back(word.substr(1));
            } else if (!word.empty()) {
                task.title.append(task.title.empty() ? "" : " ").append(word);
            }
        }
        if (task.title.empty()) task.title = content;
        const std::string priority = cell(row, "PRIORITY");
        if (priority == "1") task.priority = Priority::urgent;
        if (priority == "2") task.priority = Priority::high;
        if (priority == "3") task.priority = Priority::medium;
        place(task, cell(row, "INDENT"));
        read_dates(task, row);
        const std::string person = person_of(cell(row, "RESPONSIBLE"));
        if (!person.empty()) {
            add_note(task, "For: " + person);
            report_.lost(task.line, "who is responsible stands in the notes: " + text::cut(person, 40));
        }
        const std::string duration = cell(row, "DURATION");
        if (!duration.empty() && duration != "None")
            add_note(task, "Takes " + duration + " " + cell(row, "DURATION_UNIT") + (duration == "1" ? "" : "s"));
        return task;
    }

    /// Under the task before it that stands one step to the left.
    void place(ForeignTask& task, const std::string& indent) {
        const std::size_t depth =
            indent.size() == 1 && indent[0] >= '1' && indent[0] <= '9' ? static_cast<std::size_t>(indent[0] - '1') : 0;
        above_.resize(std::min(above_.size(), depth));
        if (!above_.empty()) task.parent = above_.back();
        above_.push_back(task.id);
    }

    void read_dates(ForeignTask& task, const CsvRow& row) {
        const std::string named = trimmed(cell(row, "TIMEZONE"));
        const std::string known = named.empty() ? std::string() : calendar::zone_named(named);
        const std::string zone = known.empty() ? context_.zone : known;
        const words::Writing writing{.now = context_.now, .zone = zone};
        const std::string date = trimmed(cell(row, "DATE"));
        const auto read = date.empty() ? std::nullopt : read_todoist_date(date, writing);
        if (read) {
            task.due = due_of(*read, zone);
            if (const auto& [day, minutes, rule, from_completion] = read->date; !rule.empty())
                make_recurring(task, rule, from_completion, {}, context_, report_);
        } else if (!date.empty()) {
            add_note(task, "Due in Todoist: " + date);
            report_.lost(task.line, "the date is not understood, and stands in the notes: " + text::cut(date, 60));
        }
        const std::string deadline = trimmed(cell(row, "DEADLINE"));
        if (deadline.empty()) return;
        const auto last = read_todoist_date(deadline, writing);
        if (last && !task.due) {
            task.due = due_of(*last, zone);
        } else {
            add_note(task, "Deadline: " + (last ? last->date.day.text() : deadline));
            report_.lost(task.line, "the deadline stands in the notes: tasks have one date here");
        }
    }

    static Due due_of(const TodoistDate& read, const std::string& zone) {
        if (!read.date.minutes) return DueDate{read.date.day};
        const std::int64_t clock_us = midnight_us(read.date.day) + *read.date.minutes * minute_us;
        return DueInstant{{read.utc ? clock_us : calendar::at_clock(clock_us, zone)}, zone};
    }

    const ImportContext& context_;
    Report& report_;
    CsvRows rows_;
    const std::string project_;
    std::string section_{};
    std::map<std::string, std::size_t> column_;
    bool is_one_ = true;
    Occurrences occurrences_;
    std::vector<std::string> above_;   ///< ids of the tasks that the last one stands below, and its own
    std::optional<ForeignTask> open_;  ///< one whose notes may follow
};

}  // namespace

std::unique_ptr<ImportReader> read_todoist(const OpenFile& open, const ImportContext& context, Report& report) {
    return std::make_unique<TodoistReader>(open, context, report);
}

}  // namespace tasklog::app
