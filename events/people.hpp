#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "events/form.hpp"
#include "events/value/id.hpp"

/// Who belongs to a workspace, and as what. Where it is kept is each reader's own: the events tell it to any `People`,
/// which has these two.
///
///     void member(const PersonId& person, std::optional<Role> role);                        // none: is one no longer
///     void invitation(const InvitationId& id, const std::optional<Invitation>& invitation); // none: is one no longer
namespace tasklog {

/// What a member may do, each more than the one before: look; comment; change lists and tasks; all of it.
enum class Role { viewer, commenter, editor, owner };
constexpr std::array<std::string_view, 4> role_names{"viewer", "commenter", "editor", "owner"};
constexpr std::string_view name_of(Role role) { return role_names[static_cast<std::size_t>(role)]; }

/// Who accepts it becomes a member. Its id is the secret that is sent to them.
struct Invitation {
    Role role = Role::viewer;
    std::optional<PersonId> person{};  ///< the only one who may accept it; none: whoever has its id
    bool operator==(const Invitation&) const = default;
};

/// Whoever has the invitation may join; with `person` set, only they.
struct MemberInvited {
    TASKLOG_EVENT("MemberInvited", 1);
    InvitationId invitation;
    Role role = Role::viewer;
    std::optional<PersonId> person;
    TASKLOG_EVENT_FIELDS { f("invitation", e.invitation), f("role", e.role), f("person", e.person); }
    void evolve(auto& people) const { people.invitation(invitation, Invitation{role, person}); }
    bool operator==(const MemberInvited&) const = default;
};

/// Nobody can join by it any more.
struct InvitationRevoked {
    TASKLOG_EVENT("InvitationRevoked", 1);
    InvitationId invitation;
    TASKLOG_EVENT_FIELDS { f("invitation", e.invitation); }
    void evolve(auto& people) const { people.invitation(invitation, std::nullopt); }
    bool operator==(const InvitationRevoked&) const = default;
};

/// The invitation is used up.
struct MemberJoined {
    TASKLOG_EVENT("MemberJoined", 1);
    PersonId person;
    Role role = Role::viewer;
    InvitationId invitation;
    TASKLOG_EVENT_FIELDS { f("person", e.person), f("role", e.role), f("invitation", e.invitation); }
    void evolve(auto& people) const { people.invitation(invitation, std::nullopt), people.member(person, role); }
    bool operator==(const MemberJoined&) const = default;
};

/// A member may do more or less than before.
struct MemberRoleChanged {
    TASKLOG_EVENT("MemberRoleChanged", 1);
    PersonId person;
    Role role = Role::viewer;
    TASKLOG_EVENT_FIELDS { f("person", e.person), f("role", e.role); }
    void evolve(auto& people) const { people.member(person, role); }
    bool operator==(const MemberRoleChanged&) const = default;
};

/// By another member.
struct MemberRemoved {
    TASKLOG_EVENT("MemberRemoved", 1);
    PersonId person;
    TASKLOG_EVENT_FIELDS { f("person", e.person); }
    void evolve(auto& people) const { people.member(person, std::nullopt); }
    bool operator==(const MemberRemoved&) const = default;
};

/// Of their own will.
struct MemberLeft {
    TASKLOG_EVENT("MemberLeft", 1);
    PersonId person;
    TASKLOG_EVENT_FIELDS { f("person", e.person); }
    void evolve(auto& people) const { people.member(person, std::nullopt); }
    bool operator==(const MemberLeft&) const = default;
};

/// The old owner becomes an editor.
struct OwnershipTransferred {
    TASKLOG_EVENT("OwnershipTransferred", 1);
    PersonId from;
    PersonId to;
    TASKLOG_EVENT_FIELDS { f("from", e.from), f("to", e.to); }
    void evolve(auto& people) const { people.member(from, Role::editor), people.member(to, Role::owner); }
    bool operator==(const OwnershipTransferred&) const = default;
};

/// A personal workspace that a stranger had begun is its person's: they own it, and the stranger is no member.
struct WorkspaceReclaimed {
    TASKLOG_EVENT("WorkspaceReclaimed", 1);
    PersonId person;
    PersonId from;
    TASKLOG_EVENT_FIELDS { f("person", e.person), f("from", e.from); }
    void evolve(auto& people) const { people.member(from, std::nullopt), people.member(person, Role::owner); }
    bool operator==(const WorkspaceReclaimed&) const = default;
};

/// For telling what is told to people: keeps nothing.
struct Nobody {
    void member(const PersonId&, std::optional<Role>) {}
    void invitation(const InvitationId&, const std::optional<Invitation>&) {}
};
template <class E>
concept AboutPeople = requires(const E& e, Nobody& nobody) { e.evolve(nobody); };

}  // namespace tasklog
