#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "command/comment.hpp"
#include "command/list.hpp"
#include "command/people.hpp"
#include "command/recurrence.hpp"
#include "command/reminder.hpp"
#include "command/subtasks.hpp"
#include "command/task.hpp"
#include "command/workspace.hpp"

/// What may be asked for. Ids that the client leaves out are made when the request is read, so that a decision depends
/// on nothing but the state and the command.
namespace tasklog::command {

/// Each is declared in its subject's file.
using Body =
    std::variant<CreateWorkspace, RenameWorkspace, CreateList, RenameList, RecolourList, ReorderList, ArchiveList,
                 UnarchiveList, DeleteList, RestoreList, CreateTask, ChangeTaskDetails, CompleteTask, ReopenTask,
                 CancelTask, MoveTask, ReorderTask, DeleteTask, RestoreTask, InviteMember, RevokeInvitation,
                 AcceptInvitation, ChangeMemberRole, RemoveMember, LeaveWorkspace, TransferOwnership, SetRecurrence,
                 SkipOccurrence, EndSeries, CreateNextOccurrence, NestTask, AssignTask, DuplicateTask, AddComment,
                 EditComment, DeleteComment, RestoreComment, SetReminder, RemoveReminder, FireReminder,
                 MarkNotificationsRead, RenameTag, EmptyTrash, NestList, SaveFilter, DeleteFilter>;

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
