#pragma once
#include <optional>
#include <string>
#include <vector>

#include "command/field.hpp"

/// Tasks that repeat, and what ends one occurrence. The dates are RFC 5545's, by infra/calendar.
namespace tasklog::command {

enum class RepeatFrom { due, completion };
enum class SkipTo { next, today };

/// The task repeats from here on: also "this and following", if it did before. With `start`, `occurrence` and `number`
/// it goes on with a series that it was a part of.
struct SetRecurrence {
    TASKLOG_COMMAND(SetRecurrence, editors, task);
    std::optional<TaskId> task;
    std::string rule;
    std::vector<Date> except;
    RepeatFrom from = RepeatFrom::due;
    bool skip_missed = false;
    std::string zone;
    std::optional<Due> start{};
    std::optional<Due> occurrence{};
    std::optional<std::uint64_t> number{};
    TASKLOG_FIELDS {
        f("task", c.task, must), f("rule", c.rule, must, form::Rule{}), f("except", c.except, may);
        f("from", c.from, may), f("skipMissed", c.skip_missed, may), f("zone", c.zone, may, form::Zone{});
        f("start", c.start, may), f("occurrence", c.occurrence, may),
            f("number", c.number, may, form::Number{1, max_occurrence_number});
    }
    json::MaybeFault fault() const;
};
/// The task stands for the next occurrence instead, or for the first one from today on.
struct SkipOccurrence {
    TASKLOG_COMMAND(SkipOccurrence, editors, task);
    std::optional<TaskId> task;
    SkipTo to = SkipTo::next;
    TASKLOG_FIELDS { f("task", c.task, must), f("to", c.to, may); }
};
struct EndSeries {
    TASKLOG_COMMAND(EndSeries, editors, task);
    std::optional<TaskId> task;
    TASKLOG_FIELDS { f("task", c.task, must); }
};
/// For the recurring worker: after an occurrence was completed. Nothing where the task is not completed (any more), has
/// its next one, or does not repeat: however often it is sent, a completed occurrence has one successor.
struct CreateNextOccurrence {
    TASKLOG_COMMAND(CreateNextOccurrence, workers, task);
    std::optional<TaskId> task;
    std::optional<TaskId> next;
    TASKLOG_FIELDS { f("task", c.task, must), f("next", c.next, or_made); }
};
/// What is called off is one occurrence: the next one is made at once.
struct CancelTask {
    TASKLOG_COMMAND(CancelTask, editors, task);
    std::optional<TaskId> task;
    std::optional<Instant> ended{};  ///< as CompleteTask has it
    TASKLOG_FIELDS { f("task", c.task, must), f("endedAt", c.ended, may); }
};
/// As if it had never been ended, if nobody has done anything with the occurrence that came after it.
struct ReopenTask {
    TASKLOG_COMMAND(ReopenTask, editors, task);
    std::optional<TaskId> task;
    bool with_subtasks = false;  ///< those that ended with it, too
    TASKLOG_FIELDS { f("task", c.task, must), f("withSubtasks", c.with_subtasks, may); }
};

/// A due date as calendars know it.
calendar::Moment moment_of(const Due& due);

/// The recurrence that a task is to have. `due`: the task's; `pointer`: where the command has it.
std::expected<Recurrence, Problem> new_recurrence(Recurrence wanted, const Due& due, Cost& cost,
                                                  const std::string& pointer);

/// What a new due date makes of a task's recurrence: where a day becomes a time, or a time a day, the ones to come are
/// like it. None: it stays as it is.
std::expected<std::optional<Recurrence>, Problem> recurrence_in_form(const Task& task, const Due& due);

}  // namespace tasklog::command
