#include "app/import_formats.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "infra/calendar/zone.hpp"

namespace tasklog::app {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.ends_with('\r')) line.remove_suffix(1);
        out.push_back(line);
    }
    return out;
}

std::string_view without_bom(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    return text;
}

std::string trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos) return {};
    return std::string(text.substr(from, text.find_last_not_of(" \t") - from + 1));
}

/// A day that the commands take.
std::optional<Date> usual_day(std::string_view text) {
    const auto day = Date::parse(text);
    return day && is_usual(*day) ? day : std::nullopt;
}

/// Makes identities of equal lines differ: the first "buy milk" is not the second.
class Occurrences {
  public:
    std::string of(const std::string& text) {
        const int before = seen_[text]++;
        return before == 0 ? text : text + "\n" + std::to_string(before);
    }

  private:
    std::map<std::string, int> seen_;
};

/// What the clock shows as if it were UTC.
Instant clock_of(const icaltimetype& time) {
    const std::chrono::sys_days day{std::chrono::year{time.year} / time.month / time.day};
    const auto seconds = day.time_since_epoch() + std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) +
                         std::chrono::seconds(time.second);
    return {std::chrono::duration_cast<std::chrono::microseconds>(seconds).count()};
}

// ---- iCalendar

struct Free {
    void operator()(icalcomponent* p) const { icalcomponent_free(p); }
};

std::string day_text(const icaltimetype& time) {
    std::array<char, 40> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", time.year, time.month, time.day);
    return out.data();
}

Priority priority_of_ical(int value) {
    if (value == 1) return Priority::urgent;
    if (value >= 2 && value <= 4) return Priority::high;
    if (value == 5) return Priority::medium;
    return value >= 6 && value <= 9 ? Priority::low : Priority::none;
}

/// A reason why the component cannot be imported, or nothing with `task` filled.
std::optional<std::string> read_todo(icalcomponent* todo, const std::string& default_zone, ImportedTask& task) {
    std::string uid;
    std::string instance;
    for (icalproperty* p = icalcomponent_get_first_property(todo, ICAL_ANY_PROPERTY); p;
         p = icalcomponent_get_next_property(todo, ICAL_ANY_PROPERTY)) {
        switch (icalproperty_isa(p)) {
            case ICAL_XLICERROR_PROPERTY:
                return std::string(icalproperty_get_xlicerror(p));
            case ICAL_UID_PROPERTY:
                uid = icalproperty_get_uid(p);
                break;
            case ICAL_RECURRENCEID_PROPERTY:
                instance = icaltime_as_ical_string(icalproperty_get_recurrenceid(p));
                break;
            case ICAL_SUMMARY_PROPERTY:
                task.title = trimmed(icalproperty_get_summary(p));
                break;
            case ICAL_DESCRIPTION_PROPERTY:
                task.notes = icalproperty_get_description(p);
                break;
            case ICAL_PRIORITY_PROPERTY:
                task.priority = priority_of_ical(icalproperty_get_priority(p));
                break;
            case ICAL_CATEGORIES_PROPERTY: {
                std::string_view rest = icalproperty_get_categories(p);
                while (!rest.empty()) {
                    const std::string_view one = rest.substr(0, rest.find(','));
                    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
                    if (auto tag = trimmed(one); !tag.empty()) task.tags.push_back(std::move(tag));
                }
                break;
            }
            case ICAL_STATUS_PROPERTY:
                if (icalproperty_get_status(p) == ICAL_STATUS_COMPLETED) task.status = Status::completed;
                if (icalproperty_get_status(p) == ICAL_STATUS_CANCELLED) task.status = Status::cancelled;
                break;
            case ICAL_COMPLETED_PROPERTY:
                task.status = Status::completed;
                break;
            case ICAL_DTSTART_PROPERTY:
                task.start = usual_day(day_text(icalproperty_get_dtstart(p)));
                if (!task.start) return "DTSTART is not a date of 1900 to 2999";
                break;
            case ICAL_DUE_PROPERTY: {
                const icaltimetype time = icalproperty_get_due(p);
                const auto day = usual_day(day_text(time));
                if (!day) return "DUE is not a date of 1900 to 2999";
                if (time.is_date) {
                    task.due = DueDate{*day};
                    break;
                }
                icalparameter* tzid = icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER);
                const std::string zone = icaltime_is_utc(time) ? "UTC"
                                         : tzid                ? icalparameter_get_tzid(tzid)
                                                               : default_zone;
                if (!calendar::is_zone(zone))
                    return "DUE has the time zone " + zone + ", which is not a known IANA one";
                task.due = DueInstant{{calendar::at_clock(clock_of(time).us, zone)}, zone};
                break;
            }
            default:
                break;
        }
    }
    if (task.title.empty()) return "the VTODO has no SUMMARY";
    task.identity = uid.empty() ? task.title + "\n" + task.notes : uid + "\n" + instance;
    return std::nullopt;
}

// ---- todo.txt

std::optional<Date> take_day(std::string_view& rest) {
    const auto day = usual_day(rest.substr(0, 10));
    if (!day || (rest.size() > 10 && rest[10] != ' ')) return std::nullopt;
    rest.remove_prefix(std::min<std::size_t>(rest.size(), 11));
    return day;
}

Priority priority_of_letter(char letter) {
    constexpr std::array<Priority, 3> first{Priority::urgent, Priority::high, Priority::medium};
    const auto index = static_cast<std::size_t>(letter - 'A');
    return index < first.size() ? first[index] : Priority::low;
}

/// Takes what a word says about the task; false if it is a word of the title.
bool take_word(std::string_view word, ImportedTask& task, std::string& wrong) {
    if (word.size() > 1 && word[0] == '+') {
        if (task.list.empty()) {
            task.list = word.substr(1);
        } else {
            task.tags.emplace_back(word.substr(1));
        }
        return true;
    }
    if (word.size() > 1 && word[0] == '@') return task.tags.emplace_back(word.substr(1)), true;
    const bool due = word.starts_with("due:");
    if (!due && !word.starts_with("t:")) return false;
    const auto day = usual_day(word.substr(due ? 4 : 2));
    if (!day) {
        wrong = std::string(word) + " is not a date such as 2026-12-01";
    } else if (due) {
        task.due = DueDate{*day};
    } else {
        task.start = *day;
    }
    return true;
}

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

Imported read_ical(std::string_view text, const std::string& zone) {
    Imported out;
    const auto lines = lines_of(without_bom(text));
    std::string list;
    bool any = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        any = any || lines[i] == "BEGIN:VCALENDAR";
        if (lines[i].starts_with("X-WR-CALNAME:")) list = trimmed(lines[i].substr(13));
        if (lines[i] != "BEGIN:VTODO") continue;
        const std::size_t first = i;
        std::string block;
        for (; i < lines.size(); ++i) {
            block.append(lines[i]).append("\r\n");
            if (lines[i] == "END:VTODO") break;
        }
        if (i == lines.size()) {
            out.bad.push_back({first + 1, "the VTODO that begins here has no END:VTODO"});
            break;
        }
        ImportedTask task{.line = first + 1, .identity = {}, .list = list, .title = {}, .notes = {}};
        const std::unique_ptr<icalcomponent, Free> todo(icalparser_parse_string(block.c_str()));
        const auto wrong =
            todo ? read_todo(todo.get(), zone, task) : std::optional<std::string>("the VTODO cannot be read");
        if (wrong) {
            out.bad.push_back({first + 1, *wrong});
        } else {
            out.tasks.push_back(std::move(task));
        }
    }
    if (!any) out.bad.push_back({1, "this is not an iCalendar file: there is no BEGIN:VCALENDAR"});
    return out;
}

Imported read_todo_txt(std::string_view text) {
    Imported out;
    Occurrences occurrences;
    const auto lines = lines_of(without_bom(text));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::string_view rest = lines[i];
        if (trimmed(rest).empty()) continue;
        ImportedTask task{
            .line = i + 1, .identity = occurrences.of(std::string(rest)), .list = {}, .title = {}, .notes = {}};
        if (rest.starts_with("x ")) {
            task.status = Status::completed;
            rest.remove_prefix(2);
            static_cast<void>(take_day(rest));  // the day of completion: the log knows only its own time
        }
        if (rest.size() > 3 && rest[0] == '(' && rest[1] >= 'A' && rest[1] <= 'Z' && rest.substr(2, 2) == ") ") {
            task.priority = priority_of_letter(rest[1]);
            rest.remove_prefix(4);
        }
        static_cast<void>(take_day(rest));  // the day of creation
        std::string wrong;
        while (!rest.empty()) {
            const std::string_view word = rest.substr(0, rest.find(' '));
            rest.remove_prefix(std::min(rest.size(), word.size() + 1));
            if (!word.empty() && !take_word(word, task, wrong))
                task.title.append(task.title.empty() ? "" : " ").append(word);
        }
        if (wrong.empty() && task.title.empty()) wrong = "the task has no title";
        if (wrong.empty()) {
            out.tasks.push_back(std::move(task));
        } else {
            out.bad.push_back({i + 1, wrong});
        }
    }
    return out;
}

Imported read_todoist_csv(std::string_view text, const std::string& project, const std::string& zone) {
    Imported out;
    const auto rows = csv_rows(without_bom(text));
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
            out.tasks.push_back(std::move(task));
        } else if (!type.empty() && type != "meta" && type != "section" && type != "note") {
            out.bad.push_back({row.line, "the TYPE is " + type + ", not task, section or note"});
        }
    }
    return out;
}

}  // namespace tasklog::app
