#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

Request request(std::vector<Body> bodies, unsigned actor = 1) {
    Request out{.workspace = workspace(1), .actor = person(actor), .now = noon, .batch = true};
    for (Body& body : bodies) out.commands.push_back({.expected_version = {}, .body = std::move(body)});
    return out;
}

TEST(DecideAll, begins_a_personal_workspace_with_its_first_request) {
    Workspace w{.id = {person(1).bytes}};
    Request first = request({create_task(1)});
    first.workspace = w.id;
    const auto decided = decide_and_apply(w, first, noon);
    ASSERT_TRUE(decided);
    EXPECT_EQ(decided->events.size(), 2U);
    EXPECT_EQ(decided->events[0], Event(WorkspaceCreated{"Personal", person(1)}));
    EXPECT_TRUE(w.exists);
}
TEST(DecideAll, makes_another_workspace_on_request) {
    Workspace w{.id = workspace(7)};
    Request made = request({CreateWorkspace{"Family"}, create_task(1)});
    made.workspace = w.id;
    ASSERT_TRUE(decide_and_apply(w, made, noon));
    EXPECT_EQ(w.title, "Family");
    EXPECT_EQ(w.tasks.size(), 1U);
}
TEST(DecideAll, shows_a_foreign_workspace_as_none) {
    Workspace w = given().state();
    const auto refused = decide_and_apply(w, request({create_task(1)}, 2), noon);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().type.status, 404U);
    EXPECT_EQ(refused.error().type, "workspace-not-found");
    Workspace none{.id = workspace(9)};
    EXPECT_EQ(decide_and_apply(none, request({create_task(1)}, 2), noon).error().type, "workspace-not-found");
}
TEST(DecideAll, decides_each_command_on_those_before_it) {
    Workspace w = given().state();
    const auto decided = decide_and_apply(w, request({create_task(1), CompleteTask{task(1)}, create_task(2)}), noon);
    ASSERT_TRUE(decided);
    EXPECT_EQ(decided->results, (std::vector<Result>{{task(1).text(), 1}, {task(1).text(), 2}, {task(2).text(), 1}}));
    EXPECT_EQ(w.task(task(1))->status, Status::completed);
}
TEST(DecideAll, applies_all_or_none) {
    Workspace w = given(list_created(1), task_created(1), task_created(2)).state();
    const Workspace before = w;
    const auto refused = decide_and_apply(w,
                                          request({create_task(3), CompleteTask{task(1)}, RenameList{list(1), "x"},
                                                   DeleteTask{task(2)}, RenameWorkspace{"y"}, CompleteTask{task(9)}}),
                                          noon);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().pointer, "/commands/5/task");
    EXPECT_EQ(w, before);
}
TEST(DecideAll, leaves_no_trace_of_a_workspace_whose_first_request_is_refused) {
    Workspace w{.id = {person(1).bytes}};
    Request first = request({CompleteTask{task(1)}});
    first.workspace = w.id;
    EXPECT_FALSE(decide_and_apply(w, first, noon));
    EXPECT_EQ(w, (Workspace{.id = {person(1).bytes}}));
}

TEST(CreateWorkspace, takes_nobodys_personal_workspace) {
    Request create = request({CreateWorkspace{"Mine"}}, 2);
    const WorkspaceId victims = *WorkspaceId::parse("01890c5e-7f4a-5000-8000-000000000001");
    create.workspace = victims;
    Workspace w{.id = victims};
    const auto refused = decide_and_apply(w, create, noon);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().type, "id-reserved");
    EXPECT_FALSE(w.exists);
    create.actor = {victims.bytes};
    EXPECT_TRUE(decide_and_apply(w, create, noon)) << "its own person can";
}
TEST(DecideAll, gives_a_personal_workspace_back_to_its_person) {
    Workspace w = given(MemberJoined{person(3), Role::editor, {}}, MemberJoined{person(2), Role::editor, {}},
                        OwnershipTransferred{person(1), person(2)}, MemberRemoved{person(1)})
                      .state();
    w.id = {person(1).bytes};
    Request first = request({create_task(1)});
    first.workspace = w.id;
    const auto decided = decide_and_apply(w, first, noon);
    ASSERT_TRUE(decided) << decided.error().type.name;
    EXPECT_EQ(decided->events.front(), Event(WorkspaceReclaimed{person(1), person(2)}));
    EXPECT_EQ(w.members, (std::map<PersonId, Role>{{person(1), Role::owner}, {person(3), Role::editor}}));
    const auto second = decide_and_apply(w, first, noon);
    EXPECT_EQ(second.error().type, "task-exists") << "once";
}
TEST(DecideAll, refuses_what_is_more_than_a_share_and_leaves_tidying_up) {
    Workspace w = given(task_created(1)).state();
    const Workspace before = w;
    const OverShare full = [](const Workspace&, bool, std::size_t) {
        return Problem{.type = problems::workspace_full};
    };
    EXPECT_EQ(decide_and_apply(w, request({create_task(2)}), noon, {}, full).error().type, "workspace-full");
    EXPECT_TRUE(w == before);
    EXPECT_TRUE(decide_and_apply(w, request({CompleteTask{task(1)}, DeleteTask{task(1)}}), noon, {}, full));
    Workspace none{.id = workspace(7)};
    Request create = request({CreateWorkspace{"Another"}});
    create.workspace = none.id;
    EXPECT_EQ(decide_and_apply(none, create, noon, {}, full).error().type, "workspace-full");
    EXPECT_FALSE(none.exists);
}

}  // namespace
}  // namespace tasklog::testing
