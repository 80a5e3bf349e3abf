#include "command/reminder.hpp"

#include <algorithm>

#include "infra/calendar/series.hpp"
#include "infra/uuid.hpp"

namespace tasklog::command {
namespace {

constexpr std::int64_t minute_us = 60'000'000;

const Reminder* find(const Task& task, const ReminderId& id) {
    const auto at =
        std::find_if(task.reminders.begin(), task.reminders.end(), [&](const Reminder& each) { return each.id == id; });
    return at == task.reminders.end() ? nullptr : &*at;
}

Instant on_day(const Date& date, const RelativeTime& relative) {
    const Date day{std::chrono::sys_days(date.day) + std::chrono::days(relative.days.value_or(0))};
    return {calendar::at_clock(midnight_us(day) + relative.minutes * minute_us, relative.zone)};
}

/// When a reminder is to fire; none if the task has no such date.
std::optional<Instant> moment_of(const RelativeTime& relative, const std::optional<Due>& due,
                                 const std::optional<Date>& start) {
    if (relative.to == RelativeTime::To::start) return start ? std::optional(on_day(*start, relative)) : std::nullopt;
    if (!due) return std::nullopt;
    if (const auto* day = std::get_if<DueDate>(&*due)) return on_day(day->date, relative);
    const auto& instant = std::get<DueInstant>(*due);
    if (!relative.days) return Instant{instant.at.us + relative.minutes * minute_us};
    const auto day = calendar::day_of({instant.at.us, instant.zone});
    return on_day({std::chrono::sys_days(std::chrono::days(day))}, relative);
}

std::unexpected<Problem> past_reminder(const std::string& pointer) {
    return refuse(problems::reminder_past, "That moment is more than an hour ago: choose one to come.", pointer);
}

}  // namespace

bool is_past_reminder(const Instant& moment, const Instant& now) { return moment.us < now.us - max_reminder_past_us; }

json::MaybeFault SetReminder::fault() const {
    if (at.has_value() != relative.has_value()) return std::nullopt;
    return json::Fault{"needs either at or relative"};
}

json::MaybeFault check(std::vector<NewReminder>& reminders) {
    if (reminders.size() > max_reminders)
        return json::Fault{"must have at most " + std::to_string(max_reminders) + " reminders"};
    for (std::size_t i = 0; i < reminders.size(); ++i) {
        NewReminder& each = reminders[i];
        const std::string pointer = "/" + std::to_string(i);
        if (each.at.has_value() == each.relative.has_value())
            return json::Fault{"needs either at or relative", pointer};
        if (each.at)
            if (auto fault = check(*each.at)) return json::Fault{fault->why, pointer + "/at"};
        if (each.relative)
            if (auto fault = check(*each.relative))
                return json::Fault{fault->why, pointer + "/relative" + fault->pointer};
        if (!each.reminder) each.reminder = ReminderId{uuid_v7_bytes()};
    }
    return std::nullopt;
}

Decision decide(const Workspace& w, const Sender& sender, const SetReminder& c, Cost&) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (task->status != Status::open)
        return refuse(problems::task_ended, "This task is completed or cancelled: reopen it first.", "/task");
    if (c.at && is_past_reminder(*c.at, sender.at)) return past_reminder("/at");
    const Reminder* present = find(*task, *c.reminder);
    ReminderSet set{.task = task->id,
                    .reminder = *c.reminder,
                    .person = present ? present->person : sender.person,
                    .relative = c.relative,
                    .at = c.relative ? moment_of(*c.relative, task->due, task->start) : c.at};
    if (present && present->relative == set.relative && present->at == set.at) return nothing_to_do();
    if (!present && task->reminders.size() >= max_reminders)
        return refuse(problems::task_full, "A task has at most " + std::to_string(max_reminders) + " reminders.", "");
    return happened(std::move(set));
}

Decision decide(const Workspace& w, const Sender&, const RemoveReminder& c, Cost&) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (!find(*task, *c.reminder))
        return refuse(problems::reminder_not_found, "This task has no such reminder.", "/reminder");
    return happened(ReminderRemoved{task->id, *c.reminder});
}

Decision decide(const Workspace& w, const Sender& sender, const FireReminder& c, Cost&) {
    if (*c.due > sender.at) return refuse(problems::reminder_not_due, "It is not due yet.", "/due");
    const Task* task = w.task(*c.task);
    if (!task || task->status != Status::open) return nothing_to_do();
    const Reminder* reminder = find(*task, *c.reminder);
    // Moved, fired or passed over meanwhile, or of someone who has left.
    if (!reminder || reminder->at != c.due || reminder->done == c.due || !w.members.contains(reminder->person))
        return nothing_to_do();
    return happened(ReminderFired{.task = task->id,
                                  .reminder = reminder->id,
                                  .person = reminder->person,
                                  .due = *c.due,
                                  .late = sender.at.us - c.due->us > late_us});
}

std::optional<Problem> add_new_reminders(const Sender& sender, const TaskCreated& made,
                                         const std::vector<NewReminder>& reminders, std::vector<Event>& events) {
    for (std::size_t i = 0; i < reminders.size(); ++i) {
        const NewReminder& each = reminders[i];
        if (each.at && is_past_reminder(*each.at, sender.at))
            return past_reminder("/reminders/" + std::to_string(i) + "/at").error();
        events.emplace_back(
            ReminderSet{.task = made.task,
                        .reminder = *each.reminder,
                        .person = sender.person,
                        .relative = each.relative,
                        .at = each.relative ? moment_of(*each.relative, made.due, made.start) : each.at});
    }
    return std::nullopt;
}

void add_rescheduled(const Workspace& w, std::vector<Event>& events) {
    const std::size_t count = events.size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto* changed = std::get_if<TaskDetailsChanged>(&events[i]);
        if (!changed || (!changed->due && !changed->start)) continue;
        const Task& task = w.tasks.at(changed->task);
        const auto due = changed->due.value_or(task.due);
        const auto start = changed->start.value_or(task.start);
        for (const Reminder& each : task.reminders) {
            if (!each.relative) continue;
            const auto at = moment_of(*each.relative, due, start);
            if (at != each.at) events.emplace_back(ReminderRescheduled{task.id, each.id, at});
        }
    }
}

void add_copied_reminders(const Task& task, const TaskCreated& copy, std::vector<Event>& events) {
    for (const Reminder& each : task.reminders) {
        if (!each.relative) continue;
        const auto id = ReminderId::parse(uuid_v5("copy\n" + copy.task.text() + "\n" + each.id.text()));
        events.emplace_back(ReminderSet{.task = copy.task,
                                        .reminder = *id,
                                        .person = each.person,
                                        .relative = each.relative,
                                        .at = moment_of(*each.relative, copy.due, copy.start)});
    }
}

}  // namespace tasklog::command
