#include "command/subtasks.hpp"

#include <algorithm>
#include <map>

#include "command/task.hpp"
#include "events/size.hpp"
#include "events/value/rank.hpp"
#include "infra/uuid.hpp"

namespace tasklog::command {
namespace {

auto no_parent() { return refuse(problems::task_not_found, "There is no such task in this workspace.", "/parent"); }

auto too_many_subtasks(const char* pointer) {
    return refuse(problems::too_many_subtasks,
                  "A task has at most " + std::to_string(max_subtasks) + " subtasks, at all depths together.", pointer);
}

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

std::vector<const Task*> subtasks_of(const Workspace& w, const TaskId& task, Cost& cost) {
    std::vector<const Task*> out;
    add_subtasks(w, task, out);
    cost.steps().take(out.size());
    return out;
}

std::expected<std::vector<TaskId>, Problem> subtasks_deleted_with(const Workspace& w, const Task& task, Cost& cost) {
    if (!cost.steps().take(w.tasks.size())) return std::unexpected(too_costly());
    // What is deleted does not change any more: what went in one commit was changed last at one moment.
    std::multimap<TaskId, TaskId> below;
    for (const auto& [id, each] : w.tasks)
        if (each.deleted && each.parent && each.updated_at == task.updated_at) below.emplace(*each.parent, id);
    std::vector<TaskId> out;
    for (std::size_t at = 0; at <= out.size(); ++at) {
        const auto [from, to] = below.equal_range(at == 0 ? task.id : out[at - 1]);
        for (auto each = from; each != to; ++each) out.push_back(each->second);
    }
    return out;
}

bool has_room_for_subtasks(const Workspace& w, const TaskId& task, std::size_t more, Cost& cost) {
    const Task* top = &w.tasks.at(task);
    for (std::size_t depth = 0; top->parent && depth <= max_depth; ++depth) top = &w.tasks.at(*top->parent);
    return subtasks_of(w, top->id, cost).size() + more <= max_subtasks;
}

std::vector<Event> copies_of(const std::vector<const Task*>& below, const TaskId& from, const TaskId& to) {
    std::vector<Event> events;
    // A parent before its children.
    for (auto at = below.rbegin(); at != below.rend(); ++at) {
        const Task& task = **at;
        const TaskId id = id_of_copy(to, task.id);
        const TaskCreated copy = copy_of(task, id, task.rank);
        events.emplace_back(copy);
        events.emplace_back(TaskNested{id, *task.parent == from ? to : id_of_copy(to, *task.parent)});
        add_rest_of_copy(task, copy, events);
    }
    return events;
}

bool has_room_for_copies(const std::vector<const Task*>& below, const Cost& cost) {
    constexpr std::size_t events_a_task = 3;
    constexpr std::size_t bytes_around = 600;
    constexpr std::size_t bytes_a_reminder = 350;
    std::size_t events = 0;
    std::size_t bytes = 0;
    for (const Task* each : below) {
        events += events_a_task + each->reminders.size();
        // A line end or a quote takes two bytes.
        bytes += bytes_around + 2 * memory_bytes(*each) + each->reminders.size() * bytes_a_reminder;
    }
    return cost.has_room_for(events, bytes);
}

Decision decide(const Workspace& w, const Sender& sender, const CompleteTask& c, Cost& cost) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (task->status == Status::completed) return nothing_to_do();
    if (c.ended && *c.ended > sender.at) return not_yet("/endedAt");
    std::vector<Event> events;
    for (const Task* each : subtasks_of(w, task->id, cost))
        if (each->status == Status::open) events.emplace_back(TaskCompleted{each->id});
    if (!events.empty() && !c.with_subtasks)
        return refuse(problems::open_subtasks,
                      "It has " + std::to_string(events.size()) +
                          " open subtasks: complete them, or send withSubtasks to complete them too.",
                      "/withSubtasks");
    events.emplace_back(TaskCompleted{task->id});
    if (c.ended) events.emplace_back(TaskBackdated{task->id, {}, c.ended});
    return events;
}

Decision decide(const Workspace& w, const Sender&, const NestTask& c, Cost& cost) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    const std::optional<TaskId>& to = *c.parent;
    if (task->parent == to) return nothing_to_do();
    if (!to) return happened(TaskNested{task->id, std::nullopt});
    const Task* parent = w.task(*to);
    if (!parent) return no_parent();
    const auto below = subtasks_of(w, task->id, cost);
    const bool cycle =
        *to == task->id || std::any_of(below.begin(), below.end(), [&](const Task* each) { return each->id == *to; });
    if (cycle) return refuse(problems::subtask_cycle, "A task can't be a part of itself.", "/parent");
    if (depth_of(w, *parent) + 1 + height_of(w, task->id) >= max_depth)
        return refuse(problems::too_deep, "Tasks can be nested " + std::to_string(max_depth) + " deep.", "/parent");
    const auto top = [&](const TaskId& id) {
        TaskId at = id;
        for (const Task* each = &w.tasks.at(at); each->parent; each = &w.tasks.at(at)) at = *each->parent;
        return at;
    };
    // Within one tree it only changes its place.
    const std::size_t more = top(task->id) == top(parent->id) ? 0 : below.size() + 1;
    if (!has_room_for_subtasks(w, parent->id, more, cost)) return too_many_subtasks("/parent");
    std::vector<Event> events;
    events.emplace_back(TaskNested{task->id, to});
    // What is a part of something is where that is.
    if (task->list != parent->list) events.emplace_back(TaskMoved{task->id, parent->list, task->rank});
    for (const Task* each : below)
        if (each->list != parent->list) events.emplace_back(TaskMoved{each->id, parent->list, each->rank});
    return events;
}

Decision decide(const Workspace& w, const Sender&, const DuplicateTask& c, Cost& cost) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (w.tasks.contains(*c.copy))
        return refuse(problems::task_exists, "There is, or was, a task with this id.", "/id");
    const auto below = subtasks_of(w, task->id, cost);
    if (w.tasks.size() + below.size() >= max_tasks) return no_space_for_more(max_tasks, "tasks");
    if (task->parent && !has_room_for_subtasks(w, *task->parent, below.size() + 1, cost))
        return too_many_subtasks("/task");
    if (!has_room_for_copies(below, cost)) return std::unexpected(too_costly());
    const std::string rank = rank::after(w.last_task_rank);
    if (rank.size() > rank::max_length) return no_room();
    std::vector<Event> events;
    const TaskCreated copy = copy_of(*task, *c.copy, rank);
    events.emplace_back(copy);
    if (task->parent) events.emplace_back(TaskNested{*c.copy, task->parent});
    add_rest_of_copy(*task, copy, events);
    for (Event& event : copies_of(below, task->id, *c.copy)) events.push_back(std::move(event));
    return events;
}

Decision decide(const Workspace& w, const Sender&, const DeleteTask& c, Cost& cost) {
    const auto at = w.tasks.find(*c.task);
    if (at == w.tasks.end()) return no_task();
    if (!w.task(*c.task)) return nothing_to_do();
    std::vector<Event> events;
    const auto below = subtasks_of(w, *c.task, cost);
    if (c.if_empty && !below.empty()) return nothing_to_do();
    for (const Task* each : below) events.emplace_back(TaskDeleted{each->id});
    events.emplace_back(TaskDeleted{*c.task});
    return events;
}

Decision decide(const Workspace& w, const Sender&, const RestoreTask& c, Cost& cost) {
    const auto at = w.tasks.find(*c.task);
    if (at == w.tasks.end()) return no_task();
    const Task& task = at->second;
    std::vector<Event> events;
    if (task.deleted) events.emplace_back(TaskRestored{task.id});
    std::vector<TaskId> parts;
    if (c.with_subtasks && task.deleted) {
        auto found = subtasks_deleted_with(w, task, cost);
        if (!found) return std::unexpected(std::move(found.error()));
        parts = std::move(*found);
    }
    for (const TaskId& part : parts) events.emplace_back(TaskRestored{part});
    // What it was a part of is gone, or has no room for it: it comes back by itself.
    const bool stays = task.parent && w.task(*task.parent) &&
                       (!task.deleted || has_room_for_subtasks(w, *task.parent, 1 + parts.size(), cost));
    if (task.parent && !stays) events.emplace_back(TaskNested{task.id, std::nullopt});
    // Its list went away: it comes back in the inbox.
    if (task.list && !w.list(*task.list)) events.emplace_back(TaskMoved{task.id, std::nullopt, task.rank});
    return events;
}

}  // namespace tasklog::command
