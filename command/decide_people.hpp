#pragma once
#include "command/decide.hpp"

/// Who belongs to a workspace. There is one owner, always: who transfers ownership becomes an editor.
namespace tasklog::command {

std::unexpected<Problem> no_workspace();

Decision decide_people(const Workspace& w, const PersonId& actor, const InviteMember& c);
Decision decide_people(const Workspace& w, const PersonId& actor, const RevokeInvitation& c);
/// The one decision about a workspace that is not yet the actor's: what is not theirs looks like nothing.
Decision decide_people(const Workspace& w, const PersonId& actor, const AcceptInvitation& c);
Decision decide_people(const Workspace& w, const PersonId& actor, const ChangeMemberRole& c);
Decision decide_people(const Workspace& w, const PersonId& actor, const RemoveMember& c);
Decision decide_people(const Workspace& w, const PersonId& actor, const LeaveWorkspace& c);
Decision decide_people(const Workspace& w, const PersonId& actor, const TransferOwnership& c);
Decision decide_people(const Workspace& w, const PersonId& actor, const MarkNotificationsRead& c);

}  // namespace tasklog::command
