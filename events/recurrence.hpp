#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "events/form.hpp"
#include "events/value/due.hpp"
#include "events/value/id.hpp"

/// Tasks that repeat.
namespace tasklog {

struct Task;

/// A task that repeats: completing one occurrence makes the next, a task of its own.
struct Recurrence {
    std::string rule{};            ///< the value of an RRULE (RFC 5545 §3.3.10)
    std::vector<Date> except{};    ///< days on which there is none (EXDATE)
    bool from_completion = false;  ///< counted from when it was completed, not from when it was due
    bool skip_missed = false;      ///< of those that are past when the next is made, none is
    std::string zone{};            ///< IANA: where a day ends, for tasks that are due on a day
    Due start{};                   ///< DTSTART: the due date that the series began with
    Due occurrence{};              ///< the one that this task stands for, wherever it was moved to
    std::uint64_t number = 1;      ///< of this occurrence
    bool operator==(const Recurrence&) const = default;
};

/// Completing it makes the next one by this rule.
struct RecurrenceSet {
    TASKLOG_EVENT("RecurrenceSet", 1);
    TaskId task;
    Recurrence recurrence;
    TASKLOG_EVENT_FIELDS { f("task", e.task), f("recurrence", e.recurrence); }
    void evolve(Task& it, Instant at) const;
    bool operator==(const RecurrenceSet&) const = default;
};

/// The completed occurrence has its successor, whose TaskCreated stands before this.
struct NextOccurrenceCreated {
    TASKLOG_EVENT("NextOccurrenceCreated", 1);
    TaskId task;
    TaskId next;
    TASKLOG_EVENT_FIELDS { f("task", e.task), f("next", e.next); }
    void evolve(Task& it, Instant at) const;
    bool operator==(const NextOccurrenceCreated&) const = default;
};

/// By a person, or because the rule has no more dates.
struct SeriesEnded {
    TASKLOG_EVENT("SeriesEnded", 1);
    TaskId task;
    TASKLOG_EVENT_FIELDS { f("task", e.task); }
    void evolve(Task& it, Instant at) const;
    bool operator==(const SeriesEnded&) const = default;
};

}  // namespace tasklog
