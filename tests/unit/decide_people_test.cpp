#include <array>
#include <set>

#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

InvitationId invitation(unsigned number) { return id<InvitationKind>(number); }
MemberInvited invited(unsigned number, Role role, std::optional<PersonId> who = {}) {
    return {invitation(number), role, who};
}
MemberJoined joined(unsigned who, Role role) { return {person(who), role, invitation(90 + who)}; }

TEST(InviteMember, invites_anyone_or_one_person) {
    given().when(InviteMember{invitation(1), Role::editor, {}}).then(invited(1, Role::editor));
    given().when(InviteMember{invitation(1), Role::viewer, person(2)}).then(invited(1, Role::viewer, person(2)));
}
TEST(InviteMember, is_refused_for_a_member_and_for_an_id_that_is_taken) {
    given(joined(2, Role::viewer))
        .when(InviteMember{invitation(1), Role::editor, person(2)})
        .then_refused("already-member", "/person");
    given(invited(1, Role::editor))
        .when(InviteMember{invitation(1), Role::editor, {}})
        .then_refused("invitation-exists", "/id");
}
TEST(RevokeInvitation, takes_it_back_once) {
    given(invited(1, Role::editor)).when(RevokeInvitation{invitation(1)}).then(InvitationRevoked{invitation(1)});
    given().when(RevokeInvitation{invitation(1)}).then_refused("invitation-not-found", "/invitation");
}
TEST(AcceptInvitation, makes_who_has_it_a_member) {
    given(invited(1, Role::editor))
        .as(2)
        .when(AcceptInvitation{invitation(1)})
        .then(MemberJoined{person(2), Role::editor, invitation(1)});
    given(invited(1, Role::editor, person(2)))
        .as(2)
        .when(AcceptInvitation{invitation(1)})
        .then(MemberJoined{person(2), Role::editor, invitation(1)});
}
TEST(AcceptInvitation, looks_like_nothing_to_whom_it_is_not_for) {
    given(invited(1, Role::editor, person(2)))
        .as(3)
        .when(AcceptInvitation{invitation(1)})
        .then_refused("workspace-not-found", "/workspace");
    given().as(2).when(AcceptInvitation{invitation(1)}).then_refused("workspace-not-found", "/workspace");
}
TEST(AcceptInvitation, can_be_used_once) {
    given(invited(1, Role::editor), MemberJoined{person(2), Role::editor, invitation(1)})
        .as(3)
        .when(AcceptInvitation{invitation(1)})
        .then_refused("workspace-not-found", "/workspace");
    given(invited(1, Role::viewer)).when(AcceptInvitation{invitation(1)}).then_refused("already-member", "/invitation");
    given().when(AcceptInvitation{invitation(1)}).then_refused("invitation-not-found", "/invitation");
}
TEST(ChangeMemberRole, changes_another_members_role) {
    given(joined(2, Role::viewer))
        .when(ChangeMemberRole{person(2), Role::editor})
        .then(MemberRoleChanged{person(2), Role::editor});
    given(joined(2, Role::viewer)).when(ChangeMemberRole{person(2), Role::viewer}).then_nothing();
    given().when(ChangeMemberRole{person(2), Role::viewer}).then_refused("member-not-found", "/person");
}
TEST(Owner, there_always_is_one) {
    given(joined(2, Role::editor)).when(ChangeMemberRole{person(1), Role::viewer}).then_refused("owner-needed", "");
    given(joined(2, Role::editor)).when(RemoveMember{person(1)}).then_refused("owner-needed", "");
    given(joined(2, Role::editor)).when(LeaveWorkspace{}).then_refused("owner-needed", "");
}
TEST(RemoveMember, removes_one_who_is_not_the_owner) {
    given(joined(2, Role::editor)).when(RemoveMember{person(2)}).then(MemberRemoved{person(2)});
    given().when(RemoveMember{person(2)}).then_refused("member-not-found", "/person");
}
TEST(LeaveWorkspace, is_for_everyone_but_the_owner) {
    given(joined(2, Role::viewer)).as(2).when(LeaveWorkspace{}).then(MemberLeft{person(2)});
    given(joined(2, Role::viewer), MemberLeft{person(2)})
        .as(2)
        .when(LeaveWorkspace{})
        .then_refused("workspace-not-found", "/workspace");
}
TEST(TransferOwnership, makes_the_old_owner_an_editor) {
    Workspace after = given(joined(2, Role::viewer))
                          .shared()
                          .when(TransferOwnership{person(2)})
                          .then(OwnershipTransferred{person(1), person(2)})
                          .after();
    EXPECT_EQ(after.members, (std::map<PersonId, Role>{{person(1), Role::editor}, {person(2), Role::owner}}));
    given().when(TransferOwnership{person(1)}).then_nothing();
    given().when(TransferOwnership{person(2)}).then_refused("member-not-found", "/person");
}
TEST(TransferOwnership, is_refused_for_a_personal_workspace) {
    Workspace personal{.id = {person(1).bytes}};
    evolve(personal, WorkspaceCreated{"Personal", person(1)}, noon);
    evolve(personal, joined(2, Role::editor), noon);
    const auto refused = decide(personal, person(1), {.body = TransferOwnership{person(2)}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().type, "personal-workspace");
}

// ---- every command for every role

TaskCreated recurring(unsigned number) {
    TaskCreated made = task_created(number, "Water the plants", "Y");
    made.due = DueDate{*Date::parse("2026-12-01")};
    made.tags = {"garden"};
    return made;
}
RecurrenceSet recurrence_set(unsigned number) {
    const Due due = DueDate{*Date::parse("2026-12-01")};
    return {task(number), Recurrence{.rule = "FREQ=DAILY", .start = due, .occurrence = due}};
}

/// A workspace in which each of `every_command` is possible for its owner.
Given furnished() {
    return given(list_created(1), list_created(2, "Work", "W"), ListArchived{list(2)}, list_created(3, "Old", "X"),
                 ListDeleted{list(3)}, task_created(1), task_created(2, "b", "W"), TaskCompleted{task(2)},
                 task_created(3, "c", "X"), TaskDeleted{task(3)}, recurring(4), recurrence_set(4),
                 FilterSaved{id<FilterKind>(1), "Open", "open"},
                 ReminderSet{task(1), id<ReminderKind>(1), person(1), {}, noon}, joined(2, Role::editor),
                 joined(3, Role::commenter), joined(4, Role::viewer), joined(5, Role::viewer), invited(1, Role::viewer),
                 invited(2, Role::viewer))
        .shared();
}

enum class Who { commenters, editors, owner };
struct Case {
    Body body;
    Who allowed;
};

std::vector<Case> every_command() {
    return {
        {RenameWorkspace{"x"}, Who::owner},
        {CreateList{.list = list(9), .title = "x", .color = {}, .rank = {}}, Who::editors},
        {RenameList{list(1), "x"}, Who::editors},
        {RecolourList{list(1), "#000000"}, Who::editors},
        {ReorderList{.list = list(1), .rank = "Z", .after = {}, .before = {}}, Who::editors},
        {NestList{.list = list(2), .parent = std::optional(list(1))}, Who::editors},
        {ArchiveList{list(1)}, Who::editors},
        {UnarchiveList{list(2)}, Who::editors},
        {DeleteList{list(1)}, Who::editors},
        {RestoreList{list(3)}, Who::editors},
        {EmptyTrash{}, Who::editors},
        {SaveFilter{id<FilterKind>(1), "Late", "overdue"}, Who::editors},
        {DeleteFilter{id<FilterKind>(1)}, Who::editors},
        {RenameTag{"garden", "outside"}, Who::editors},
        {create_task(9), Who::editors},
        {ChangeTaskDetails{
             .task = task(1), .title = "x", .notes = {}, .priority = {}, .tags = {}, .due = {}, .start = {}},
         Who::editors},
        {CompleteTask{task(1)}, Who::editors},
        {ReopenTask{task(2)}, Who::editors},
        {CancelTask{task(1)}, Who::editors},
        {MoveTask{task(1), std::optional(list(1)), {}}, Who::editors},
        {ReorderTask{.task = task(1), .rank = "Z", .after = {}, .before = {}}, Who::editors},
        {DeleteTask{task(1)}, Who::editors},
        {RestoreTask{task(3)}, Who::editors},
        {SetRecurrence{.task = task(4), .rule = "FREQ=WEEKLY", .except = {}, .zone = {}}, Who::editors},
        {NestTask{task(4), std::optional(task(1))}, Who::editors},
        {AssignTask{task(1), std::optional(person(2))}, Who::editors},
        {DuplicateTask{task(1), task(9)}, Who::editors},
        {AddComment{id<CommentKind>(9), task(1), "x"}, Who::commenters},
        {SkipOccurrence{task(4)}, Who::editors},
        {EndSeries{task(4)}, Who::editors},
        {SetReminder{task(1), id<ReminderKind>(9), noon, {}}, Who::editors},
        {RemoveReminder{task(1), id<ReminderKind>(1)}, Who::editors},
        {InviteMember{invitation(9), Role::viewer, {}}, Who::owner},
        {RevokeInvitation{invitation(1)}, Who::owner},
        {ChangeMemberRole{person(5), Role::editor}, Who::owner},
        {RemoveMember{person(5)}, Who::owner},
        {TransferOwnership{person(5)}, Who::owner},
    };
}

constexpr unsigned stranger = 6;
constexpr std::array<std::pair<unsigned, Role>, 4> by_role{
    {{1, Role::owner}, {2, Role::editor}, {3, Role::commenter}, {4, Role::viewer}}};

bool may(Who allowed, Role role) {
    const Role least = allowed == Who::owner ? Role::owner : allowed == Who::editors ? Role::editor : Role::commenter;
    return role >= least;
}

TEST(Roles, are_enforced_for_every_command) {
    for (const auto& [body, allowed] : every_command()) {
        const std::string name = std::visit([]<class C>(const C&) { return std::string(C::name); }, body);
        for (const auto& [who, role] : by_role) {
            const auto decision = decide(furnished().state(), person(who), {.body = body});
            if (may(allowed, role)) {
                ASSERT_TRUE(decision) << name << ": " << decision.error().detail;
                EXPECT_FALSE(decision->empty()) << name;
            } else {
                ASSERT_FALSE(decision) << name << " was allowed to role " << static_cast<int>(role);
                EXPECT_EQ(decision.error().type.status, 403U) << name;
                EXPECT_EQ(decision.error().type, "role-forbids") << name;
            }
        }
        const auto foreign = decide(furnished().state(), person(stranger), {.body = body});
        ASSERT_FALSE(foreign) << name;
        EXPECT_EQ(foreign.error().type.status, 404U) << name;
    }
}

TEST(Roles, let_all_but_the_owner_leave_and_only_others_accept) {
    for (const auto& [who, role] : by_role) {
        const auto leave = decide(furnished().state(), person(who), {.body = LeaveWorkspace{}});
        EXPECT_EQ(leave.has_value(), role != Role::owner);
        const auto accept = decide(furnished().state(), person(who), {.body = AcceptInvitation{invitation(1)}});
        EXPECT_FALSE(accept);
    }
    EXPECT_TRUE(decide(furnished().state(), person(stranger), {.body = AcceptInvitation{invitation(1)}}));
    EXPECT_FALSE(decide(furnished().state(), person(stranger), {.body = LeaveWorkspace{}}));
}

TEST(Roles, let_everyone_read_what_they_were_told_in_their_own_workspace_only) {
    const Body body = MarkNotificationsRead{noon, {}};
    for (const auto& [who, role] : by_role)
        EXPECT_EQ(decide(furnished().state(), person(who), {.body = body}).error().type, "not-personal");
    EXPECT_EQ(decide(furnished().state(), person(stranger), {.body = body}).error().type.status, 404U);
    EXPECT_TRUE(decide(given().state(), person(1), {.body = body}));
}

TEST(Roles, let_each_change_their_own_comments_only) {
    for (const auto& [who, role] : by_role) {
        Workspace w = furnished().state();
        evolve(w, CommentAdded{id<CommentKind>(1), task(1), person(who), "mine"}, noon);
        evolve(w, CommentAdded{id<CommentKind>(2), task(1), person(5), "another's"}, noon);
        const auto sent = [&](Body body) { return decide(w, person(who), {.body = std::move(body)}).has_value(); };
        const bool may_comment = role >= Role::commenter;
        EXPECT_EQ(sent(EditComment{id<CommentKind>(1), "x"}), may_comment);
        EXPECT_EQ(sent(DeleteComment{id<CommentKind>(1)}), may_comment);
        EXPECT_FALSE(sent(EditComment{id<CommentKind>(2), "x"}));
        EXPECT_EQ(sent(DeleteComment{id<CommentKind>(2)}), role == Role::owner);
        EXPECT_EQ(sent(RestoreComment{id<CommentKind>(1)}), may_comment);
        EXPECT_EQ(sent(RestoreComment{id<CommentKind>(2)}), role == Role::owner);
    }
    for (const Body& body : {Body(EditComment{id<CommentKind>(1), "x"}), Body(DeleteComment{id<CommentKind>(1)})})
        EXPECT_EQ(decide(furnished().state(), person(stranger), {.body = body}).error().type.status, 404U);
}

TEST(Roles, leave_the_workers_their_command) {
    const Sender worker{person(stranger), true, noon};
    for (const Body& body :
         {Body(CreateNextOccurrence{task(4), task(5)}), Body(FireReminder{task(1), id<ReminderKind>(1), noon})}) {
        for (const auto& [who, role] : by_role)
            EXPECT_EQ(decide(furnished().state(), person(who), {.body = body}).error().type, "worker-only");
        EXPECT_EQ(decide(furnished().state(), person(stranger), {.body = body}).error().type.status, 404U);
        EXPECT_TRUE(decide(furnished().state(), worker, {.body = body}));
    }
    for (const auto& [other, allowed] : every_command())
        EXPECT_EQ(decide(furnished().state(), worker, {.body = other}).error().type.status, 404U) << "nothing else";
}

TEST(Roles, are_looked_at_for_all_commands_that_there_are) {
    std::set<std::size_t> kinds;
    for (const Case& each : every_command()) kinds.insert(each.body.index());
    for (const Body& other : {Body(CreateWorkspace{}), Body(LeaveWorkspace{}), Body(AcceptInvitation{}),
                              Body(CreateNextOccurrence{}), Body(FireReminder{}), Body(MarkNotificationsRead{}),
                              Body(EditComment{}), Body(DeleteComment{}), Body(RestoreComment{})})
        kinds.insert(other.index());
    EXPECT_EQ(kinds.size(), std::variant_size_v<Body>) << "add the new command to every_command()";
}

}  // namespace
}  // namespace tasklog::testing
