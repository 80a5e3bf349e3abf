#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

TaskNested nested(unsigned child, unsigned parent) { return {task(child), task(parent)}; }
NestTask nest(unsigned child, unsigned parent) { return {task(child), std::optional(task(parent))}; }
NestTask unnest(unsigned child) { return {task(child), std::optional<TaskId>{}}; }

/// Six tasks, of which 1 to 4 are each within the one before.
Given chain() {
    return given(task_created(1), task_created(2), task_created(3), task_created(4), task_created(5), task_created(6),
                 nested(2, 1), nested(3, 2), nested(4, 3));
}

TEST(NestTask, puts_a_task_under_another_and_takes_it_out_again) {
    given(task_created(1), task_created(2)).when(nest(2, 1)).then(nested(2, 1));
    given(task_created(1), task_created(2), nested(2, 1)).when(nest(2, 1)).then_nothing();
    given(task_created(1), task_created(2), nested(2, 1)).when(unnest(2)).then(TaskNested{task(2), {}});
    given(task_created(1)).when(nest(1, 2)).then_refused("task-not-found", "/parent");
    given(task_created(1)).when(nest(2, 1)).then_refused("task-not-found", "/task");
}
TEST(NestTask, takes_no_cycle) {
    given(task_created(1)).when(nest(1, 1)).then_refused("subtask-cycle", "/parent");
    chain().when(nest(1, 4)).then_refused("subtask-cycle", "/parent");
}
TEST(NestTask, goes_five_deep) {
    Workspace w = chain().when(nest(5, 4)).then(nested(5, 4)).after();
    EXPECT_EQ(decide(w, person(1), {.body = nest(6, 5)}).error().type, "too-deep");
    given(task_created(1), task_created(2), task_created(3), task_created(4), task_created(5), task_created(6),
          nested(2, 1), nested(3, 2), nested(5, 4), nested(6, 5))
        .when(nest(4, 3))
        .then_refused("too-deep", "/parent");
}
TEST(NestTask, goes_to_the_parents_list_with_all_that_is_below) {
    given(list_created(1), task_created(1), TaskMoved{task(1), list(1), "V"}, task_created(2), task_created(3),
          nested(3, 2))
        .when(nest(2, 1))
        .then(nested(2, 1), TaskMoved{task(2), list(1), "V"}, TaskMoved{task(3), list(1), "V"});
}
TEST(MoveTask, takes_subtasks_along_and_leaves_the_parent) {
    given(list_created(1), task_created(1), task_created(2), task_created(3), nested(2, 1), nested(3, 2))
        .when(MoveTask{task(2), std::optional(list(1)), "X"})
        .then(TaskMoved{task(2), list(1), "X"}, TaskNested{task(2), {}}, TaskMoved{task(3), list(1), "V"});
}
TEST(CompleteTask, is_refused_with_open_subtasks_unless_they_are_to_go_along) {
    chain().when(CompleteTask{task(2)}).then_refused("open-subtasks", "/withSubtasks");
    chain()
        .when(CompleteTask{.task = task(2), .with_subtasks = true})
        .then(TaskCompleted{task(4)}, TaskCompleted{task(3)}, TaskCompleted{task(2)});
    given(task_created(1), task_created(2), nested(2, 1), TaskCancelled{task(2)})
        .when(CompleteTask{task(1)})
        .then(TaskCompleted{task(1)});
}
TEST(DeleteTask, deletes_subtasks_and_each_is_restored_by_itself) {
    Workspace w = chain().when(DeleteTask{task(3)}).then(TaskDeleted{task(4)}, TaskDeleted{task(3)}).after();
    const auto restored = decide(w, person(1), {.body = RestoreTask{task(4)}});
    EXPECT_EQ(*restored, (std::vector<Event>{TaskRestored{task(4)}, TaskNested{task(4), {}}}));
    EXPECT_EQ(*decide(w, person(1), {.body = RestoreTask{task(3)}}), std::vector<Event>{TaskRestored{task(3)}});
}
TEST(RestoreTask, brings_back_what_was_deleted_with_it) {
    Workspace w = chain().state();
    evolve(w, TaskDeleted{task(4)}, noon);
    for (const unsigned each : {3U, 2U}) evolve(w, TaskDeleted{task(each)}, {noon.us + 1});
    const auto restored = decide(w, person(1), {.body = RestoreTask{task(2), true}});
    EXPECT_EQ(*restored, (std::vector<Event>{TaskRestored{task(2)}, TaskRestored{task(3)}}))
        << "what was deleted before, by itself, stays so";
}
TEST(ReopenTask, reopens_what_ended_with_it) {
    Workspace w = given(task_created(1), task_created(2), task_created(3), nested(2, 1), nested(3, 1)).state();
    evolve(w, TaskCompleted{task(2)}, noon);
    for (const unsigned each : {3U, 1U}) evolve(w, TaskCompleted{task(each)}, {noon.us + 1});
    EXPECT_EQ(*decide(w, person(1), {.body = ReopenTask{task(1), true}}),
              (std::vector<Event>{TaskReopened{task(1)}, TaskReopened{task(3)}}));
    EXPECT_EQ(*decide(w, person(1), {.body = ReopenTask{task(1)}}), std::vector<Event>{TaskReopened{task(1)}});
}
TEST(DuplicateTask, copies_a_task_with_what_is_below) {
    Workspace w = chain().when(DuplicateTask{task(2), task(9)}).after();
    EXPECT_EQ(w.tasks.size(), 9U);
    EXPECT_EQ(w.task(task(9))->parent, task(1));
    ASSERT_EQ(w.children.at(task(9)).size(), 1U);
    const TaskId below = *w.children.at(task(9)).begin();
    EXPECT_EQ(w.children.at(below).size(), 1U);
    EXPECT_GT(w.task(task(9))->rank, w.task(task(6))->rank);
    given(task_created(1)).when(DuplicateTask{task(1), task(1)}).then_refused("task-exists", "/id");
    given().when(DuplicateTask{task(1), task(2)}).then_refused("task-not-found", "/task");
}
TEST(CreateNextOccurrence, brings_the_subtasks_again_open) {
    TaskCreated due = task_created(1);
    due.due = DueDate{*Date::parse("2026-12-01")};
    const Recurrence daily{.rule = "FREQ=DAILY", .start = *due.due, .occurrence = *due.due};
    Workspace w = given(due, task_created(2), nested(2, 1), RecurrenceSet{task(1), daily}, TaskCompleted{task(2)},
                        TaskCompleted{task(1)})
                      .as_worker(noon)
                      .when(CreateNextOccurrence{task(1), task(3)})
                      .after();
    ASSERT_EQ(w.children.at(task(3)).size(), 1U);
    EXPECT_EQ(w.task(*w.children.at(task(3)).begin())->status, Status::open);
}
TEST(AssignTask, assigns_to_a_member_or_nobody) {
    given(task_created(1)).when(AssignTask{task(1), std::optional(person(1))}).then(TaskAssigned{task(1), person(1)});
    given(task_created(1), TaskAssigned{task(1), person(1)})
        .when(AssignTask{task(1), std::optional<PersonId>{}})
        .then(TaskAssigned{task(1), {}});
    given(task_created(1)).when(AssignTask{task(1), std::optional<PersonId>{}}).then_nothing();
    given(task_created(1))
        .when(AssignTask{task(1), std::optional(person(7))})
        .then_refused("member-not-found", "/assignee");
}
TEST(DecideAll, takes_nesting_back_with_a_refused_batch) {
    Workspace w = chain().state();
    const Workspace before = w;
    Request batch{.workspace = w.id, .actor = person(1), .now = noon};
    for (Body body :
         {Body(nest(5, 1)), Body(unnest(3)), Body(create_task(9)), Body(nest(9, 6)), Body(CompleteTask{task(99)})})
        batch.commands.push_back({.expected_version = {}, .body = std::move(body)});
    EXPECT_FALSE(decide_and_apply(w, batch, noon));
    EXPECT_EQ(w, before);
}

}  // namespace
}  // namespace tasklog::testing
