#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "events/people.hpp"
#include "events/task.hpp"

/// What can happen. These structs are the stored format: a change of a field needs a new version and an upcaster
/// (events/upcast.hpp), for the old ones stay in the log for ever. `fields` names what the JSON holds.
namespace tasklog {

#define TASKLOG_EVENT(type)                        \
    static constexpr std::string_view name = type; \
    static constexpr int version = 1

/// The first event of every workspace: its creator owns it.
struct WorkspaceCreated {
    TASKLOG_EVENT("WorkspaceCreated");
    std::string title;
    PersonId owner;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("name", e.title), f("owner", e.owner);
    }
    bool operator==(const WorkspaceCreated&) const = default;
};

/// It has another name.
struct WorkspaceRenamed {
    TASKLOG_EVENT("WorkspaceRenamed");
    std::string title;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("name", e.title);
    }
    bool operator==(const WorkspaceRenamed&) const = default;
};

/// A list for tasks; `rank` is its place among the others.
struct ListCreated {
    TASKLOG_EVENT("ListCreated");
    ListId list;
    std::string title;
    std::string color;
    std::string rank;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("list", e.list), f("name", e.title), f("color", e.color), f("rank", e.rank);
    }
    bool operator==(const ListCreated&) const = default;
};

/// It has another name.
struct ListRenamed {
    TASKLOG_EVENT("ListRenamed");
    ListId list;
    std::string title;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("list", e.list), f("name", e.title);
    }
    bool operator==(const ListRenamed&) const = default;
};

/// It has another colour, or with none its own again.
struct ListRecoloured {
    TASKLOG_EVENT("ListRecoloured");
    ListId list;
    std::string color;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("list", e.list), f("color", e.color);
    }
    bool operator==(const ListRecoloured&) const = default;
};

/// It stands at another place among the lists.
struct ListReordered {
    TASKLOG_EVENT("ListReordered");
    ListId list;
    std::string rank;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("list", e.list), f("rank", e.rank);
    }
    bool operator==(const ListReordered&) const = default;
};

/// Out of sight, with its tasks, which stay as they are.
struct ListArchived {
    TASKLOG_EVENT("ListArchived");
    ListId list;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("list", e.list);
    }
    bool operator==(const ListArchived&) const = default;
};

/// In sight again.
struct ListUnarchived {
    TASKLOG_EVENT("ListUnarchived");
    ListId list;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("list", e.list);
    }
    bool operator==(const ListUnarchived&) const = default;
};

/// The list is gone, and every task in it.
struct ListDeleted {
    TASKLOG_EVENT("ListDeleted");
    ListId list;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("list", e.list);
    }
    bool operator==(const ListDeleted&) const = default;
};

/// The list is back, with every task that went with it.
struct ListRestored {
    TASKLOG_EVENT("ListRestored");
    ListId list;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("list", e.list);
    }
    bool operator==(const ListRestored&) const = default;
};

/// A task, in a list or with none in the inbox.
struct TaskCreated {
    TASKLOG_EVENT("TaskCreated");
    TaskId task;
    std::optional<ListId> list;
    std::string title;
    std::string notes;
    Priority priority = Priority::none;
    std::vector<std::string> tags;
    std::optional<Due> due;
    std::optional<Date> start;
    std::string rank;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task), f("list", e.list), f("title", e.title), f("notes", e.notes), f("priority", e.priority);
        f("tags", e.tags), f("due", e.due), f("start", e.start), f("rank", e.rank);
    }
    bool operator==(const TaskCreated&) const = default;
};

/// Only what changed is set. For `due` and `start` an inner none, null in JSON, means: taken away.
struct TaskDetailsChanged {
    TASKLOG_EVENT("TaskDetailsChanged");
    TaskId task;
    std::optional<std::string> title;
    std::optional<std::string> notes;
    std::optional<Priority> priority;
    std::optional<std::vector<std::string>> tags;
    std::optional<std::optional<Due>> due;
    std::optional<std::optional<Date>> start;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task), f("title", e.title), f("notes", e.notes), f("priority", e.priority);
        f("tags", e.tags), f("due", e.due), f("start", e.start);
    }
    bool operator==(const TaskDetailsChanged&) const = default;
};

/// It is done.
struct TaskCompleted {
    TASKLOG_EVENT("TaskCompleted");
    TaskId task;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task);
    }
    bool operator==(const TaskCompleted&) const = default;
};

/// It is to be done after all.
struct TaskReopened {
    TASKLOG_EVENT("TaskReopened");
    TaskId task;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task);
    }
    bool operator==(const TaskReopened&) const = default;
};

/// It won't be done.
struct TaskCancelled {
    TASKLOG_EVENT("TaskCancelled");
    TaskId task;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task);
    }
    bool operator==(const TaskCancelled&) const = default;
};

/// To another list, or with no list to the inbox.
struct TaskMoved {
    TASKLOG_EVENT("TaskMoved");
    TaskId task;
    std::optional<ListId> list;
    std::string rank;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task), f("list", e.list), f("rank", e.rank);
    }
    bool operator==(const TaskMoved&) const = default;
};

/// It stands at another place in its list.
struct TaskReordered {
    TASKLOG_EVENT("TaskReordered");
    TaskId task;
    std::string rank;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task), f("rank", e.rank);
    }
    bool operator==(const TaskReordered&) const = default;
};

/// It is in the bin, from where it can be restored.
struct TaskDeleted {
    TASKLOG_EVENT("TaskDeleted");
    TaskId task;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task);
    }
    bool operator==(const TaskDeleted&) const = default;
};

/// Back from the bin.
struct TaskRestored {
    TASKLOG_EVENT("TaskRestored");
    TaskId task;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task);
    }
    bool operator==(const TaskRestored&) const = default;
};

/// Completing it makes the next one by this rule.
struct RecurrenceSet {
    TASKLOG_EVENT("RecurrenceSet");
    TaskId task;
    Recurrence recurrence;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task), f("recurrence", e.recurrence);
    }
    bool operator==(const RecurrenceSet&) const = default;
};

/// The completed occurrence has its successor, whose TaskCreated stands before this.
struct NextOccurrenceCreated {
    TASKLOG_EVENT("NextOccurrenceCreated");
    TaskId task;
    TaskId next;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task), f("next", e.next);
    }
    bool operator==(const NextOccurrenceCreated&) const = default;
};

/// By a person, or because the rule has no more dates.
struct SeriesEnded {
    TASKLOG_EVENT("SeriesEnded");
    TaskId task;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task);
    }
    bool operator==(const SeriesEnded&) const = default;
};

/// Under another task, or with none by itself.
struct TaskNested {
    TASKLOG_EVENT("TaskNested");
    TaskId task;
    std::optional<TaskId> parent;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task), f("parent", e.parent);
    }
    bool operator==(const TaskNested&) const = default;
};

/// To a member, or with none to nobody.
struct TaskAssigned {
    TASKLOG_EVENT("TaskAssigned");
    TaskId task;
    std::optional<PersonId> assignee;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task), f("assignee", e.assignee);
    }
    bool operator==(const TaskAssigned&) const = default;
};

/// Someone said something about a task.
struct CommentAdded {
    TASKLOG_EVENT("CommentAdded");
    CommentId comment;
    TaskId about;
    PersonId author;
    std::string text;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("comment", e.comment), f("task", e.about), f("author", e.author), f("text", e.text);
    }
    bool operator==(const CommentAdded&) const = default;
};

/// They said it otherwise.
struct CommentEdited {
    TASKLOG_EVENT("CommentEdited");
    CommentId comment;
    std::string text;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("comment", e.comment), f("text", e.text);
    }
    bool operator==(const CommentEdited&) const = default;
};

/// The comment is gone.
struct CommentDeleted {
    TASKLOG_EVENT("CommentDeleted");
    CommentId comment;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("comment", e.comment);
    }
    bool operator==(const CommentDeleted&) const = default;
};

/// The comment is back, as it was.
struct CommentRestored {
    TASKLOG_EVENT("CommentRestored");
    CommentId comment;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("comment", e.comment);
    }
    bool operator==(const CommentRestored&) const = default;
};

/// Whoever has the invitation may join; with `person` set, only they.
struct MemberInvited {
    TASKLOG_EVENT("MemberInvited");
    InvitationId invitation;
    Role role = Role::viewer;
    std::optional<PersonId> person;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("invitation", e.invitation), f("role", e.role), f("person", e.person);
    }
    bool operator==(const MemberInvited&) const = default;
};

/// Nobody can join by it any more.
struct InvitationRevoked {
    TASKLOG_EVENT("InvitationRevoked");
    InvitationId invitation;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("invitation", e.invitation);
    }
    bool operator==(const InvitationRevoked&) const = default;
};

/// The invitation is used up.
struct MemberJoined {
    TASKLOG_EVENT("MemberJoined");
    PersonId person;
    Role role = Role::viewer;
    InvitationId invitation;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("person", e.person), f("role", e.role), f("invitation", e.invitation);
    }
    bool operator==(const MemberJoined&) const = default;
};

/// A member may do more or less than before.
struct MemberRoleChanged {
    TASKLOG_EVENT("MemberRoleChanged");
    PersonId person;
    Role role = Role::viewer;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("person", e.person), f("role", e.role);
    }
    bool operator==(const MemberRoleChanged&) const = default;
};

/// By another member.
struct MemberRemoved {
    TASKLOG_EVENT("MemberRemoved");
    PersonId person;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("person", e.person);
    }
    bool operator==(const MemberRemoved&) const = default;
};

/// Of their own will.
struct MemberLeft {
    TASKLOG_EVENT("MemberLeft");
    PersonId person;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("person", e.person);
    }
    bool operator==(const MemberLeft&) const = default;
};

/// The old owner becomes an editor.
struct OwnershipTransferred {
    TASKLOG_EVENT("OwnershipTransferred");
    PersonId from;
    PersonId to;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("from", e.from), f("to", e.to);
    }
    bool operator==(const OwnershipTransferred&) const = default;
};

/// A personal workspace that a stranger had begun is its person's: they own it, and the stranger is no member.
struct WorkspaceReclaimed {
    TASKLOG_EVENT("WorkspaceReclaimed");
    PersonId person;
    PersonId from;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("person", e.person), f("from", e.from);
    }
    bool operator==(const WorkspaceReclaimed&) const = default;
};

/// For whom, and when: `at` is what `relative` came to when this was decided.
struct ReminderSet {
    TASKLOG_EVENT("ReminderSet");
    TaskId task;
    ReminderId reminder;
    PersonId person;
    std::optional<RelativeTime> relative;
    std::optional<Instant> at;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task), f("reminder", e.reminder), f("person", e.person), f("relative", e.relative), f("at", e.at);
    }
    bool operator==(const ReminderSet&) const = default;
};

/// The date that it is relative to has changed.
struct ReminderRescheduled {
    TASKLOG_EVENT("ReminderRescheduled");
    TaskId task;
    ReminderId reminder;
    std::optional<Instant> at;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task), f("reminder", e.reminder), f("at", e.at);
    }
    bool operator==(const ReminderRescheduled&) const = default;
};

/// It won't fire.
struct ReminderRemoved {
    TASKLOG_EVENT("ReminderRemoved");
    TaskId task;
    ReminderId reminder;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task), f("reminder", e.reminder);
    }
    bool operator==(const ReminderRemoved&) const = default;
};

/// `late`: long after it was due, because nothing ran then.
struct ReminderFired {
    TASKLOG_EVENT("ReminderFired");
    TaskId task;
    ReminderId reminder;
    PersonId person;
    Instant due;
    bool late = false;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task), f("reminder", e.reminder), f("person", e.person), f("due", e.due), f("late", e.late);
    }
    bool operator==(const ReminderFired&) const = default;
};

/// In their own workspace, by the person whose it is: all notifications up to a moment, or one.
struct NotificationsRead {
    TASKLOG_EVENT("NotificationsRead");
    std::optional<Instant> through;
    std::optional<NotificationId> notification;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("through", e.through), f("notification", e.notification);
    }
    bool operator==(const NotificationsRead&) const = default;
};

/// What was deleted until now is shown in the trash no more. It stays in the log, and can be restored from the history.
struct TrashEmptied {
    TASKLOG_EVENT("TrashEmptied");
    template <class Self, class F>
    static void fields(Self&, F) {}
    bool operator==(const TrashEmptied&) const = default;
};

/// The list is older than its first event: another program, or another workspace, had it before.
struct ListBackdated {
    TASKLOG_EVENT("ListBackdated");
    ListId list;
    Instant created;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("list", e.list), f("createdAt", e.created);
    }
    bool operator==(const ListBackdated&) const = default;
};

/// The task was made, and completed or cancelled, before its events: where it comes from, that was known.
struct TaskBackdated {
    TASKLOG_EVENT("TaskBackdated");
    TaskId task;
    std::optional<Instant> created;
    std::optional<Instant> ended;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("task", e.task), f("createdAt", e.created), f("endedAt", e.ended);
    }
    bool operator==(const TaskBackdated&) const = default;
};

/// It was said before, elsewhere.
struct CommentBackdated {
    TASKLOG_EVENT("CommentBackdated");
    CommentId comment;
    Instant created;
    template <class Self, class F>
    static void fields(Self& e, F f) {
        f("comment", e.comment), f("createdAt", e.created);
    }
    bool operator==(const CommentBackdated&) const = default;
};

#undef TASKLOG_EVENT

using Event =
    std::variant<WorkspaceCreated, WorkspaceRenamed, ListCreated, ListRenamed, ListRecoloured, ListReordered,
                 ListArchived, ListUnarchived, ListDeleted, ListRestored, TaskCreated, TaskDetailsChanged,
                 TaskCompleted, TaskReopened, TaskCancelled, TaskMoved, TaskReordered, TaskDeleted, TaskRestored,
                 MemberInvited, InvitationRevoked, MemberJoined, MemberRoleChanged, MemberRemoved, MemberLeft,
                 OwnershipTransferred, RecurrenceSet, NextOccurrenceCreated, SeriesEnded, TaskNested, TaskAssigned,
                 CommentAdded, CommentEdited, CommentDeleted, CommentRestored, ReminderSet, ReminderRescheduled,
                 ReminderRemoved, ReminderFired, NotificationsRead, WorkspaceReclaimed, ListBackdated, TaskBackdated,
                 CommentBackdated, TrashEmptied>;

inline std::string_view name_of(const Event& event) {
    return std::visit([](const auto& e) { return e.name; }, event);
}

}  // namespace tasklog
