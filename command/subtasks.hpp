#pragma once
#include "command/decide.hpp"

/// Tasks within tasks.
namespace tasklog::command {

/// All that is below the task and not deleted, the deepest first.
std::vector<const Task*> subtasks_of(const Workspace& w, const TaskId& task, Cost& cost);

/// What was below a deleted task and was deleted in the same commit, a parent before its children. A problem where the
/// workspace is too large to look for them.
std::expected<std::vector<TaskId>, Problem> subtasks_deleted_with(const Workspace& w, const Task& task, Cost& cost);

/// Whether so many more can be below this task: each task above it counts them, too.
bool has_room_for_subtasks(const Workspace& w, const TaskId& task, std::size_t more, Cost& cost);

/// A new task of the same details.
TaskCreated copy_of(const Task& task, const TaskId& id, std::string rank);

/// Events that make copies of what is below `from` (as subtasks_of() gives it) below `to`: open, with ids that follow
/// from `to`.
std::vector<Event> copies_of(const std::vector<const Task*>& below, const TaskId& from, const TaskId& to);
/// Whether the request may cost so much.
bool has_room_for_copies(const std::vector<const Task*>& below, const Cost& cost);

Decision decide_subtasks(const Workspace& w, Instant at, const CompleteTask& c, Cost& cost);
Decision decide_subtasks(const Workspace& w, const NestTask& c, Cost& cost);
Decision decide_subtasks(const Workspace& w, const DuplicateTask& c, Cost& cost);
Decision decide_subtasks(const Workspace& w, const DeleteTask& c, Cost& cost);

}  // namespace tasklog::command
