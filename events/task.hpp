#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/form.hpp"
#include "events/recurrence.hpp"
#include "events/reminder.hpp"
#include "events/value/due.hpp"
#include "events/value/id.hpp"
#include "events/value/rarely.hpp"

/// Tasks: what is known of one, what can happen to it, and what each event changes.
namespace tasklog {

enum class Priority : std::uint8_t { none, low, medium, high, urgent };
enum class Status : std::uint8_t { open, completed, cancelled };
/// As they stand in JSON and in queries, in their order.
constexpr std::array<std::string_view, 5> priority_names{"none", "low", "medium", "high", "urgent"};
constexpr std::array<std::string_view, 3> status_names{"open", "completed", "cancelled"};

/// Memory holds one of these for each task there ever was: the fields stand where they leave no gaps.
struct Task {
    TaskId id{};
    std::optional<ListId> list{};  ///< none: the inbox
    std::string title{};
    std::string notes{};
    std::vector<std::string> tags{};
    std::optional<Due> due{};
    std::optional<Date> start{};
    std::optional<TaskId> parent{};      ///< the task that this one is a part of
    std::optional<PersonId> assignee{};  ///< who is to do it
    std::optional<TaskId> next{};        ///< the occurrence that was made when this one was completed
    Rarely<Recurrence> recurrence{};
    std::vector<Reminder> reminders{};
    std::string rank{};
    Priority priority = Priority::none;
    Status status = Status::open;
    bool deleted = false;
    std::uint64_t version = 0;  ///< the number of events that this task has seen
    Instant created_at{};
    Instant updated_at{};
    std::optional<Instant> ended_at{};        ///< when it was completed or cancelled
    std::optional<std::uint64_t> estimate{};  ///< of the work, in minutes
    TASKLOG_STATE_FIELDS {
        f("id", s.id), f("list", s.list), f("title", s.title), f("notes", s.notes), f("status", s.status);
        f("priority", s.priority), f("tags", s.tags), f("due", s.due), f("start", s.start), f("parent", s.parent);
        f("assignee", s.assignee), f("recurrence", s.recurrence), f("next", s.next), f("reminders", s.reminders);
        f("rank", s.rank), f("deleted", s.deleted), f("version", s.version), f("createdAt", s.created_at);
        f("updatedAt", s.updated_at), f("endedAt", s.ended_at), f("estimate", s.estimate);
    }
    bool operator==(const Task&) const = default;
};

/// A task, in a list or with none in the inbox.
struct TaskCreated {
    TASKLOG_EVENT("TaskCreated", 1);
    TaskId task;
    std::optional<ListId> list;
    std::string title;
    std::string notes;
    Priority priority = Priority::none;
    std::vector<std::string> tags;
    std::optional<Due> due;
    std::optional<Date> start;
    std::string rank;
    TASKLOG_EVENT_FIELDS {
        f("task", e.task), f("list", e.list), f("title", e.title), f("notes", e.notes), f("priority", e.priority);
        f("tags", e.tags), f("due", e.due), f("start", e.start), f("rank", e.rank);
    }
    bool operator==(const TaskCreated&) const = default;
};
Task created(const TaskCreated& event, Instant at);
/// A new task of the same details.
TaskCreated copy_of(const Task& task, const TaskId& id, std::string rank);

/// Only what changed is set. For `due` and `start` an inner none, null in JSON, means: taken away.
struct TaskDetailsChanged {
    TASKLOG_EVENT("TaskDetailsChanged", 1);
    TaskId task;
    std::optional<std::string> title;
    std::optional<std::string> notes;
    std::optional<Priority> priority;
    std::optional<std::vector<std::string>> tags;
    std::optional<std::optional<Due>> due;
    std::optional<std::optional<Date>> start;
    TASKLOG_EVENT_FIELDS {
        f("task", e.task), f("title", e.title), f("notes", e.notes), f("priority", e.priority);
        f("tags", e.tags), f("due", e.due), f("start", e.start);
    }
    void evolve(Task& it, Instant at) const;
    bool operator==(const TaskDetailsChanged&) const = default;
};

/// It is done.
struct TaskCompleted {
    TASKLOG_EVENT("TaskCompleted", 1);
    TaskId task;
    TASKLOG_EVENT_FIELDS { f("task", e.task); }
    void evolve(Task& it, Instant at) const { it.status = Status::completed, it.ended_at = at; }
    bool operator==(const TaskCompleted&) const = default;
};

/// It is to be done after all.
struct TaskReopened {
    TASKLOG_EVENT("TaskReopened", 1);
    TaskId task;
    TASKLOG_EVENT_FIELDS { f("task", e.task); }
    void evolve(Task& it, Instant at) const;
    bool operator==(const TaskReopened&) const = default;
};

/// It won't be done.
struct TaskCancelled {
    TASKLOG_EVENT("TaskCancelled", 1);
    TaskId task;
    TASKLOG_EVENT_FIELDS { f("task", e.task); }
    void evolve(Task& it, Instant at) const { it.status = Status::cancelled, it.ended_at = at; }
    bool operator==(const TaskCancelled&) const = default;
};

/// To another list, or with no list to the inbox.
struct TaskMoved {
    TASKLOG_EVENT("TaskMoved", 1);
    TaskId task;
    std::optional<ListId> list;
    std::string rank;
    TASKLOG_EVENT_FIELDS { f("task", e.task), f("list", e.list), f("rank", e.rank); }
    void evolve(Task& it, Instant) const { it.list = list, it.rank = rank; }
    bool operator==(const TaskMoved&) const = default;
};

/// It was moved within its list.
struct TaskReordered {
    TASKLOG_EVENT("TaskReordered", 1);
    TaskId task;
    std::string rank;
    TASKLOG_EVENT_FIELDS { f("task", e.task), f("rank", e.rank); }
    void evolve(Task& it, Instant) const { it.rank = rank; }
    bool operator==(const TaskReordered&) const = default;
};

/// It is in the trash, from where it can be restored.
struct TaskDeleted {
    TASKLOG_EVENT("TaskDeleted", 1);
    TaskId task;
    TASKLOG_EVENT_FIELDS { f("task", e.task); }
    void evolve(Task& it, Instant) const { it.deleted = true; }
    bool operator==(const TaskDeleted&) const = default;
};

/// It was taken out of the trash.
struct TaskRestored {
    TASKLOG_EVENT("TaskRestored", 1);
    TaskId task;
    TASKLOG_EVENT_FIELDS { f("task", e.task); }
    void evolve(Task& it, Instant at) const;
    bool operator==(const TaskRestored&) const = default;
};

/// Under another task, or with none by itself.
struct TaskNested {
    TASKLOG_EVENT("TaskNested", 1);
    TaskId task;
    std::optional<TaskId> parent;
    TASKLOG_EVENT_FIELDS { f("task", e.task), f("parent", e.parent); }
    void evolve(Task& it, Instant) const { it.parent = parent; }
    bool operator==(const TaskNested&) const = default;
};

/// To a member, or with none to nobody.
struct TaskAssigned {
    TASKLOG_EVENT("TaskAssigned", 1);
    TaskId task;
    std::optional<PersonId> assignee;
    TASKLOG_EVENT_FIELDS { f("task", e.task), f("assignee", e.assignee); }
    void evolve(Task& it, Instant) const { it.assignee = assignee; }
    bool operator==(const TaskAssigned&) const = default;
};

/// The work is expected to take so many minutes; with none the estimate was removed.
struct TaskEstimated {
    TASKLOG_EVENT("TaskEstimated", 1);
    TaskId task;
    std::optional<std::uint64_t> estimate;
    TASKLOG_EVENT_FIELDS { f("task", e.task), f("estimate", e.estimate); }
    void evolve(Task& it, Instant) const { it.estimate = estimate; }
    bool operator==(const TaskEstimated&) const = default;
};

/// The task was made, and completed or cancelled, before its events: where it comes from, that was known.
struct TaskBackdated {
    TASKLOG_EVENT("TaskBackdated", 1);
    TaskId task;
    std::optional<Instant> created;
    std::optional<Instant> ended;
    TASKLOG_EVENT_FIELDS { f("task", e.task), f("createdAt", e.created), f("endedAt", e.ended); }
    void evolve(Task& it, Instant at) const;
    bool operator==(const TaskBackdated&) const = default;
};

}  // namespace tasklog
