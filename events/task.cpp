#include "events/task.hpp"

#include <utility>

namespace tasklog {

Task created(const TaskCreated& event, Instant at) {
    return {.id = event.task,
            .list = event.list,
            .title = event.title,
            .notes = event.notes,
            .tags = event.tags,
            .due = event.due,
            .start = event.start,
            .parent = {},
            .assignee = {},
            .next = {},
            .recurrence = {},
            .reminders = {},
            .rank = event.rank,
            .priority = event.priority,
            .version = 1,
            .created_at = at,
            .updated_at = at};
}

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

void TaskDetailsChanged::evolve(Task& it, Instant) const {
    if (title) it.title = *title;
    if (notes) it.notes = *notes;
    if (priority) it.priority = *priority;
    if (tags) it.tags = *tags;
    if (due) it.due = *due;
    if (start) it.start = *start;
}

void TaskReopened::evolve(Task& it, Instant at) const {
    it.status = Status::open;
    it.ended_at.reset();
    pass_over_reminders(it, at);
}

void TaskRestored::evolve(Task& it, Instant at) const {
    it.deleted = false;
    pass_over_reminders(it, at);
}

void TaskBackdated::evolve(Task& it, Instant) const {
    if (created) it.created_at = *created;
    if (ended) it.ended_at = ended;
}

}  // namespace tasklog
