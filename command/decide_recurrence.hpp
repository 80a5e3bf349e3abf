#pragma once
#include "command/decide.hpp"

/// Tasks that come again. The dates are RFC 5545's, by infra/calendar.
namespace tasklog::command {

/// A due date as calendars know it.
calendar::Moment moment_of(const Due& due);

Decision decide_recurrence(const Workspace& w, Instant at, const SetRecurrence& c, Cost& cost);
Decision decide_recurrence(const Workspace& w, Instant at, const SkipOccurrence& c, Cost& cost);
Decision decide_recurrence(const Workspace& w, Instant at, const EndSeries& c, Cost& cost);
/// Nothing where the task is not completed (any more), has its next one, or does not come again: however often it is
/// sent, a completed occurrence has one successor.
Decision decide_recurrence(const Workspace& w, Instant at, const CreateNextOccurrence& c, Cost& cost);

/// What is called off is one occurrence: the next one is made at once.
Decision decide_recurrence(const Workspace& w, Instant at, const CancelTask& c, Cost& cost);
/// As if it had never been ended, if nobody has done anything with the occurrence that came after it.
Decision decide_recurrence(const Workspace& w, Instant at, const ReopenTask& c, Cost& cost);

/// The recurrence that a task is to have. `due`: the task's; `pointer`: where the command has it.
std::expected<Recurrence, Problem> new_recurrence(Recurrence wanted, const Due& due, Cost& cost,
                                                  const std::string& pointer);

/// What a new due date makes of a task's recurrence: where a day becomes a time, or a time a day, the ones to come are
/// like it. None: it stays as it is.
std::expected<std::optional<Recurrence>, Problem> recurrence_in_form(const Task& task, const Due& due);

}  // namespace tasklog::command
