// What one request may cost: past it, it is refused, and leaves no trace.
#include "command/limits.hpp"
#include "command/request/decode.hpp"
#include "events/size.hpp"
#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

Request batch(std::vector<Body> bodies) {
    Request out{.workspace = workspace(1), .actor = person(1), .now = noon, .batch = true};
    for (Body& body : bodies) out.commands.push_back({.expected_version = {}, .body = std::move(body)});
    return out;
}

/// Task 1 with so many subtasks, numbered from 2 on.
Workspace with_subtasks(unsigned count) {
    Workspace w = given(task_created(1)).state();
    for (unsigned i = 2; i < count + 2; ++i) {
        evolve(w, task_created(i), noon);
        evolve(w, TaskNested{task(i), task(1)}, noon);
    }
    return w;
}

/// Task 1, due at that moment, with a recurrence that begins there.
Workspace with_series(const Due& due, const std::string& rule, const Due& occurrence, bool skip_missed = false) {
    TaskCreated made = task_created(1);
    made.due = due;
    return given(made,
                 RecurrenceSet{
                     task(1),
                     Recurrence{.rule = rule, .skip_missed = skip_missed, .start = due, .occurrence = occurrence}})
        .state();
}

/// Refused as too much, at the command that it became too much with, and without a trace.
void expect_refused(Workspace w, const Request& request) {
    const Workspace before = w;
    const auto decided = decide_and_apply(w, request, noon);
    ASSERT_FALSE(decided);
    EXPECT_EQ(decided.error().type, "too-much-at-once");
    EXPECT_EQ(decided.error().type.status, 413U);
    EXPECT_TRUE(decided.error().pointer.starts_with("/commands/")) << decided.error().pointer;
    EXPECT_TRUE(w == before);
}

TEST(Cost, of_copies_of_long_notes_is_bounded_by_the_commits_bytes) {
    TaskCreated long_notes = task_created(1);
    long_notes.notes = std::string(max_notes_chars, '"');
    std::vector<Body> bodies;
    for (unsigned i = 0; i < 300; ++i) bodies.emplace_back(DuplicateTask{task(1), task(1'000 + i)});
    expect_refused(given(long_notes).state(), batch(bodies));
}
TEST(Cost, of_copies_of_trees_is_bounded_by_their_events) {
    std::vector<Body> bodies;
    for (unsigned i = 0; i < 500; ++i) bodies.emplace_back(DuplicateTask{task(1), task(1'000 + i)});
    expect_refused(with_subtasks(500), batch(bodies));
}
TEST(Cost, of_looking_at_trees_is_bounded) {
    std::vector<Body> bodies;
    for (unsigned i = 0; i < 500; ++i) {
        bodies.emplace_back(CompleteTask{.task = task(1), .with_subtasks = true});
        bodies.emplace_back(ReopenTask{task(1)});
    }
    expect_refused(with_subtasks(500), batch(bodies));
}
TEST(Cost, of_one_copy_of_a_tree_that_is_too_large_is_told_before_it_is_made) {
    Workspace w = with_subtasks(0);
    for (unsigned i = 2; i < 400; ++i) {
        TaskCreated big = task_created(i);
        big.notes = std::string(max_notes_chars, 'n');
        evolve(w, big, noon);
        evolve(w, TaskNested{task(i), task(1)}, noon);
    }
    Cost cost;
    EXPECT_EQ(decide(w, person(1), {.body = DuplicateTask{task(1), task(900)}}, cost).error().type, "too-much-at-once");
    // A series goes on all the same: its next occurrence comes without them.
    evolve(w, TaskDetailsChanged{.task = task(1), .due = std::optional<Due>(DueDate{*Date::parse("2027-01-01")})},
           noon);
    evolve(w,
           RecurrenceSet{task(1), Recurrence{.rule = "FREQ=DAILY",
                                             .start = DueDate{*Date::parse("2027-01-01")},
                                             .occurrence = DueDate{*Date::parse("2027-01-01")}}},
           noon);
    evolve(w, TaskCompleted{task(1)}, noon);
    const auto next = decide(w, {person(99), true, noon}, {.body = CreateNextOccurrence{task(1), task(900)}});
    ASSERT_TRUE(next);
    EXPECT_EQ(next->size(), 3U) << "the task, its recurrence, and that it is the next";
}
TEST(Cost, of_recurrences_is_bounded) {
    const Due due = DueInstant{*Instant::parse("2026-11-20T09:00:00Z"), "Europe/Berlin"};
    Workspace w = with_series(due, "FREQ=DAILY;COUNT=9000", due);
    std::vector<Body> bodies(70, SkipOccurrence{task(1)});
    Request many = batch(bodies);
    const auto decided = decide_and_apply(w, many, noon);
    ASSERT_TRUE(decided) << "a plain series can be skipped on and on";
    expect_refused(w, batch(std::vector<Body>(500, SkipOccurrence{task(1)})));
    // One that was begun long ago and has a COUNT is counted from its start each time.
    const Due last = DueInstant{*Instant::parse("2050-11-20T09:00:00Z"), "Europe/Berlin"};
    Workspace old = with_series(due, "FREQ=DAILY;COUNT=9000", last);
    const Workspace before = old;
    EXPECT_EQ(decide_and_apply(old, many, noon).error().type, "recurrence-too-long");
    EXPECT_TRUE(old == before);
}
TEST(Cost, of_a_minutely_series_due_long_ago_is_that_of_one_step) {
    const Due due = DueInstant{*Instant::parse("2026-11-20T09:00:00Z"), "Europe/Berlin"};
    const Workspace w = with_series(due, "FREQ=MINUTELY", due, true);
    Cost cost;
    const std::size_t before = cost.steps().left();
    const auto decision =
        decide(w, {person(1), false, *Instant::parse("2027-01-14T09:00:30Z")}, {.body = SkipOccurrence{task(1)}}, cost);
    ASSERT_TRUE(decision);
    EXPECT_EQ(std::get<DueInstant>(**std::get<TaskDetailsChanged>(decision->front()).due).at.text(),
              "2027-01-14T09:01:00.000000Z");
    EXPECT_LT(before - cost.steps().left(), steps_of_a_rule + 500U);
}
TEST(Cost, an_events_size_is_never_told_too_small) {
    TaskCreated made = task_created(1, "a \"title\" \\ with\tall");
    made.notes = "\n\r\t\"\\äöü";
    made.tags = {"a\"", "b"};
    made.due = DueInstant{noon, "Europe/Berlin"};
    for (const Event& event : std::vector<Event>{made, TaskCompleted{task(1)}, WorkspaceRenamed{"x"}})
        EXPECT_GE(json_bytes(event), texts({event})[0].size());
}

TEST(Subtasks, are_counted_at_every_task_above) {
    Workspace w = with_subtasks(max_subtasks);
    const auto full = [&](Body body) { return decide(w, person(1), {.body = std::move(body)}).error().type; };
    evolve(w, task_created(9'000), noon);
    EXPECT_EQ(full(NestTask{task(9'000), std::optional(task(2))}), "too-many-subtasks")
        << "two levels below the full one";
    EXPECT_EQ(full(NestTask{task(9'000), std::optional(task(1))}), "too-many-subtasks");
    EXPECT_EQ(full(DuplicateTask{task(2), task(9'001)}), "too-many-subtasks");
    EXPECT_TRUE(decide(w, person(1), {.body = NestTask{task(3), std::optional(task(2))}})) << "only its place changes";
    EXPECT_EQ(decide(w, person(1), {.body = DeleteTask{task(1)}})->size(), max_subtasks + 1);
}
TEST(Subtasks, that_were_deleted_make_room_and_come_back_by_themselves_where_there_is_none) {
    Workspace w = with_subtasks(max_subtasks);
    evolve(w, TaskDeleted{task(2)}, noon);
    evolve(w, task_created(9'000), noon);
    const auto nested = decide(w, person(1), {.body = NestTask{task(9'000), std::optional(task(1))}});
    ASSERT_TRUE(nested);
    for (const Event& event : *nested) evolve(w, event, noon);
    EXPECT_EQ(*decide(w, person(1), {.body = RestoreTask{task(2)}}),
              (std::vector<Event>{TaskRestored{task(2)}, TaskNested{task(2), {}}}));
}
TEST(Subtasks, do_not_stop_a_series_within_a_full_task) {
    Workspace w = with_subtasks(max_subtasks);
    const Due due = DueDate{*Date::parse("2027-01-01")};
    evolve(w, TaskDetailsChanged{.task = task(2), .due = std::optional<Due>(due)}, noon);
    evolve(w, RecurrenceSet{task(2), Recurrence{.rule = "FREQ=DAILY", .start = due, .occurrence = due}}, noon);
    evolve(w, TaskCompleted{task(2)}, noon);
    const auto next = decide(w, {person(99), true, noon}, {.body = CreateNextOccurrence{task(2), task(900)}});
    ASSERT_TRUE(next);
    for (const Event& event : *next) EXPECT_FALSE(std::holds_alternative<TaskNested>(event));
}

TEST(KeyedAnswers, are_bounded_in_number_and_bytes_and_the_oldest_go_first) {
    KeyedAnswers answers;
    for (unsigned i = 0; i < 12'000; ++i)
        answers.add({person(1), std::to_string(i), "f", id<CommitKind>(i), noon, static_cast<std::int64_t>(i), {}});
    EXPECT_EQ(answers.size(), 10'000U);
    EXPECT_EQ(answers.find(person(1), "1999"), nullptr);
    ASSERT_NE(answers.find(person(1), "2000"), nullptr);
    for (unsigned i = 12'000; i < 14'000; ++i)
        answers.add({person(1), std::to_string(i), "f", id<CommitKind>(i), noon, static_cast<std::int64_t>(i),
                     std::vector<Result>(500, {task(i).text(), 1})});
    EXPECT_LE(answers.bytes(), 4U << 20);
    EXPECT_LT(answers.size(), 200U);
    EXPECT_NE(answers.find(person(1), "13999"), nullptr);
}

}  // namespace
}  // namespace tasklog::testing
