#include "command/subtasks.hpp"

#include <algorithm>

#include "command/decide_reminders.hpp"
#include "command/decisions.hpp"
#include "command/limits.hpp"
#include "events/rank.hpp"
#include "infra/uuid.hpp"

namespace tasklog::command {
namespace {

auto no_parent() { return refuse(404, "task-not-found", "There is no such task in this workspace.", "/parent"); }

/// How many tasks are above this one.
std::size_t depth_of(const Workspace& w, const Task& task) {
    std::size_t depth = 0;
    for (const Task* at = &task; at->parent && depth <= max_depth; ++depth) at = &w.tasks.at(*at->parent);
    return depth;
}

/// How many levels are below this one.
std::size_t height_of(const Workspace& w, const TaskId& task) {
    const auto at = w.children.find(task);
    if (at == w.children.end()) return 0;
    std::size_t highest = 0;
    for (const TaskId& child : at->second) highest = std::max(highest, 1 + height_of(w, child));
    return highest;
}

void add_subtasks(const Workspace& w, const TaskId& task, std::vector<const Task*>& out) {
    const auto at = w.children.find(task);
    if (at == w.children.end()) return;
    for (const TaskId& child : at->second) {
        add_subtasks(w, child, out);
        if (const Task* there = w.task(child)) out.push_back(there);
    }
}

TaskId id_of_copy(const TaskId& copy, const TaskId& task) {
    return *TaskId::parse(uuid_v5("copy\n" + copy.text() + "\n" + task.text()));
}

}  // namespace

TaskCreated copy_of(const Task& task, const TaskId& id, std::string rank) {
    return {.task = id,
            .list = task.list,
            .title = task.title,
            .notes = task.notes,
            .priority = task.priority,
            .tags = task.tags,
            .due = task.due,
            .start = task.start,
            .rank = std::move(rank)};
}

std::vector<const Task*> subtasks_of(const Workspace& w, const TaskId& task) {
    std::vector<const Task*> out;
    add_subtasks(w, task, out);
    return out;
}

std::vector<Event> copies_below(const Workspace& w, const TaskId& from, const TaskId& to) {
    std::vector<Event> events;
    auto tasks = subtasks_of(w, from);
    std::reverse(tasks.begin(), tasks.end());  // a parent before its children
    for (const Task* task : tasks) {
        const TaskId id = id_of_copy(to, task->id);
        const TaskCreated copy = copy_of(*task, id, task->rank);
        events.emplace_back(copy);
        events.emplace_back(TaskNested{id, *task->parent == from ? to : id_of_copy(to, *task->parent)});
        if (task->assignee) events.emplace_back(TaskAssigned{id, task->assignee});
        add_copied_reminders(*task, copy, events);
    }
    return events;
}

Decision decide_subtasks(const Workspace& w, const CompleteTask& c) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (task->status == Status::completed) return nothing_to_do();
    std::vector<Event> events;
    for (const Task* each : subtasks_of(w, task->id))
        if (each->status == Status::open) events.emplace_back(TaskCompleted{each->id});
    if (!events.empty() && !c.with_subtasks)
        return refuse(409, "open-subtasks",
                      "It has " + std::to_string(events.size()) +
                          " open subtasks: complete them, or send withSubtasks to complete them too.",
                      "/withSubtasks");
    events.emplace_back(TaskCompleted{task->id});
    return events;
}

Decision decide_subtasks(const Workspace& w, const NestTask& c) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    const std::optional<TaskId>& to = *c.parent;
    if (task->parent == to) return nothing_to_do();
    if (!to) return happened(TaskNested{task->id, std::nullopt});
    const Task* parent = w.task(*to);
    if (!parent) return no_parent();
    const auto below = subtasks_of(w, task->id);
    const bool cycle =
        *to == task->id || std::any_of(below.begin(), below.end(), [&](const Task* each) { return each->id == *to; });
    if (cycle) return refuse(409, "subtask-cycle", "A task can't be a part of itself.", "/parent");
    if (depth_of(w, *parent) + 1 + height_of(w, task->id) >= max_depth)
        return refuse(409, "too-deep", "Tasks can be nested " + std::to_string(max_depth) + " deep.", "/parent");
    if (below.size() + 1 + subtasks_of(w, parent->id).size() > max_subtasks)
        return refuse(409, "too-many-subtasks",
                      "A task has at most " + std::to_string(max_subtasks) + " subtasks at all depths.", "/parent");
    std::vector<Event> events;
    events.emplace_back(TaskNested{task->id, to});
    // What is a part of something is where that is.
    if (task->list != parent->list) events.emplace_back(TaskMoved{task->id, parent->list, task->rank});
    for (const Task* each : below)
        if (each->list != parent->list) events.emplace_back(TaskMoved{each->id, parent->list, each->rank});
    return events;
}

Decision decide_subtasks(const Workspace& w, const DuplicateTask& c) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (w.tasks.contains(*c.copy)) return refuse(409, "task-exists", "There is, or was, a task with this id.", "/id");
    if (w.tasks.size() + subtasks_of(w, task->id).size() >= max_tasks)
        return refuse(409, "workspace-full", "A workspace holds at most " + std::to_string(max_tasks) + " tasks.", "");
    const std::string rank = rank::after(w.last_task_rank);
    if (rank.size() > rank::max_length) return no_room();
    std::vector<Event> events;
    const TaskCreated copy = copy_of(*task, *c.copy, rank);
    events.emplace_back(copy);
    if (task->parent) events.emplace_back(TaskNested{*c.copy, task->parent});
    if (task->assignee) events.emplace_back(TaskAssigned{*c.copy, task->assignee});
    add_copied_reminders(*task, copy, events);
    for (Event& event : copies_below(w, task->id, *c.copy)) events.push_back(std::move(event));
    return events;
}

Decision decide_subtasks(const Workspace& w, const DeleteTask& c) {
    const auto at = w.tasks.find(*c.task);
    if (at == w.tasks.end()) return no_task();
    if (!w.task(*c.task)) return nothing_to_do();
    std::vector<Event> events;
    for (const Task* each : subtasks_of(w, *c.task)) events.emplace_back(TaskDeleted{each->id});
    events.emplace_back(TaskDeleted{*c.task});
    return events;
}

}  // namespace tasklog::command
