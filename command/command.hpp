#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/people.hpp"
#include "events/task.hpp"

/// What may be asked for. As with events, `fields` names the JSON's members; ids that the client leaves out are made
/// when the request is read, so that a decision depends on nothing but the state and the command.
namespace tasklog::command {

enum class RepeatFrom { due, completion };
enum class SkipTo { next, today };

#define TASKLOG_COMMAND(type) static constexpr std::string_view name = type
#define TASKLOG_FIELDS             \
    template <class Self, class F> \
    static void fields([[maybe_unused]] Self& c, [[maybe_unused]] F f)

struct CreateWorkspace {
    TASKLOG_COMMAND("CreateWorkspace");
    std::string title;
    TASKLOG_FIELDS { f("name", c.title); }
};
struct RenameWorkspace {
    TASKLOG_COMMAND("RenameWorkspace");
    std::string title;
    TASKLOG_FIELDS { f("name", c.title); }
};
/// The trash shows nothing that was deleted until now.
struct EmptyTrash {
    TASKLOG_COMMAND("EmptyTrash");
    TASKLOG_FIELDS {}
};

struct CreateList {
    TASKLOG_COMMAND("CreateList");
    std::optional<ListId> list;
    std::string title;
    std::string color;
    std::optional<std::string> rank;
    std::optional<Instant> created{};  ///< for importers: before now
    bool if_absent = false;            ///< an existing list of this id is no error, and stays as it is
    TASKLOG_FIELDS {
        f("id", c.list), f("name", c.title), f("color", c.color), f("rank", c.rank), f("createdAt", c.created);
        f("ifAbsent", c.if_absent);
    }
};
struct RenameList {
    TASKLOG_COMMAND("RenameList");
    std::optional<ListId> list;
    std::string title;
    TASKLOG_FIELDS { f("list", c.list), f("name", c.title); }
};
struct RecolourList {
    TASKLOG_COMMAND("RecolourList");
    std::optional<ListId> list;
    std::string color;
    TASKLOG_FIELDS { f("list", c.list), f("color", c.color); }
};
/// To `rank`, or between two neighbours (one of them at the ends).
struct ReorderList {
    TASKLOG_COMMAND("ReorderList");
    std::optional<ListId> list;
    std::optional<std::string> rank;
    std::optional<ListId> after;
    std::optional<ListId> before;
    TASKLOG_FIELDS { f("list", c.list), f("rank", c.rank), f("after", c.after), f("before", c.before); }
};
struct ArchiveList {
    TASKLOG_COMMAND("ArchiveList");
    std::optional<ListId> list;
    TASKLOG_FIELDS { f("list", c.list); }
};
struct UnarchiveList {
    TASKLOG_COMMAND("UnarchiveList");
    std::optional<ListId> list;
    TASKLOG_FIELDS { f("list", c.list); }
};
struct DeleteList {
    TASKLOG_COMMAND("DeleteList");
    std::optional<ListId> list;
    bool if_empty = false;  ///< one with tasks stays
    TASKLOG_FIELDS { f("list", c.list), f("ifEmpty", c.if_empty); }
};
/// A deleted one, with the tasks that went with it, where they were.
struct RestoreList {
    TASKLOG_COMMAND("RestoreList");
    std::optional<ListId> list;
    TASKLOG_FIELDS { f("list", c.list); }
};

/// A reminder of the sender's that a new task has at once.
struct NewReminder {
    std::optional<ReminderId> reminder;
    std::optional<Instant> at;
    std::optional<RelativeTime> relative;
    TASKLOG_FIELDS { f("id", c.reminder), f("at", c.at), f("relative", c.relative); }
};

struct CreateTask {
    TASKLOG_COMMAND("CreateTask");
    std::optional<TaskId> task;
    std::optional<ListId> list;
    std::string title;
    std::string notes;
    Priority priority = Priority::none;
    std::vector<std::string> tags;
    std::optional<Due> due;
    std::optional<Date> start;
    std::optional<std::string> rank;
    std::optional<Recurrence> recurrence{};  ///< its start, occurrence and number can be left out: it begins here
    std::vector<NewReminder> reminders{};    ///< the sender's
    Status status = Status::open;            ///< for importers: created and ended in one
    std::optional<Instant> created_at{};     ///< for importers: before now
    std::optional<Instant> ended_at{};       ///< for importers: when it was completed or cancelled
    std::optional<TaskId> next{};            ///< for importers: the occurrence after it
    bool if_absent = false;  ///< an existing task of this id, deleted or not, is no error, and stays as it is
    TASKLOG_FIELDS {
        f("id", c.task), f("list", c.list), f("title", c.title), f("notes", c.notes), f("priority", c.priority);
        f("tags", c.tags), f("due", c.due), f("start", c.start), f("rank", c.rank), f("recurrence", c.recurrence);
        f("reminders", c.reminders), f("status", c.status), f("createdAt", c.created_at), f("endedAt", c.ended_at);
        f("next", c.next), f("ifAbsent", c.if_absent);
    }
};
struct ChangeTaskDetails {
    TASKLOG_COMMAND("ChangeTaskDetails");
    std::optional<TaskId> task;
    std::optional<std::string> title;
    std::optional<std::string> notes;
    std::optional<Priority> priority;
    std::optional<std::vector<std::string>> tags;
    std::optional<std::optional<Due>> due;
    std::optional<std::optional<Date>> start;
    TASKLOG_FIELDS {
        f("task", c.task), f("title", c.title), f("notes", c.notes), f("priority", c.priority), f("tags", c.tags);
        f("due", c.due), f("start", c.start);
    }
};
struct CompleteTask {
    TASKLOG_COMMAND("CompleteTask");
    std::optional<TaskId> task;
    bool with_subtasks = false;      ///< its open subtasks too; else they forbid it
    std::optional<Instant> ended{};  ///< it was completed before now: for taking back that it was reopened
    TASKLOG_FIELDS { f("task", c.task), f("withSubtasks", c.with_subtasks), f("endedAt", c.ended); }
};
struct ReopenTask {
    TASKLOG_COMMAND("ReopenTask");
    std::optional<TaskId> task;
    bool with_subtasks = false;  ///< those that ended with it, too
    TASKLOG_FIELDS { f("task", c.task), f("withSubtasks", c.with_subtasks); }
};
struct CancelTask {
    TASKLOG_COMMAND("CancelTask");
    std::optional<TaskId> task;
    std::optional<Instant> ended{};  ///< as CompleteTask has it
    TASKLOG_FIELDS { f("task", c.task), f("endedAt", c.ended); }
};
struct MoveTask {
    TASKLOG_COMMAND("MoveTask");
    std::optional<TaskId> task;
    std::optional<std::optional<ListId>> list;  ///< null: the inbox
    std::optional<std::string> rank;
    TASKLOG_FIELDS { f("task", c.task), f("list", c.list), f("rank", c.rank); }
};
/// To `rank`, or between two neighbours (one of them at the ends).
struct ReorderTask {
    TASKLOG_COMMAND("ReorderTask");
    std::optional<TaskId> task;
    std::optional<std::string> rank;
    std::optional<TaskId> after;
    std::optional<TaskId> before;
    TASKLOG_FIELDS { f("task", c.task), f("rank", c.rank), f("after", c.after), f("before", c.before); }
};
struct DeleteTask {
    TASKLOG_COMMAND("DeleteTask");
    std::optional<TaskId> task;
    bool if_empty = false;  ///< one with subtasks stays
    TASKLOG_FIELDS { f("task", c.task), f("ifEmpty", c.if_empty); }
};
struct RestoreTask {
    TASKLOG_COMMAND("RestoreTask");
    std::optional<TaskId> task;
    bool with_subtasks = false;  ///< those that were deleted with it, too
    TASKLOG_FIELDS { f("task", c.task), f("withSubtasks", c.with_subtasks); }
};

/// Under another task, or with null by itself. Its subtasks come along.
struct NestTask {
    TASKLOG_COMMAND("NestTask");
    std::optional<TaskId> task;
    std::optional<std::optional<TaskId>> parent;
    TASKLOG_FIELDS { f("task", c.task), f("parent", c.parent); }
};
/// To a member, or with null to nobody.
struct AssignTask {
    TASKLOG_COMMAND("AssignTask");
    std::optional<TaskId> task;
    std::optional<std::optional<PersonId>> assignee;
    TASKLOG_FIELDS { f("task", c.task), f("assignee", c.assignee); }
};
/// A new open task of the same details, behind the others, with its subtasks.
struct DuplicateTask {
    TASKLOG_COMMAND("DuplicateTask");
    std::optional<TaskId> task;
    std::optional<TaskId> copy;
    TASKLOG_FIELDS { f("task", c.task), f("id", c.copy); }
};
/// Every task that has the tag has the other one instead. Deleted tasks stay as they are.
struct RenameTag {
    TASKLOG_COMMAND("RenameTag");
    std::string tag;
    std::string to;
    TASKLOG_FIELDS { f("tag", c.tag), f("to", c.to); }
};
/// The task comes again from here on: also "this and following", if it did before. With `start`, `occurrence` and
/// `number` it goes on with a series that it was a part of.
struct SetRecurrence {
    TASKLOG_COMMAND("SetRecurrence");
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
        f("task", c.task), f("rule", c.rule), f("except", c.except), f("from", c.from), f("skipMissed", c.skip_missed);
        f("zone", c.zone), f("start", c.start), f("occurrence", c.occurrence), f("number", c.number);
    }
};
/// The task stands for the next occurrence instead, or for the first one from today on.
struct SkipOccurrence {
    TASKLOG_COMMAND("SkipOccurrence");
    std::optional<TaskId> task;
    SkipTo to = SkipTo::next;
    TASKLOG_FIELDS { f("task", c.task), f("to", c.to); }
};
struct EndSeries {
    TASKLOG_COMMAND("EndSeries");
    std::optional<TaskId> task;
    TASKLOG_FIELDS { f("task", c.task); }
};
/// For the recurring worker: after an occurrence was completed.
struct CreateNextOccurrence {
    TASKLOG_COMMAND("CreateNextOccurrence");
    std::optional<TaskId> task;
    std::optional<TaskId> next;
    TASKLOG_FIELDS { f("task", c.task), f("next", c.next); }
};

struct AddComment {
    TASKLOG_COMMAND("AddComment");
    std::optional<CommentId> comment;
    std::optional<TaskId> about;
    std::string text;
    std::optional<Instant> created{};  ///< for importers: before now
    bool if_absent = false;            ///< an existing comment of this id is no error, and stays as it is
    TASKLOG_FIELDS {
        f("id", c.comment), f("task", c.about), f("text", c.text), f("createdAt", c.created);
        f("ifAbsent", c.if_absent);
    }
};
/// For its author.
struct EditComment {
    TASKLOG_COMMAND("EditComment");
    std::optional<CommentId> comment;
    std::string text;
    TASKLOG_FIELDS { f("comment", c.comment), f("text", c.text); }
};
/// For its author, and the workspace's owner.
struct DeleteComment {
    TASKLOG_COMMAND("DeleteComment");
    std::optional<CommentId> comment;
    TASKLOG_FIELDS { f("comment", c.comment); }
};
/// For its author, and the workspace's owner.
struct RestoreComment {
    TASKLOG_COMMAND("RestoreComment");
    std::optional<CommentId> comment;
    TASKLOG_FIELDS { f("comment", c.comment); }
};

/// Reminds the sender, at a moment or so many minutes from when the task is due or starts. An id that is there is
/// changed.
struct SetReminder {
    TASKLOG_COMMAND("SetReminder");
    std::optional<TaskId> task;
    std::optional<ReminderId> reminder;
    std::optional<Instant> at;
    std::optional<RelativeTime> relative;
    TASKLOG_FIELDS { f("task", c.task), f("id", c.reminder), f("at", c.at), f("relative", c.relative); }
};
struct RemoveReminder {
    TASKLOG_COMMAND("RemoveReminder");
    std::optional<TaskId> task;
    std::optional<ReminderId> reminder;
    TASKLOG_FIELDS { f("task", c.task), f("reminder", c.reminder); }
};
/// For the reminder scheduler: it was to fire at `due`.
struct FireReminder {
    TASKLOG_COMMAND("FireReminder");
    std::optional<TaskId> task;
    std::optional<ReminderId> reminder;
    std::optional<Instant> due;
    TASKLOG_FIELDS { f("task", c.task), f("reminder", c.reminder), f("due", c.due); }
};
/// In one's own workspace: all up to a moment, or one.
struct MarkNotificationsRead {
    TASKLOG_COMMAND("MarkNotificationsRead");
    std::optional<Instant> through;
    std::optional<NotificationId> notification;
    TASKLOG_FIELDS { f("through", c.through), f("notification", c.notification); }
};

/// For `person` alone, or for whoever has its id.
struct InviteMember {
    TASKLOG_COMMAND("InviteMember");
    std::optional<InvitationId> invitation;
    Role role = Role::viewer;
    std::optional<PersonId> person;
    TASKLOG_FIELDS { f("id", c.invitation), f("role", c.role), f("person", c.person); }
};
struct RevokeInvitation {
    TASKLOG_COMMAND("RevokeInvitation");
    std::optional<InvitationId> invitation;
    TASKLOG_FIELDS { f("invitation", c.invitation); }
};
struct AcceptInvitation {
    TASKLOG_COMMAND("AcceptInvitation");
    std::optional<InvitationId> invitation;
    TASKLOG_FIELDS { f("invitation", c.invitation); }
};
struct ChangeMemberRole {
    TASKLOG_COMMAND("ChangeMemberRole");
    std::optional<PersonId> person;
    Role role = Role::viewer;
    TASKLOG_FIELDS { f("person", c.person), f("role", c.role); }
};
struct RemoveMember {
    TASKLOG_COMMAND("RemoveMember");
    std::optional<PersonId> person;
    TASKLOG_FIELDS { f("person", c.person); }
};
struct LeaveWorkspace {
    TASKLOG_COMMAND("LeaveWorkspace");
    TASKLOG_FIELDS {}
};
struct TransferOwnership {
    TASKLOG_COMMAND("TransferOwnership");
    std::optional<PersonId> person;
    TASKLOG_FIELDS { f("person", c.person); }
};

#undef TASKLOG_FIELDS
#undef TASKLOG_COMMAND

using Body =
    std::variant<CreateWorkspace, RenameWorkspace, CreateList, RenameList, RecolourList, ReorderList, ArchiveList,
                 UnarchiveList, DeleteList, RestoreList, CreateTask, ChangeTaskDetails, CompleteTask, ReopenTask,
                 CancelTask, MoveTask, ReorderTask, DeleteTask, RestoreTask, InviteMember, RevokeInvitation,
                 AcceptInvitation, ChangeMemberRole, RemoveMember, LeaveWorkspace, TransferOwnership, SetRecurrence,
                 SkipOccurrence, EndSeries, CreateNextOccurrence, NestTask, AssignTask, DuplicateTask, AddComment,
                 EditComment, DeleteComment, RestoreComment, SetReminder, RemoveReminder, FireReminder,
                 MarkNotificationsRead, RenameTag, EmptyTrash>;

struct Command {
    std::optional<std::uint64_t> expected_version{};  ///< of the thing that the command is about
    Body body;
};

/// Commands for one workspace that are applied all or none.
struct Request {
    WorkspaceId workspace{};
    PersonId actor{};
    bool worker = false;  ///< a worker of ours sends it, for whom it was caused
    CommitId commit{};    ///< the id that the commit will have
    Instant now{};
    std::optional<std::string> key{};    ///< Idempotency-Key
    std::string fingerprint{};           ///< of the body, where there is a key
    std::optional<std::string> cause{};  ///< what made a program send it; none: a person did
    std::string trace{};                 ///< traceparent (W3C Trace Context), kept beside the commit; empty: none
    std::vector<Command> commands{};
    bool batch = false;  ///< they were sent as one: a problem's pointer names the command
};

}  // namespace tasklog::command
