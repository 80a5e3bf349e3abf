#pragma once
#include "command/decide.hpp"

namespace tasklog::command {

Decision decide_reminder(const Workspace& w, const Sender& sender, const SetReminder& c);
Decision decide_reminder(const Workspace& w, const Sender& sender, const RemoveReminder& c);
Decision decide_reminder(const Workspace& w, const Sender& sender, const FireReminder& c);

/// Adds the reminders that a new task is to have.
std::optional<Problem> add_new_reminders(const Sender& sender, const TaskCreated& made,
                                         const std::vector<NewReminder>& reminders, std::vector<Event>& events);
/// Adds what the events do to reminders that are relative to a date which they change.
void add_rescheduled(const Workspace& w, std::vector<Event>& events);
/// Adds the reminders that the copy of a task has: those relative to its dates.
void add_copied_reminders(const Task& task, const TaskCreated& copy, std::vector<Event>& events);

}  // namespace tasklog::command
