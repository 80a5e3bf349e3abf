#pragma once
#include "command/decide.hpp"

/// Tasks that come again. The dates are RFC 5545's, by infra/calendar.
namespace tasklog::command {

Decision decide_recurrence(const Workspace& w, Instant at, const SetRecurrence& c, Cost& cost);
Decision decide_recurrence(const Workspace& w, Instant at, const SkipOccurrence& c, Cost& cost);
Decision decide_recurrence(const Workspace& w, Instant at, const EndSeries& c, Cost& cost);
/// Nothing where the task is not completed (any more), has its next one, or does not come again: however often it is
/// sent, a completed occurrence has one successor.
Decision decide_recurrence(const Workspace& w, Instant at, const CreateNextOccurrence& c, Cost& cost);

}  // namespace tasklog::command
