#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

CreateTask create(unsigned number, std::string title = "Buy milk") {
    return create_task(number, std::move(title), "V");
}
const Due christmas = DueDate{*Date::parse("2026-12-24")};

TEST(CreateTask, makes_a_task_in_the_inbox) { given().when(create(1)).then(task_created(1)); }
TEST(CreateTask, keeps_every_detail) {
    CreateTask c = create(1, "Bake");
    c.list = list(1);
    c.notes = "much";
    c.priority = Priority::high;
    c.tags = {"kitchen", "sweet"};
    c.due = christmas;
    c.start = *Date::parse("2026-12-20");
    given(list_created(1))
        .when(c)
        .then(TaskCreated{
            task(1), list(1), "Bake", "much", Priority::high, {"kitchen", "sweet"}, christmas, c.start, "V"});
}
TEST(CreateTask, goes_behind_the_others) {
    CreateTask c = create(2);
    c.rank.reset();
    const auto when = given(task_created(1)).when(c);
    EXPECT_GT(std::get<TaskCreated>(when.events().at(0)).rank, "V");
}
TEST(CreateTask, can_be_made_completed) {
    CreateTask c = create(1);
    c.status = Status::completed;
    given().when(c).then(task_created(1), TaskCompleted{task(1)});
}
TEST(CreateTask, is_refused_for_an_id_that_was_used_before) {
    given(task_created(1), TaskDeleted{task(1)}).when(create(1)).then_refused("task-exists", "/id");
}
TEST(CreateTask, leaves_an_existing_one_as_it_is_if_asked_so) {
    CreateTask c = create(1, "Other");
    c.if_absent = true;
    given(task_created(1)).when(c).then_nothing();
}
TEST(CreateTask, is_refused_in_a_list_that_does_not_exist) {
    CreateTask c = create(1);
    c.list = list(1);
    given().when(c).then_refused("list-not-found", "/list");
    given(list_created(1), ListDeleted{list(1)}).when(c).then_refused("list-not-found", "/list");
}

TEST(ChangeTaskDetails, says_only_what_changes) {
    ChangeTaskDetails c{.task = task(1),
                        .title = "Buy milk",
                        .notes = "two litres",
                        .priority = {},
                        .tags = {},
                        .due = {},
                        .start = {}};
    TaskDetailsChanged changed{
        .task = task(1), .title = {}, .notes = "two litres", .priority = {}, .tags = {}, .due = {}, .start = {}};
    given(task_created(1)).when(c).then(changed);
}
TEST(ChangeTaskDetails, takes_the_due_date_away) {
    TaskCreated with_due = task_created(1);
    with_due.due = christmas;
    ChangeTaskDetails c{.task = task(1),
                        .title = {},
                        .notes = {},
                        .priority = {},
                        .tags = {},
                        .due = std::optional<Due>{},
                        .start = {}};
    auto when = given(with_due).when(c);
    EXPECT_EQ(when.events().size(), 1U);
    EXPECT_EQ(when.after().task(task(1))->due, std::nullopt);
}
TEST(ChangeTaskDetails, to_what_it_is_is_nothing) {
    given(task_created(1))
        .when(ChangeTaskDetails{
            .task = task(1), .title = "Buy milk", .notes = {}, .priority = {}, .tags = {}, .due = {}, .start = {}})
        .then_nothing();
}
TEST(ChangeTaskDetails, is_refused_for_a_task_that_does_not_exist) {
    given()
        .when(ChangeTaskDetails{
            .task = task(1), .title = "x", .notes = {}, .priority = {}, .tags = {}, .due = {}, .start = {}})
        .then_refused("task-not-found", "/task");
}

TEST(Estimate, is_an_event_of_its_own) {
    CreateTask c = create(1);
    c.estimate = 90;
    given().when(c).then(task_created(1), TaskEstimated{task(1), 90});
    ChangeTaskDetails longer{.task = task(1)};
    longer.estimate.emplace(120);
    given(task_created(1)).when(longer).then(TaskEstimated{task(1), 120});
    given(task_created(1), TaskEstimated{task(1), 120}).when(longer).then_nothing();
    longer.title = "Buy oat milk";
    longer.estimate.emplace(std::nullopt);
    TaskDetailsChanged renamed{.task = task(1)};
    renamed.title = "Buy oat milk";
    given(task_created(1), TaskEstimated{task(1), 120}).when(longer).then(TaskEstimated{task(1), {}}, renamed);
}
TEST(Estimate, is_the_copy_s_too) {
    const Workspace w =
        given(task_created(1), TaskEstimated{task(1), 90}).when(DuplicateTask{task(1), task(2)}).after();
    EXPECT_EQ(w.task(task(2))->estimate, 90U);
}

TEST(CompleteTask, completes_an_open_task) {
    given(task_created(1)).when(CompleteTask{task(1)}).then(TaskCompleted{task(1)});
}
TEST(CompleteTask, twice_is_nothing) {
    given(task_created(1), TaskCompleted{task(1)}).when(CompleteTask{task(1)}).then_nothing();
}
TEST(CompleteTask, is_refused_for_a_task_that_does_not_exist) {
    given().when(CompleteTask{task(1)}).then_refused("task-not-found", "/task");
}
TEST(CompleteTask, is_refused_for_a_deleted_task) {
    given(task_created(1), TaskDeleted{task(1)}).when(CompleteTask{task(1)}).then_refused("task-not-found", "/task");
}
TEST(ReopenTask, reopens_what_has_ended) {
    given(task_created(1), TaskCompleted{task(1)}).when(ReopenTask{task(1)}).then(TaskReopened{task(1)});
    given(task_created(1), TaskCancelled{task(1)}).when(ReopenTask{task(1)}).then(TaskReopened{task(1)});
    given(task_created(1)).when(ReopenTask{task(1)}).then_nothing();
}
TEST(CancelTask, cancels_an_open_or_completed_task) {
    given(task_created(1)).when(CancelTask{task(1)}).then(TaskCancelled{task(1)});
    given(task_created(1), TaskCompleted{task(1)}).when(CancelTask{task(1)}).then(TaskCancelled{task(1)});
    given(task_created(1), TaskCancelled{task(1)}).when(CancelTask{task(1)}).then_nothing();
}

TEST(CompleteTask, takes_back_that_it_was_reopened) {
    const Instant earlier{noon.us - 1'000'000};
    const Instant later{noon.us + 1'000'000};
    const Sender now{person(1), false, noon};
    const Workspace w = given(task_created(1)).when(ReopenTask{task(1)}).after();
    const auto completed = decide(w, now, {.body = CompleteTask{.task = task(1), .ended = earlier}});
    ASSERT_TRUE(completed);
    EXPECT_EQ(*completed, (std::vector<Event>{TaskCompleted{task(1)}, TaskBackdated{task(1), {}, earlier}}));
    const auto cancelled = decide(w, now, {.body = CancelTask{.task = task(1), .ended = earlier}});
    ASSERT_TRUE(cancelled);
    EXPECT_EQ(*cancelled, (std::vector<Event>{TaskCancelled{task(1)}, TaskBackdated{task(1), {}, earlier}}));
    Workspace after = w;
    for (const Event& event : *completed) evolve(after, event, noon);
    EXPECT_EQ(after.task(task(1))->ended_at, earlier);
    for (const Body& body :
         {Body(CompleteTask{.task = task(1), .ended = later}), Body(CancelTask{.task = task(1), .ended = later})})
        EXPECT_EQ(decide(w, now, {.body = body}).error().pointer, "/endedAt");
}
TEST(MoveTask, moves_to_a_list_and_back) {
    const auto to_list = given(list_created(1), task_created(1)).when(MoveTask{task(1), std::optional(list(1)), "W"});
    EXPECT_EQ(to_list.events().at(0), Event(TaskMoved{task(1), list(1), "W"}));
    given(list_created(1), task_created(1), TaskMoved{task(1), list(1), "W"})
        .when(MoveTask{task(1), std::optional<ListId>{}, "X"})
        .then(TaskMoved{task(1), {}, "X"});
}
TEST(MoveTask, to_where_it_is_is_nothing) {
    given(task_created(1)).when(MoveTask{task(1), std::optional<ListId>{}, {}}).then_nothing();
}
TEST(MoveTask, is_refused_to_an_archived_nothing) {
    given(task_created(1)).when(MoveTask{task(1), std::optional(list(1)), {}}).then_refused("list-not-found", "/list");
}
TEST(ReorderTask, goes_between_two) {
    given(task_created(1, "a", "B"), task_created(2, "b", "D"), task_created(3, "c", "F"))
        .when(ReorderTask{.task = task(3), .rank = {}, .after = task(1), .before = task(2)})
        .then(TaskReordered{task(3), "C"});
}
TEST(ReorderTask, goes_to_an_end) {
    const auto first = given(task_created(1, "a", "B"), task_created(2, "b", "D"))
                           .when(ReorderTask{.task = task(2), .rank = {}, .after = {}, .before = task(1)});
    EXPECT_LT(std::get<TaskReordered>(first.events().at(0)).rank, "B");
}
TEST(ReorderTask, between_two_of_one_rank_moves_the_latter_too) {
    given(task_created(1, "a", "B"), task_created(2, "b", "B"), task_created(3))
        .when(ReorderTask{.task = task(3), .rank = {}, .after = task(1), .before = task(2)})
        .then(TaskReordered{task(3), "BK"}, TaskReordered{task(2), "Bf"});
}
TEST(ReorderTask, is_refused_between_two_in_the_other_order) {
    given(task_created(1, "a", "C"), task_created(2, "b", "B"), task_created(3))
        .when(ReorderTask{.task = task(3), .rank = {}, .after = task(1), .before = task(2)})
        .then_refused("rank-order", "/after");
}

TaskCreated tagged(unsigned number, std::vector<std::string> tags) {
    TaskCreated made = task_created(number);
    made.tags = std::move(tags);
    return made;
}
TaskDetailsChanged retagged(unsigned number, std::vector<std::string> tags) {
    TaskDetailsChanged out{
        .task = task(number), .title = {}, .notes = {}, .priority = {}, .tags = {}, .due = {}, .start = {}};
    out.tags = std::move(tags);
    return out;
}
TEST(RenameTag, changes_it_at_every_task_that_has_it) {
    given(tagged(1, {"a", "old", "z"}), tagged(2, {"older"}), tagged(3, {"old"}), TaskCompleted{task(3)})
        .when(RenameTag{"old", "new"})
        .then(retagged(1, {"a", "new", "z"}), retagged(3, {"new"}));
    given(tagged(1, {"a"})).when(RenameTag{"old", "new"}).then_nothing();
    given(tagged(1, {"old"})).when(RenameTag{"old", "old"}).then_nothing();
}
TEST(RenameTag, makes_none_twice_and_leaves_what_is_deleted) {
    given(tagged(1, {"old", "new"}), tagged(2, {"old"}), TaskDeleted{task(2)})
        .when(RenameTag{"old", "new"})
        .then(retagged(1, {"new"}));
}
TEST(RenameTag, is_refused_where_a_commit_could_not_hold_it) {
    Workspace w = given().when(RenameWorkspace{"Ours"}).after();
    for (unsigned i = 1; i <= 5'001; ++i) evolve(w, tagged(i, {"old"}), noon);
    const Workspace before = w;
    const auto decided = decide_and_apply(w,
                                          {.workspace = w.id,
                                           .actor = person(1),
                                           .commands = {{.expected_version = {}, .body = RenameTag{"old", "new"}}}},
                                          noon);
    ASSERT_FALSE(decided);
    EXPECT_EQ(decided.error().type, "too-much-at-once");
    EXPECT_EQ(w, before);
}

TEST(DeleteTask, deletes_once) {
    given(task_created(1)).when(DeleteTask{task(1)}).then(TaskDeleted{task(1)});
    given(task_created(1), TaskDeleted{task(1)}).when(DeleteTask{task(1)}).then_nothing();
    given().when(DeleteTask{task(1)}).then_refused("task-not-found", "/task");
}
TEST(RestoreTask, restores_a_deleted_task) {
    given(task_created(1), TaskDeleted{task(1)}).when(RestoreTask{task(1)}).then(TaskRestored{task(1)});
    given(task_created(1)).when(RestoreTask{task(1)}).then_nothing();
    given().when(RestoreTask{task(1)}).then_refused("task-not-found", "/task");
}
TEST(RestoreTask, goes_to_the_inbox_if_its_list_is_gone) {
    TaskCreated in_list = task_created(1);
    in_list.list = list(1);
    const auto after = given(list_created(1), in_list, ListDeleted{list(1)}).when(RestoreTask{task(1)}).after();
    ASSERT_NE(after.task(task(1)), nullptr);
    EXPECT_EQ(after.task(task(1))->list, std::nullopt);
}

TEST(ExpectedVersion, lets_the_command_pass_at_that_version_only) {
    given(task_created(1)).when(CompleteTask{task(1)}, 1).then(TaskCompleted{task(1)});
    given(task_created(1), TaskReordered{task(1), "W"})
        .when(CompleteTask{task(1)}, 1)
        .then_refused("version-conflict", "/expectedVersion");
}

}  // namespace
}  // namespace tasklog::testing
