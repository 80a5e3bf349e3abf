#pragma once
#include <optional>
#include <string>
#include <vector>

#include "command/field.hpp"
#include "command/place.hpp"
#include "command/reminder.hpp"
#include "words/line.hpp"

/// Tasks, each by itself. What concerns their subtasks, too, is in command/subtasks.hpp.
namespace tasklog::command {

struct CreateTask {
    TASKLOG_COMMAND(CreateTask, editors, task);
    std::optional<TaskId> task;
    std::optional<ListId> list;
    std::string title;
    std::optional<words::Line> words{};  ///< instead of a title: what it says counts before the fields beside it
    std::string notes;
    Priority priority = Priority::none;
    std::vector<std::string> tags;
    std::optional<Due> due;
    std::optional<Date> start;
    std::optional<std::string> rank;
    std::optional<PersonId> assignee{};       ///< a member
    std::optional<std::uint64_t> estimate{};  ///< of the work, in minutes
    std::optional<Recurrence> recurrence{};   ///< its start, occurrence and number can be left out: it begins here
    std::vector<NewReminder> reminders{};     ///< the sender's
    Status status = Status::open;             ///< for importers: created and ended in one
    std::optional<Instant> created_at{};      ///< for importers: before now
    std::optional<Instant> ended_at{};        ///< for importers: when it was completed or cancelled
    std::optional<TaskId> next{};             ///< for importers: the occurrence after it
    bool if_absent = false;  ///< an existing task of this id, deleted or not, is no error, and stays as it is
    TASKLOG_FIELDS {
        f("id", c.task, or_made), f("list", c.list, may), f("title", c.title, may, form::Line{max_title_chars});
        f("words", c.words, may), f("notes", c.notes, may, form::Text{max_notes_chars});
        f("priority", c.priority, may), f("tags", c.tags, may), f("due", c.due, may), f("start", c.start, may);
        f("rank", c.rank, may, form::Rank{}), f("assignee", c.assignee, may);
        f("estimate", c.estimate, may, form::Number{1, max_estimate_minutes});
        f("recurrence", c.recurrence, may), f("reminders", c.reminders, may), f("status", c.status, may);
        f("createdAt", c.created_at, may), f("endedAt", c.ended_at, may), f("next", c.next, may);
        f("ifAbsent", c.if_absent, may);
    }
    json::MaybeFault fault() const;
};
/// The command with the fields that its words say. Refused where they say what a field may not be.
std::expected<words::Understood, Problem> understand(const Workspace& w, const Sender& sender, CreateTask& command,
                                                     Cost& cost);

struct ChangeTaskDetails {
    TASKLOG_COMMAND(ChangeTaskDetails, editors, task);
    std::optional<TaskId> task;
    std::optional<std::string> title;
    std::optional<std::string> notes;
    std::optional<Priority> priority;
    std::optional<std::vector<std::string>> tags;
    std::optional<std::optional<Due>> due;
    std::optional<std::optional<Date>> start;
    std::optional<std::optional<std::uint64_t>> estimate{};
    TASKLOG_FIELDS {
        f("task", c.task, must), f("title", c.title, may, form::Line{max_title_chars});
        f("notes", c.notes, may, form::Text{max_notes_chars}), f("priority", c.priority, may), f("tags", c.tags, may);
        f("due", c.due, may), f("start", c.start, may);
        f("estimate", c.estimate, may, form::Number{1, max_estimate_minutes});
    }
};
struct MoveTask {
    TASKLOG_COMMAND(MoveTask, editors, task);
    std::optional<TaskId> task;
    std::optional<std::optional<ListId>> list;  ///< null: the inbox
    std::optional<std::string> rank;
    TASKLOG_FIELDS { f("task", c.task, must), f("list", c.list, must_or_null), f("rank", c.rank, may, form::Rank{}); }
};
/// To `rank`, or between two neighbours (one of them at the ends).
struct ReorderTask {
    TASKLOG_COMMAND(ReorderTask, editors, task);
    std::optional<TaskId> task;
    std::optional<std::string> rank;
    std::optional<TaskId> after;
    std::optional<TaskId> before;
    TASKLOG_FIELDS {
        f("task", c.task, must), f("rank", c.rank, may, form::Rank{}), f("after", c.after, may);
        f("before", c.before, may);
    }
    json::MaybeFault fault() const { return fault_of_place(rank.has_value(), after || before); }
};
/// To a member, or with null to nobody.
struct AssignTask {
    TASKLOG_COMMAND(AssignTask, editors, task);
    std::optional<TaskId> task;
    std::optional<std::optional<PersonId>> assignee;
    TASKLOG_FIELDS { f("task", c.task, must), f("assignee", c.assignee, must_or_null); }
};
/// Every task that has the tag has the other one instead. Deleted tasks stay as they are.
struct RenameTag {
    TASKLOG_COMMAND(RenameTag, editors, whole_workspace);
    std::string tag;
    std::string to;
    TASKLOG_FIELDS { f("tag", c.tag, must, form::Line{max_tag_chars}), f("to", c.to, must, form::Line{max_tag_chars}); }
};

/// Adds what the copy of a task has beside its details: who is to do it, and reminders that are relative to its dates.
void add_rest_of_copy(const Task& task, const TaskCreated& copy, std::vector<Event>& events);

}  // namespace tasklog::command
