#pragma once
#include "command/decide.hpp"

/// Tasks within tasks.
namespace tasklog::command {

/// All that is below the task and not deleted, the deepest first.
std::vector<const Task*> subtasks_of(const Workspace& w, const TaskId& task);

/// A new task of the same details.
TaskCreated copy_of(const Task& task, const TaskId& id, std::string rank);

/// Events that make a copy of what is below `from` below `to`: open, with ids that follow from `to`.
std::vector<Event> copies_below(const Workspace& w, const TaskId& from, const TaskId& to);

Decision decide_subtasks(const Workspace& w, const CompleteTask& c);
Decision decide_subtasks(const Workspace& w, const NestTask& c);
Decision decide_subtasks(const Workspace& w, const DuplicateTask& c);
Decision decide_subtasks(const Workspace& w, const DeleteTask& c);

}  // namespace tasklog::command
