#include "app/import/formats/task.hpp"

#include <xxhash.h>

#include <utility>

#include "command/limits.hpp"
#include "command/recurrence.hpp"
#include "infra/calendar/recurrence.hpp"
#include "infra/calendar/zone.hpp"
#include "infra/text.hpp"
#include "infra/uuid.hpp"

namespace tasklog::app {
namespace {

constexpr std::size_t max_steps = 200'000;

/// Without the control characters that no text of ours may have.
std::string printable(const std::string& text) {
    if (!text::has_control(text)) return text;
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t size = 1;
        while (i + size < text.size() && (static_cast<unsigned char>(text[i + size]) & 0xc0) == 0x80) ++size;
        const std::string_view character = std::string_view(text).substr(i, size);
        out += text::has_control(character) ? std::string_view(" ") : character;
        i += size;
    }
    return out;
}

std::string one_line(const std::string& text) {
    std::string out = printable(text);
    for (char& c : out)
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    return out;
}

}  // namespace

std::string trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos) return {};
    return std::string(text.substr(from, text.find_last_not_of(" \t") - from + 1));
}

std::optional<Date> usual_day(std::string_view text) {
    const auto day = Date::parse(text);
    return day && is_usual(*day) ? day : std::nullopt;
}

Instant first_moment_of(const Date& day, const std::string& zone) {
    return {calendar::at_clock(midnight_us(day), zone)};
}

Date day_of(const Instant& at, const std::string& zone) { return date_at(calendar::clock_of(at.us, zone)); }

std::string id_of_foreign_task(const std::string& identity) { return uuid_v5("import task\n" + identity); }

std::string Occurrences::of(const std::string& text) {
    const int before = seen_[XXH3_64bits(text.data(), text.size())]++;
    return before == 0 ? text : text + "\n" + std::to_string(before);
}

void add_note(ForeignTask& task, std::string_view text) {
    task.notes.append(task.notes.empty() ? "" : "\n").append(text);
}

bool fit(ForeignTask& task, const ImportContext& context, Report& report) {
    const auto lost = [&](const std::string& what) { report.lost(task.line, what); };
    const auto cut = [&](std::string& text, std::size_t most, const std::string& name) {
        if (text::chars(text) <= most) return;
        lost("the " + name + " has more than " + std::to_string(most) + " characters, and is cut");
        text = text::cut(text, most);
    };
    task.title = trimmed(one_line(task.title));
    task.list = trimmed(one_line(task.list));
    task.notes = printable(task.notes);
    if (text::is_blank(task.title)) return report.skipped(task.line, "the task has no title"), false;
    if (text::is_blank(task.list)) task.list.clear();
    const auto* due = task.due ? std::get_if<DueInstant>(&*task.due) : nullptr;
    if (due && !is_usual(due->at)) {
        lost("the due date is not of the years 1900 to 2999, and is left out");
        task.due.reset();
        task.recurrence.reset();
    }
    std::erase_if(task.reminders, [](const ForeignReminder& each) { return each.at && !is_usual(*each.at); });
    if (text::chars(task.title) > command::max_title_chars) {
        lost("the title has more than " + std::to_string(command::max_title_chars) +
             " characters, and is cut; all of it stands in the notes");
        task.notes = task.title + (task.notes.empty() ? "" : "\n\n") + task.notes;
        task.title = text::cut(task.title, command::max_title_chars);
    }
    cut(task.notes, command::max_notes_chars, "text of the notes");
    cut(task.list, command::max_name_chars, "name of the list");
    for (std::string& tag : task.tags) {
        tag = trimmed(one_line(tag));
        cut(tag, command::max_tag_chars, "tag " + text::cut(tag, 20) + "…");
    }
    std::erase_if(task.tags, [](const std::string& tag) { return text::is_blank(tag); });
    if (task.tags.size() > command::max_tags) {
        lost("there are more than " + std::to_string(command::max_tags) + " tags, and the others are left out");
        task.tags.resize(command::max_tags);
    }
    if (task.reminders.size() > command::max_reminders) {
        lost("there are more than " + std::to_string(command::max_reminders) +
             " reminders, and the others are left out");
        task.reminders.resize(command::max_reminders);
    }
    const auto past = [&](std::optional<Instant>& at, const std::string& what) {
        if (!at || (is_usual(*at) && *at <= context.now)) return;
        lost("when it was " + what + " can't be kept: " + at->text().substr(0, 10) + " is not a day of the past");
        at.reset();
    };
    past(task.created, "made");
    past(task.ended, task.status == Status::cancelled ? "cancelled" : "completed");
    if (task.status == Status::open) task.ended.reset();
    return true;
}

void make_recurring(ForeignTask& task, const std::string& rule, bool from_completion, std::vector<Date> except,
                    const ImportContext& context, Report& report) {
    const auto lost = [&](const std::string& why) {
        add_note(task, "Repeats: " + rule);
        report.lost(task.line, "how it repeats can't be kept, and stands in the notes: " + why + " (" + rule + ")");
    };
    if (task.status != Status::open) return lost("it is done");
    if (!task.due) return lost("it has no date to begin with");
    const calendar::Moment start = command::moment_of(*task.due);
    calendar::Steps steps(max_steps);
    if (const auto fault = calendar::fault_of_rule(rule, start, steps)) return lost("the rule " + *fault);
    if (except.size() > command::max_except) {
        report.lost(task.line, "there are more than " + std::to_string(command::max_except) +
                                   " days without it, and the others are left out");
        except.resize(command::max_except);
    }
    task.recurrence = Recurrence{.rule = rule,
                                 .except = std::move(except),
                                 .from_completion = from_completion,
                                 .zone = start.zone.empty() ? context.zone : "",
                                 .start = *task.due,
                                 .occurrence = *task.due};
}

}  // namespace tasklog::app
