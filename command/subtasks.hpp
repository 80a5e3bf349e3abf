#pragma once
#include <optional>

#include "command/field.hpp"

/// What concerns a task and those within it.
namespace tasklog::command {

struct CompleteTask {
    TASKLOG_COMMAND(CompleteTask, editors, task);
    std::optional<TaskId> task;
    bool with_subtasks = false;      ///< its open subtasks too; else they forbid it
    std::optional<Instant> ended{};  ///< it was completed before now: for taking back that it was reopened
    TASKLOG_FIELDS { f("task", c.task, must), f("withSubtasks", c.with_subtasks, may), f("endedAt", c.ended, may); }
};
struct DeleteTask {
    TASKLOG_COMMAND(DeleteTask, editors, task);
    std::optional<TaskId> task;
    bool if_empty = false;  ///< one with subtasks stays
    TASKLOG_FIELDS { f("task", c.task, must), f("ifEmpty", c.if_empty, may); }
};
struct RestoreTask {
    TASKLOG_COMMAND(RestoreTask, editors, task);
    std::optional<TaskId> task;
    bool with_subtasks = false;  ///< those that were deleted with it, too
    TASKLOG_FIELDS { f("task", c.task, must), f("withSubtasks", c.with_subtasks, may); }
};
/// Under another task, or with null by itself. Its subtasks come along.
struct NestTask {
    TASKLOG_COMMAND(NestTask, editors, task);
    std::optional<TaskId> task;
    std::optional<std::optional<TaskId>> parent;
    TASKLOG_FIELDS { f("task", c.task, must), f("parent", c.parent, must_or_null); }
};
/// A new open task of the same details, behind the others, with its subtasks.
struct DuplicateTask {
    TASKLOG_COMMAND(DuplicateTask, editors, copy);
    std::optional<TaskId> task;
    std::optional<TaskId> copy;
    TASKLOG_FIELDS { f("task", c.task, must), f("id", c.copy, or_made); }
};

/// All that is below the task and not deleted, the deepest first.
std::vector<const Task*> subtasks_of(const Workspace& w, const TaskId& task, Cost& cost);

/// What was below a deleted task and was deleted in the same commit, a parent before its children. A problem where the
/// workspace is too large to look for them.
std::expected<std::vector<TaskId>, Problem> subtasks_deleted_with(const Workspace& w, const Task& task, Cost& cost);

/// Whether so many more can be below this task: each task above it counts them, too.
bool has_room_for_subtasks(const Workspace& w, const TaskId& task, std::size_t more, Cost& cost);

/// Events that make copies of what is below `from` (as subtasks_of() gives it) below `to`: open, with ids that follow
/// from `to`.
std::vector<Event> copies_of(const std::vector<const Task*>& below, const TaskId& from, const TaskId& to);
/// Whether the request may cost so much.
bool has_room_for_copies(const std::vector<const Task*>& below, const Cost& cost);

}  // namespace tasklog::command
