#pragma once
#include <string_view>
#include <variant>

#include "events/comment.hpp"
#include "events/list.hpp"
#include "events/notification.hpp"
#include "events/people.hpp"
#include "events/recurrence.hpp"
#include "events/reminder.hpp"
#include "events/task.hpp"
#include "events/workspace_events.hpp"

namespace tasklog {

/// Everything that can happen. Each is declared in its subject's file, with what it changes.
using Event =
    std::variant<WorkspaceCreated, WorkspaceRenamed, ListCreated, ListRenamed, ListRecoloured, ListReordered,
                 ListArchived, ListUnarchived, ListDeleted, ListRestored, TaskCreated, TaskDetailsChanged,
                 TaskCompleted, TaskReopened, TaskCancelled, TaskMoved, TaskReordered, TaskDeleted, TaskRestored,
                 MemberInvited, InvitationRevoked, MemberJoined, MemberRoleChanged, MemberRemoved, MemberLeft,
                 OwnershipTransferred, RecurrenceSet, NextOccurrenceCreated, SeriesEnded, TaskNested, TaskAssigned,
                 CommentAdded, CommentEdited, CommentDeleted, CommentRestored, ReminderSet, ReminderRescheduled,
                 ReminderRemoved, ReminderFired, NotificationsRead, WorkspaceReclaimed, ListBackdated, TaskBackdated,
                 CommentBackdated, TrashEmptied, TaskEstimated, ListNested, FilterSaved, FilterDeleted>;

inline std::string_view name_of(const Event& event) {
    return std::visit([](const auto& e) { return e.name; }, event);
}

}  // namespace tasklog
