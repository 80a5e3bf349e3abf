#pragma once
#include <optional>
#include <vector>

#include "command/field.hpp"

/// Reminders of tasks, each one person's.
namespace tasklog::command {

/// Reminds the sender, at a moment or so many minutes from when the task is due or starts. An id that is there is
/// changed.
struct SetReminder {
    TASKLOG_COMMAND(SetReminder, editors, reminder);
    std::optional<TaskId> task;
    std::optional<ReminderId> reminder;
    std::optional<Instant> at;
    std::optional<RelativeTime> relative;
    TASKLOG_FIELDS {
        f("task", c.task, must), f("id", c.reminder, or_made), f("at", c.at, may), f("relative", c.relative, may);
    }
    json::MaybeFault fault() const;
};
struct RemoveReminder {
    TASKLOG_COMMAND(RemoveReminder, editors, task);
    std::optional<TaskId> task;
    std::optional<ReminderId> reminder;
    TASKLOG_FIELDS { f("task", c.task, must), f("reminder", c.reminder, must); }
};
/// For the reminder scheduler: it was to fire at `due`.
struct FireReminder {
    TASKLOG_COMMAND(FireReminder, workers, task);
    std::optional<TaskId> task;
    std::optional<ReminderId> reminder;
    std::optional<Instant> due;
    TASKLOG_FIELDS { f("task", c.task, must), f("reminder", c.reminder, must), f("due", c.due, must, form::Any{}); }
};

/// A reminder of the sender's that a new task has at once.
struct NewReminder {
    std::optional<ReminderId> reminder;
    std::optional<Instant> at;
    std::optional<RelativeTime> relative;
    TASKLOG_FIELDS { f("id", c.reminder), f("at", c.at), f("relative", c.relative); }
};
/// Too long ago to be asked for.
bool is_past_reminder(const Instant& moment, const Instant& now);
/// Makes the ids that are left out.
json::MaybeFault check(std::vector<NewReminder>& reminders);

/// Adds the reminders that a new task is to have.
std::optional<Problem> add_new_reminders(const Sender& sender, const TaskCreated& made,
                                         const std::vector<NewReminder>& reminders, std::vector<Event>& events);
/// Adds what the events do to reminders that are relative to a date which they change.
void add_rescheduled(const Workspace& w, std::vector<Event>& events);
/// Adds the reminders that the copy of a task has: those relative to its dates.
void add_copied_reminders(const Task& task, const TaskCreated& copy, std::vector<Event>& events);

}  // namespace tasklog::command
