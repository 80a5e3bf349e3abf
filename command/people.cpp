#include "command/people.hpp"

#include <algorithm>

namespace tasklog::command {
namespace {

auto no_member() { return refuse(problems::member_not_found, "There is no such member in this workspace.", "/person"); }
auto no_invitation() {
    return refuse(problems::invitation_not_found, "There is no such invitation: it was revoked, or used.",
                  "/invitation");
}
auto owner_stays() {
    return refuse(problems::owner_needed, "A workspace is never without an owner: transfer the ownership first.", "");
}

}  // namespace

std::unexpected<Problem> no_workspace() {
    return refuse(problems::workspace_not_found, "There is no such workspace, or you are not a member.", "/workspace");
}

Decision decide(const Workspace& w, const Sender&, const InviteMember& c, Cost&) {
    if (w.invitations.contains(*c.invitation))
        return refuse(problems::invitation_exists, "There is an invitation with this id.", "/id");
    if (c.person && w.members.contains(*c.person))
        return refuse(problems::already_member, "This person is a member already.", "/person");
    if (w.members.size() + w.invitations.size() >= max_members)
        return refuse(problems::workspace_full,
                      "A workspace has at most " + std::to_string(max_members) + " members and invitations.", "");
    return happened(MemberInvited{*c.invitation, c.role, c.person});
}

Decision decide(const Workspace& w, const Sender&, const RevokeInvitation& c, Cost&) {
    if (!w.invitations.contains(*c.invitation)) return no_invitation();
    return happened(InvitationRevoked{*c.invitation});
}

Decision decide(const Workspace& w, const Sender& sender, const AcceptInvitation& c, Cost&) {
    const PersonId& actor = sender.person;
    const auto at = w.invitations.find(*c.invitation);
    const bool theirs = at != w.invitations.end() && (!at->second.person || *at->second.person == actor);
    if (w.members.contains(actor)) {
        if (theirs) return refuse(problems::already_member, "You are a member already.", "/invitation");
        return no_invitation();
    }
    if (!theirs) return no_workspace();
    return happened(MemberJoined{actor, at->second.role, at->first});
}

Decision decide(const Workspace& w, const Sender&, const ChangeMemberRole& c, Cost&) {
    const auto at = w.members.find(*c.person);
    if (at == w.members.end()) return no_member();
    if (at->second == Role::owner) return owner_stays();
    if (at->second == c.role) return nothing_to_do();
    return happened(MemberRoleChanged{*c.person, c.role});
}

Decision decide(const Workspace& w, const Sender&, const RemoveMember& c, Cost&) {
    const auto at = w.members.find(*c.person);
    if (at == w.members.end()) return no_member();
    if (at->second == Role::owner) return owner_stays();
    return happened(MemberRemoved{*c.person});
}

Decision decide(const Workspace& w, const Sender& sender, const LeaveWorkspace&, Cost&) {
    if (w.members.at(sender.person) == Role::owner) return owner_stays();
    return happened(MemberLeft{sender.person});
}

Decision decide(const Workspace& w, const Sender& sender, const TransferOwnership& c, Cost&) {
    const auto at = w.members.find(*c.person);
    if (at == w.members.end()) return no_member();
    if (*c.person == sender.person) return nothing_to_do();
    // Its id is the person's own: it would begin anew for them.
    if (w.id.bytes == sender.person.bytes)
        return refuse(problems::personal_workspace, "A personal workspace stays its person's.", "/workspace");
    return happened(OwnershipTransferred{sender.person, *c.person});
}

json::MaybeFault MarkNotificationsRead::fault() const {
    if (through.has_value() != notification.has_value()) return std::nullopt;
    return json::Fault{"needs either through or notification"};
}

Decision decide(const Workspace& w, const Sender& sender, const MarkNotificationsRead& c, Cost&) {
    if (w.id.bytes != sender.person.bytes)
        return refuse(problems::not_personal, "Notifications are marked in your own workspace: leave `workspace` out.",
                      "/workspace");
    // A clock that is fast must not make what comes later be born read.
    const auto through = c.through ? std::optional(std::min(*c.through, sender.at)) : std::nullopt;
    const bool known = through ? *through <= w.read_marks.through : w.read_marks.singly.contains(*c.notification);
    if (known) return nothing_to_do();
    return happened(NotificationsRead{through, c.notification});
}

}  // namespace tasklog::command
