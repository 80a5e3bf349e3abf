#pragma once
#include <optional>

#include "command/field.hpp"

/// Who belongs to a workspace. There is one owner, always: who transfers ownership becomes an editor. And what a person
/// has read of their notifications.
namespace tasklog::command {

/// For `person` alone, or for whoever has its id.
struct InviteMember {
    TASKLOG_COMMAND(InviteMember, owners, invitation);
    std::optional<InvitationId> invitation;
    Role role = Role::viewer;
    std::optional<PersonId> person;
    TASKLOG_FIELDS { f("id", c.invitation, or_made), f("role", c.role, must), f("person", c.person, may); }
};
struct RevokeInvitation {
    TASKLOG_COMMAND(RevokeInvitation, owners, invitation);
    std::optional<InvitationId> invitation;
    TASKLOG_FIELDS { f("invitation", c.invitation, must); }
};
/// The one command about a workspace that is not yet the sender's: what is not theirs looks like nothing.
struct AcceptInvitation {
    TASKLOG_COMMAND(AcceptInvitation, invited, invitation);
    std::optional<InvitationId> invitation;
    TASKLOG_FIELDS { f("invitation", c.invitation, must); }
};
struct ChangeMemberRole {
    TASKLOG_COMMAND(ChangeMemberRole, owners, person);
    std::optional<PersonId> person;
    Role role = Role::viewer;
    TASKLOG_FIELDS { f("person", c.person, must), f("role", c.role, must); }
};
struct RemoveMember {
    TASKLOG_COMMAND(RemoveMember, owners, person);
    std::optional<PersonId> person;
    TASKLOG_FIELDS { f("person", c.person, must); }
};
struct LeaveWorkspace {
    TASKLOG_COMMAND(LeaveWorkspace, viewers, whole_workspace);
    TASKLOG_FIELDS {}
};
struct TransferOwnership {
    TASKLOG_COMMAND(TransferOwnership, owners, person);
    std::optional<PersonId> person;
    TASKLOG_FIELDS { f("person", c.person, must); }
};

/// In one's own workspace: all up to a moment, or one.
struct MarkNotificationsRead {
    TASKLOG_COMMAND(MarkNotificationsRead, viewers, whole_workspace);
    std::optional<Instant> through;
    std::optional<NotificationId> notification;
    TASKLOG_FIELDS { f("through", c.through, may, form::Any{}), f("notification", c.notification, may); }
    json::MaybeFault fault() const;
};

/// What a workspace looks like to who is no member.
std::unexpected<Problem> no_workspace();

}  // namespace tasklog::command
