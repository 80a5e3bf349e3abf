#include "app/import/formats/ical_todo.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "command/limits.hpp"
#include "infra/calendar/zone.hpp"
#include "infra/text.hpp"

namespace tasklog::app {
namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t hour_us = 3'600 * second_us;

Priority priority_of(int value) {
    if (value == 1) return Priority::urgent;
    if (value >= 2 && value <= 4) return Priority::high;
    if (value == 5) return Priority::medium;
    return value >= 6 && value <= 9 ? Priority::low : Priority::none;
}

/// What only programs speak of.
bool is_technical(const std::string& name) {
    constexpr std::array<std::string_view, 12> names{"DTSTAMP", "LAST-MODIFIED",  "SEQUENCE",      "CLASS",
                                                     "TRANSP",  "REQUEST-STATUS", "METHOD",        "PRODID",
                                                     "VERSION", "COLOR",          "RECURRENCE-ID", "COMPLETED"};
    return name.starts_with("X-") || std::find(names.begin(), names.end(), name) != names.end();
}

std::string day_text(const Due& due) {
    if (const auto* day = std::get_if<DueDate>(&due)) return day->date.text();
    const auto& moment = std::get<DueInstant>(due);
    return day_of(moment.at, moment.zone).text();
}

/// Days from one to the other, each where it is meant.
std::int64_t days_between(const Due& from, const Due& to) {
    const auto day = [](const Due& due) { return std::chrono::sys_days(Date::parse(day_text(due))->day); };
    return (day(to) - day(from)).count();
}

bool has_by_parts(const std::string& rule) { return text::upper_case(rule).find(";BY") != std::string::npos; }

}  // namespace

std::optional<Due> IcalTodo::due_of(const ContentLine& line) {
    const auto time = parse_calendar_time(trimmed(line.value));
    if (!time || !is_usual(time->day)) {
        lost(line.name + " is not a date of 1900 to 2999, and is left out: " + text::cut(line.value, 40));
        return std::nullopt;
    }
    if (!time->seconds) return DueDate{time->day};
    const auto moment = survey_.zones.moment(*time, line.parameter("TZID"));
    if (moment.is_guess) {
        lost(line.name + " has the time zone " + moment.unknown + ", which is not a known one: the time is taken in " +
             moment.zone);
    } else if (!moment.unknown.empty()) {
        lost(line.name + " is in a time zone of the file's own, " + moment.unknown +
             ": the moment is kept, and shown by the clock of " + moment.zone);
    }
    return DueInstant{moment.at, moment.zone};
}

std::optional<Instant> IcalTodo::instant_of(const ContentLine& line) {
    const auto due = due_of(line);
    if (!due) return std::nullopt;
    if (const auto* day = std::get_if<DueDate>(&*due)) return first_moment_of(day->date, context_.zone);
    return std::get<DueInstant>(*due).at;
}

void IcalTodo::keep_in_notes(const std::string& name, const std::string& what, const std::string& value) {
    const std::string text = trimmed(value);
    if (text.empty() || extras_.size() >= 100) return;
    extras_.push_back(what.empty() ? text : what + ": " + text);
    if (std::find(extra_names_.begin(), extra_names_.end(), name) == extra_names_.end()) extra_names_.push_back(name);
}

void IcalTodo::add_alarm(const ContentLine& line) {
    Alarm& alarm = alarms_.back();
    if (line.name == "ACTION") alarm.action = text::upper_case(trimmed(line.value));
    if (line.name != "TRIGGER") return;
    alarm.trigger = trimmed(line.value);
    alarm.of_end = text::upper_case(line.parameter("RELATED")) == "END";
}

void IcalTodo::add(const ContentLine& line) {
    const std::string& name = line.name;
    const std::string value = trimmed(line.value);
    if (name == "BEGIN") {
        in_alarm_ = text::upper_case(value) == "VALARM";
        if (in_alarm_ && alarms_.size() < 100) alarms_.emplace_back();
        return;
    }
    if (name == "END") return in_alarm_ = false, void();
    if (in_alarm_) return add_alarm(line);
    if (value.empty()) return;  // there was nothing to lose
    if (name == "UID") {
        uid_ = value;
    } else if (name == "RECURRENCE-ID") {
        instance_ = value;
    } else if (name == "SUMMARY") {
        task_.title = unescaped(line.value);
    } else if (name == "DESCRIPTION") {
        description_ = unescaped(line.value);
    } else if (name == "PRIORITY") {
        task_.priority = priority_of(std::atoi(value.c_str()));
    } else if (name == "CATEGORIES") {
        for (std::string& tag : unescaped_list(line.value))
            if (task_.tags.size() < 1'000) task_.tags.push_back(std::move(tag));
    } else if (name == "STATUS") {
        status_ = text::upper_case(value);
    } else if (name == "PERCENT-COMPLETE") {
        percent_ = std::atoi(value.c_str());
    } else if (name == "COMPLETED") {
        completed_ = instant_of(line);
    } else if (name == "CREATED") {
        task_.created = instant_of(line);
    } else if (name == "DTSTART") {
        const auto time = parse_calendar_time(value);
        start_as_due_ = due_of(line);
        if (start_as_due_) dtstart_ = time, dtstart_zone_ = line.parameter("TZID");
    } else if (name == "DUE") {
        task_.due = due_of(line);
    } else if (name == "DURATION") {
        duration_s_ = parse_duration(value);
        if (!duration_s_) lost("DURATION can't be read, and is left out: " + text::cut(value, 40));
    } else if (name == "RRULE") {
        if (!rule_.empty()) lost("it has more than one RRULE, and only the first is kept");
        if (rule_.empty()) rule_ = value;
    } else if (name == "EXDATE") {
        for (const std::string& each : unescaped_list(value)) {
            const auto time = parse_calendar_time(trimmed(each));
            if (!time || !is_usual(time->day)) {
                lost("EXDATE can't be read, and is left out: " + text::cut(each, 40));
                continue;
            }
            const auto moment = survey_.zones.moment(*time, line.parameter("TZID"));
            except_.push_back(time->utc ? app::day_of(moment.at, moment.zone) : time->day);
        }
    } else if (name == "RELATED-TO") {
        const std::string type = text::upper_case(line.parameter("RELTYPE"));
        if (!type.empty() && type != "PARENT" && type != "CHILD") keep_in_notes(name, "Related to", value);
    } else if (name == "LOCATION") {
        keep_in_notes(name, "Place", unescaped(line.value));
    } else if (name == "URL" || name == "ATTACH" || name == "CONFERENCE") {
        if (line.parameter("ENCODING").empty()) {
            keep_in_notes(name, "", value);
        } else {
            lost("an attachment is left out: tasks have none here");
        }
    } else if (name == "ATTENDEE" || name == "ORGANIZER") {
        const std::string common_name = line.parameter("CN");
        keep_in_notes(name, name == "ATTENDEE" ? "With" : "By", common_name.empty() ? value : common_name);
    } else if (!is_technical(name)) {
        keep_in_notes(name, name, unescaped(line.value));
    }
}

void IcalTodo::place_dates() {
    if (dtstart_) task_.start = dtstart_->day;
    if (!task_.due && duration_s_ && dtstart_) {
        CalendarTime end = *dtstart_;
        const std::int64_t clock_s = end.clock_us() / second_us + *duration_s_;
        const std::int64_t day = clock_s / 86'400 - (clock_s % 86'400 < 0 ? 1 : 0);
        end.day = Date{std::chrono::sys_days(std::chrono::days(day))};
        if (end.seconds || *duration_s_ % 86'400 != 0) end.seconds = clock_s - day * 86'400;
        if (!end.seconds) {
            task_.due = DueDate{end.day};
        } else {
            const auto moment = survey_.zones.moment(end, dtstart_zone_);
            task_.due = DueInstant{moment.at, moment.zone};
        }
        if (!is_usual(end.day)) task_.due.reset(), lost("DURATION ends after 2999, and is left out");
    }
    if (task_.due && task_.start && day_text(*task_.due) < task_.start->text()) {
        lost("it is due before it starts: both are kept");
    }
}

void IcalTodo::place_status() {
    const bool known =
        status_ == "COMPLETED" || status_ == "CANCELLED" || status_ == "NEEDS-ACTION" || status_ == "IN-PROCESS";
    if (!status_.empty() && !known) lost("STATUS:" + text::cut(status_, 20) + " is not one that a task can have");
    if (status_ == "COMPLETED") task_.status = Status::completed;
    if (status_ == "CANCELLED") task_.status = Status::cancelled;
    // STATUS decides where there is one.
    if (!known && (completed_ || percent_ >= 100)) task_.status = Status::completed;
    if (task_.status != Status::open) task_.ended = completed_;
    if (task_.status == Status::open && percent_ > 0 && percent_ < 100)
        keep_in_notes("PERCENT-COMPLETE", "", std::to_string(percent_) + " percent done");
}

void IcalTodo::place_recurrence() {
    if (rule_.empty()) return;
    if (!task_.due) task_.due = start_as_due_;
    const std::int64_t days = start_as_due_ && task_.due ? days_between(*start_as_due_, *task_.due) : 0;
    if (days != 0 && has_by_parts(rule_)) {
        lost("it is due " + std::to_string(days) +
             " days after it starts, and the rule is about the days on which it starts: each is due on that day here");
        task_.due = start_as_due_;
    }
    // One that stands in the file by itself is not made again.
    if (const auto overridden = survey_.overrides.find(uid_); overridden != survey_.overrides.end())
        for (const CalendarTime& each : overridden->second)
            if (is_usual(each.day)) except_.push_back(each.day);
    make_recurring(task_, rule_, false, std::move(except_), context_, report_);
}

void IcalTodo::place_alarms() {
    for (const Alarm& alarm : alarms_) {
        if (alarm.action == "NONE" || alarm.trigger.empty()) continue;
        ForeignReminder reminder;
        if (const auto time = parse_calendar_time(alarm.trigger); time && time->seconds) {
            reminder.at = survey_.zones.moment(*time, "").at;
            if (reminder.at->us < context_.now.us - hour_us) {
                if (task_.status == Status::open)
                    lost("its reminder of " + reminder.at->text() + " is past, and left out");
                continue;
            }
        } else if (const auto seconds = parse_duration(alarm.trigger)) {
            const bool by_start = !alarm.of_end && dtstart_;
            if (!by_start && !task_.due) {
                lost("its reminder has no date to go by, and is left out");
                continue;
            }
            RelativeTime relative{.to = by_start ? RelativeTime::To::start : RelativeTime::To::due,
                                  .minutes = *seconds / 60 - (*seconds % 60 < 0 ? 1 : 0)};
            // The start is a day here: the time of day goes to the reminder.
            if (by_start) relative.minutes += dtstart_->seconds.value_or(0) / 60;
            if (std::abs(relative.minutes) > command::max_reminder_minutes) {
                lost("its reminder is more than a year away from the date, and is left out: " +
                     text::cut(alarm.trigger, 40));
                continue;
            }
            const auto* moment = task_.due ? std::get_if<DueInstant>(&*task_.due) : nullptr;
            const auto* start = start_as_due_ ? std::get_if<DueInstant>(&*start_as_due_) : nullptr;
            relative.zone = by_start && start ? start->zone : moment ? moment->zone : context_.zone;
            reminder.relative = relative;
        } else {
            lost("its reminder can't be read, and is left out: " + text::cut(alarm.trigger, 40));
            continue;
        }
        const bool there = std::any_of(task_.reminders.begin(), task_.reminders.end(), [&](const auto& each) {
            return each.at == reminder.at && each.relative == reminder.relative;
        });
        if (!there) task_.reminders.push_back(std::move(reminder));
    }
}

void IcalTodo::place_parent() {
    const auto parent = survey_.parents.find(uid_);
    if (uid_.empty() || !instance_.empty() || parent == survey_.parents.end()) return;
    if (survey_.in_a_loop.contains(uid_)) {
        lost("it would be a part of itself (RELATED-TO), and stands by itself");
    } else if (survey_.missing.contains(parent->second)) {
        lost("what it is a part of (RELATED-TO:" + text::cut(parent->second, 40) + ") is not in the file");
    } else {
        task_.parent = id_of_foreign_task(ical_identity(parent->second, ""));
    }
}

std::optional<ForeignTask> IcalTodo::finish(const std::string& list, Occurrences& occurrences) {
    if (text::is_blank(task_.title)) {
        report_.skipped(task_.line, "the VTODO has no SUMMARY");
        return std::nullopt;
    }
    task_.list = list;
    task_.notes = description_;
    // One that others have as well is another task all the same.
    task_.id = id_of_foreign_task(
        occurrences.of(uid_.empty() ? trimmed(task_.title) + "\n" + description_ : ical_identity(uid_, instance_)));
    place_dates();
    place_status();
    place_recurrence();
    place_alarms();
    place_parent();
    for (const std::string& each : extras_) add_note(task_, each);
    if (!extra_names_.empty()) {
        std::string names;
        for (const std::string& each : extra_names_) names.append(names.empty() ? "" : ", ").append(each);
        lost("no place of their own here, and kept in the notes: " + names);
    }
    if (!fit(task_, context_, report_)) return std::nullopt;
    return std::move(task_);
}

}  // namespace tasklog::app
