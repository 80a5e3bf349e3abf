#pragma once
#include "command/decide.hpp"

/// Who belongs to a workspace. There is one owner, always: who transfers ownership becomes an editor.
namespace tasklog::command {

std::unexpected<Problem> no_workspace();

Decision decide_people(const Workspace& w, const Sender& sender, const InviteMember& c);
Decision decide_people(const Workspace& w, const Sender& sender, const RevokeInvitation& c);
/// The one decision about a workspace that is not yet the actor's: what is not theirs looks like nothing.
Decision decide_people(const Workspace& w, const Sender& sender, const AcceptInvitation& c);
Decision decide_people(const Workspace& w, const Sender& sender, const ChangeMemberRole& c);
Decision decide_people(const Workspace& w, const Sender& sender, const RemoveMember& c);
Decision decide_people(const Workspace& w, const Sender& sender, const LeaveWorkspace& c);
Decision decide_people(const Workspace& w, const Sender& sender, const TransferOwnership& c);
Decision decide_people(const Workspace& w, const Sender& sender, const MarkNotificationsRead& c);

}  // namespace tasklog::command
