#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

Request request(std::vector<Body> bodies, unsigned actor = 1) {
    Request out{.workspace = workspace(1), .actor = person(actor), .now = noon};
    for (Body& body : bodies) out.commands.push_back({.expected_version = {}, .body = std::move(body)});
    return out;
}

TEST(DecideAll, begins_a_personal_workspace_with_its_first_request) {
    Workspace w{.id = {person(1).bytes}};
    Request first = request({create_task(1)});
    first.workspace = w.id;
    const auto decided = decide_all(w, first, noon);
    ASSERT_TRUE(decided);
    EXPECT_EQ(decided->events.size(), 2U);
    EXPECT_EQ(decided->events[0], Event(WorkspaceCreated{"Personal", person(1)}));
    EXPECT_TRUE(w.exists);
}
TEST(DecideAll, makes_another_workspace_on_request) {
    Workspace w{.id = workspace(7)};
    Request made = request({CreateWorkspace{"Family"}, create_task(1)});
    made.workspace = w.id;
    ASSERT_TRUE(decide_all(w, made, noon));
    EXPECT_EQ(w.title, "Family");
    EXPECT_EQ(w.tasks.size(), 1U);
}
TEST(DecideAll, shows_a_foreign_workspace_as_none) {
    Workspace w = given().state();
    const auto refused = decide_all(w, request({create_task(1)}, 2), noon);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status, 404U);
    EXPECT_EQ(refused.error().type, "workspace-not-found");
    Workspace none{.id = workspace(9)};
    EXPECT_EQ(decide_all(none, request({create_task(1)}, 2), noon).error().type, "workspace-not-found");
}
TEST(DecideAll, decides_each_command_on_those_before_it) {
    Workspace w = given().state();
    const auto decided = decide_all(w, request({create_task(1), CompleteTask{task(1)}, create_task(2)}), noon);
    ASSERT_TRUE(decided);
    EXPECT_EQ(decided->results, (std::vector<Result>{{task(1).text(), 1}, {task(1).text(), 2}, {task(2).text(), 1}}));
    EXPECT_EQ(w.task(task(1))->status, Status::completed);
}
TEST(DecideAll, applies_all_or_none) {
    Workspace w = given(list_created(1), task_created(1), task_created(2)).state();
    const Workspace before = w;
    const auto refused = decide_all(w,
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
    EXPECT_FALSE(decide_all(w, first, noon));
    EXPECT_EQ(w, (Workspace{.id = {person(1).bytes}}));
}

}  // namespace
}  // namespace tasklog::testing
