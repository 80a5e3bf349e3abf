#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "events/form.hpp"
#include "events/value/id.hpp"
#include "events/value/time.hpp"

/// Reminders of tasks, each one person's.
namespace tasklog {

struct Task;

/// So many minutes after a task is due or starts, before it if negative. Of a day they are counted from its first
/// moment by the clock in `zone`: 540 is nine in the morning, whatever happened to the clock that night. With `days` it
/// is a time of day, so many days after the one that the date falls on.
struct RelativeTime {
    enum class To { due, start } to = To::due;
    std::int64_t minutes = 0;
    std::string zone{};  ///< IANA
    std::optional<std::int64_t> days{};
    bool operator==(const RelativeTime&) const = default;
};

/// Reminds one person of a task at a moment, once.
struct Reminder {
    ReminderId id{};
    PersonId person{};
    std::optional<RelativeTime> relative{};  ///< `at` moves with the task's dates
    std::optional<Instant> at{};             ///< none: relative to a date that the task does not have
    std::optional<Instant> done{};           ///< the `at` for which it fired or was passed over
    bool operator==(const Reminder&) const = default;
};

/// For whom, and when: `at` is what `relative` came to when this was decided.
struct ReminderSet {
    TASKLOG_EVENT("ReminderSet", 1);
    TaskId task;
    ReminderId reminder;
    PersonId person;
    std::optional<RelativeTime> relative;
    std::optional<Instant> at;
    TASKLOG_EVENT_FIELDS {
        f("task", e.task), f("reminder", e.reminder), f("person", e.person), f("relative", e.relative), f("at", e.at);
    }
    void evolve(Task& it, Instant now) const;
    bool operator==(const ReminderSet&) const = default;
};

/// The date that it is relative to has changed.
struct ReminderRescheduled {
    TASKLOG_EVENT("ReminderRescheduled", 1);
    TaskId task;
    ReminderId reminder;
    std::optional<Instant> at;
    TASKLOG_EVENT_FIELDS { f("task", e.task), f("reminder", e.reminder), f("at", e.at); }
    void evolve(Task& it, Instant now) const;
    bool operator==(const ReminderRescheduled&) const = default;
};

/// It will not fire.
struct ReminderRemoved {
    TASKLOG_EVENT("ReminderRemoved", 1);
    TaskId task;
    ReminderId reminder;
    TASKLOG_EVENT_FIELDS { f("task", e.task), f("reminder", e.reminder); }
    void evolve(Task& it, Instant now) const;
    bool operator==(const ReminderRemoved&) const = default;
};

/// `late`: long after it was due, because nothing ran then.
struct ReminderFired {
    TASKLOG_EVENT("ReminderFired", 1);
    TaskId task;
    ReminderId reminder;
    PersonId person;
    Instant due;
    bool late = false;
    TASKLOG_EVENT_FIELDS {
        f("task", e.task), f("reminder", e.reminder), f("person", e.person), f("due", e.due), f("late", e.late);
    }
    void evolve(Task& it, Instant now) const;
    bool operator==(const ReminderFired&) const = default;
};

/// A reminder that is due only now that the task is open again is passed over.
void pass_over_reminders(Task& task, Instant now);

}  // namespace tasklog
