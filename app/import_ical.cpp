#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>

#include "app/import_task.hpp"
#include "app/import_text.hpp"
#include "infra/calendar/zone.hpp"
#include "infra/text.hpp"

namespace tasklog::app {
namespace {

/// What the clock shows as if it were UTC.
Instant clock_of(const icaltimetype& time) {
    const std::chrono::sys_days day{std::chrono::year{time.year} / time.month / time.day};
    const auto seconds = day.time_since_epoch() + std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) +
                         std::chrono::seconds(time.second);
    return {std::chrono::duration_cast<std::chrono::microseconds>(seconds).count()};
}

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

/// IANA's name of a zone: itself, or what stands at the end of a globally unique one (RFC 5545 §3.2.19), such as
/// /freeassociation.sourceforge.net/Europe/Berlin.
std::string known_zone(std::string_view name) {
    if (calendar::is_zone(std::string(name))) return std::string(name);
    if (!name.starts_with('/')) return {};
    for (std::size_t slash = name.find('/'); slash != std::string_view::npos; slash = name.find('/', slash + 1))
        if (std::string end(name.substr(slash + 1)); calendar::is_zone(end)) return end;
    return {};
}

/// What a VTODO says, and what could not be read of it.
struct Todo {
    std::string uid{};
    std::string instance{};  ///< RECURRENCE-ID
    std::vector<std::string> lost{};
};

void read_due(icalproperty* p, const std::string& default_zone, ImportedTask& task, Todo& said) {
    const icaltimetype time = icalproperty_get_due(p);
    const auto day = usual_day(day_text(time));
    if (!day) return said.lost.emplace_back("DUE is not a date of 1900 to 2999, and is left out"), void();
    if (time.is_date) return task.due = DueDate{*day}, void();
    icalparameter* tzid = icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER);
    const std::string named = icaltime_is_utc(time) ? "UTC" : tzid ? icalparameter_get_tzid(tzid) : default_zone;
    const std::string zone = known_zone(named);
    if (zone.empty()) {
        said.lost.push_back("DUE has the time zone " + named +
                            ", which is not a known IANA one: the time is taken in " + default_zone);
    }
    const std::string& meant = zone.empty() ? default_zone : zone;
    task.due = DueInstant{{calendar::at_clock(clock_of(time).us, meant)}, meant};
}

/// Categories as RFC 5545 separates them: a comma that is escaped belongs to the name. libical has undone the escapes
/// when it gives them.
void add_categories(std::string_view escaped, std::vector<std::string>& tags) {
    std::string tag;
    const auto end = [&] {
        if (auto whole = trimmed(tag); !whole.empty()) tags.push_back(std::move(whole));
        tag.clear();
    };
    for (std::size_t i = 0; i < escaped.size(); ++i) {
        if (escaped[i] == ',') {
            end();
        } else if (escaped[i] == '\\' && i + 1 < escaped.size()) {
            tag += escaped[++i] == 'n' || escaped[i] == 'N' ? ' ' : escaped[i];
        } else {
            tag += escaped[i];
        }
    }
    end();
}

/// A reason why the component cannot be imported, or nothing with `task` filled.
std::optional<std::string> read_todo(icalcomponent* todo, const std::string& default_zone, ImportedTask& task,
                                     Todo& said) {
    bool completed = false;
    bool has_status = false;
    for (icalproperty* p = icalcomponent_get_first_property(todo, ICAL_ANY_PROPERTY); p;
         p = icalcomponent_get_next_property(todo, ICAL_ANY_PROPERTY)) {
        switch (icalproperty_isa(p)) {
            case ICAL_XLICERROR_PROPERTY:
                // "No value for …": nothing was there to lose.
                if (const std::string why = icalproperty_get_xlicerror(p); !why.starts_with("No value for"))
                    said.lost.push_back("a property can't be read, and is left out: " + why);
                break;
            case ICAL_UID_PROPERTY:
                said.uid = icalproperty_get_uid(p);
                break;
            case ICAL_RECURRENCEID_PROPERTY:
                said.instance = icaltime_as_ical_string(icalproperty_get_recurrenceid(p));
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
            case ICAL_STATUS_PROPERTY: {
                const auto status = icalproperty_get_status(p);
                has_status = status != ICAL_STATUS_NONE && status != ICAL_STATUS_X;
                if (status == ICAL_STATUS_COMPLETED) task.status = Status::completed;
                if (status == ICAL_STATUS_CANCELLED) task.status = Status::cancelled;
                break;
            }
            case ICAL_COMPLETED_PROPERTY:
                completed = true;
                break;
            case ICAL_PERCENTCOMPLETE_PROPERTY:
                completed = completed || icalproperty_get_percentcomplete(p) >= 100;
                break;
            case ICAL_DTSTART_PROPERTY:
                task.start = usual_day(day_text(icalproperty_get_dtstart(p)));
                if (!task.start) said.lost.emplace_back("DTSTART is not a date of 1900 to 2999, and is left out");
                break;
            case ICAL_DUE_PROPERTY:
                read_due(p, default_zone, task, said);
                break;
            default:
                break;
        }
    }
    if (completed && !has_status) task.status = Status::completed;  // STATUS decides where there is one
    if (task.title.empty()) return "the VTODO has no SUMMARY";
    return std::nullopt;
}

}  // namespace

Imported read_ical(std::string_view text, const std::string& zone) {
    Imported out;
    Occurrences occurrences;
    const auto lines = content_lines_of(text);
    const auto is = [](const TextLine& line, std::string_view what) {
        return trimmed(text::upper_case(line.text)) == what;
    };
    const auto name_of = [](const TextLine& line) {
        return text::upper_case(line.text.substr(0, line.text.find_first_of(":;")));
    };
    const auto value_of = [](const TextLine& line) {
        return std::string_view(line.text).substr(std::min(line.text.find(':'), line.text.size() - 1) + 1);
    };
    std::string list;
    bool any = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (is(lines[i], "BEGIN:VCALENDAR")) any = true, list.clear();
        if (name_of(lines[i]) == "X-WR-CALNAME") {
            std::vector<std::string> parts;
            add_categories(value_of(lines[i]), parts);
            list.clear();
            for (const std::string& part : parts) list.append(list.empty() ? "" : ", ").append(part);
        }
        if (!is(lines[i], "BEGIN:VTODO")) continue;
        const std::size_t first = i;
        std::string block;
        ImportedTask task{.line = lines[i].number, .identity = {}, .list = list, .title = {}, .notes = {}};
        std::size_t depth = 0;
        bool unended = false;
        for (; i < lines.size(); ++i) {
            const std::string name = name_of(lines[i]);
            unended = (i != first && is(lines[i], "BEGIN:VTODO")) ||
                      (depth == 1 && name == "END" && !is(lines[i], "END:VTODO"));
            if (unended) break;
            block.append(lines[i].text).append("\r\n");
            if (name == "BEGIN") ++depth;
            if (name == "END" && --depth == 0) break;
            if (depth == 1 && name == "CATEGORIES") add_categories(value_of(lines[i]), task.tags);
        }
        if (unended) {
            out.bad.push_back({task.line, "the VTODO that begins here has no END:VTODO"});
            --i;
            continue;
        }
        if (i == lines.size()) {
            out.bad.push_back({lines.back().number, "the file breaks off here, within the VTODO that begins in line " +
                                                        std::to_string(lines[first].number)});
            break;
        }
        const std::unique_ptr<icalcomponent, Free> todo(icalparser_parse_string(block.c_str()));
        Todo said;
        const auto wrong =
            todo ? read_todo(todo.get(), zone, task, said) : std::optional<std::string>("the VTODO cannot be read");
        if (wrong) {
            out.bad.push_back({task.line, *wrong});
            continue;
        }
        for (std::string& each : said.lost) out.lost.push_back({task.line, std::move(each)});
        // One that others have as well is another task all the same.
        task.identity =
            occurrences.of(said.uid.empty() ? task.title + "\n" + task.notes : said.uid + "\n" + said.instance);
        add(out, std::move(task));
    }
    if (!any) out.bad.push_back({1, "this is not an iCalendar file: there is no BEGIN:VCALENDAR"});
    return out;
}

}  // namespace tasklog::app
