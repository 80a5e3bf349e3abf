#include "tests/support/dates.hpp"
#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

TaskCreated due_task(unsigned number, const Due& due, std::optional<std::string> start = {}) {
    TaskCreated made = task_created(number, "Water the plants");
    made.due = due;
    if (start) made.start = Date::parse(*start);
    return made;
}

SetRecurrence every(const std::string& rule) { return {.task = task(1), .rule = rule, .except = {}, .zone = {}}; }

/// Sends a command that must be accepted.
void apply(Workspace& w, const Sender& sender, Body body, Instant now = noon) {
    const auto decision = decide(w, sender, {.body = std::move(body)});
    ASSERT_TRUE(decision) << decision.error().detail;
    for (const Event& event : *decision) evolve(w, event, now);
}

/// What the series that begins with task 1 comes to: the due dates of `count` occurrences after the first, each
/// completed at `when` (or as many as there are).
struct Plan {
    SetRecurrence recurrence;
    Due first;
    std::function<Instant(const Due&)> completed;  ///< when an occurrence with this due date was
};
std::vector<std::string> successors(const Plan& plan, unsigned count) {
    Workspace w = given(due_task(1, plan.first)).state();
    apply(w, person(1), plan.recurrence);
    std::vector<std::string> out;
    for (unsigned number = 1; number <= count; ++number) {
        const Instant when = plan.completed(*w.task(task(number))->due);
        apply(w, person(1), CompleteTask{task(number)}, when);
        apply(w, {person(99), true, when}, CreateNextOccurrence{task(number), task(number + 1)}, when);
        const Task* next = w.task(task(number + 1));
        if (!next) break;
        EXPECT_EQ(w.task(task(number))->next, task(number + 1));
        EXPECT_EQ(next->recurrence->number, number + 1);
        const auto* day = std::get_if<DueDate>(&*next->due);
        out.push_back(day ? day->date.text() : std::get<DueInstant>(*next->due).at.text().substr(0, 16));
    }
    return out;
}
using Dates = std::vector<std::string>;

Plan plan(SetRecurrence recurrence, Due first, const std::string& completed = "2026-11-25T12:00:00Z") {
    return {std::move(recurrence), std::move(first), [completed](const Due&) { return instant(completed); }};
}

TEST(SetRecurrence, begins_a_series_at_the_due_date) {
    given(due_task(1, on("2026-12-01")))
        .when(every("FREQ=DAILY"))
        .then(RecurrenceSet{
            task(1), Recurrence{.rule = "FREQ=DAILY", .start = on("2026-12-01"), .occurrence = on("2026-12-01")}});
}
TEST(SetRecurrence, needs_an_open_task_with_a_due_date) {
    given(task_created(1)).when(every("FREQ=DAILY")).then_refused("recurrence-needs-due", "/task");
    given(due_task(1, on("2026-12-01")), TaskCompleted{task(1)})
        .when(every("FREQ=DAILY"))
        .then_refused("task-ended", "/task");
    given().when(every("FREQ=DAILY")).then_refused("task-not-found", "/task");
}
TEST(SetRecurrence, to_what_it_is_is_nothing_and_else_this_and_following) {
    Workspace w = given(due_task(1, on("2026-12-01"))).when(every("FREQ=DAILY")).after();
    EXPECT_TRUE(decide(w, person(1), {.body = every("FREQ=DAILY")})->empty());
    apply(w, person(1), SkipOccurrence{task(1)});
    EXPECT_TRUE(decide(w, person(1), {.body = every("FREQ=DAILY")})->empty()) << "also later in the series";
    const auto changed = decide(w, person(1), {.body = every("FREQ=WEEKLY")});
    EXPECT_EQ(
        changed->at(0),
        Event(RecurrenceSet{
            task(1), Recurrence{.rule = "FREQ=WEEKLY", .start = on("2026-12-02"), .occurrence = on("2026-12-02")}}));
}
/// What a client sends to bring a series back as it was.
SetRecurrence as_it_was(const Task& task) {
    const Recurrence& r = *task.recurrence;
    return {.task = task.id,
            .rule = r.rule,
            .except = r.except,
            .from = r.from_completion ? RepeatFrom::completion : RepeatFrom::due,
            .skip_missed = r.skip_missed,
            .zone = r.zone,
            .start = r.start,
            .occurrence = r.occurrence,
            .number = r.number};
}
TEST(SetRecurrence, goes_on_with_a_series_that_began_before) {
    Workspace w = given(due_task(1, on("2026-12-01"))).when(every("FREQ=DAILY")).after();
    apply(w, person(1), SkipOccurrence{task(1)});
    const Task before = *w.task(task(1));
    EXPECT_TRUE(decide(w, person(1), {.body = as_it_was(before)})->empty());
    for (const Body& change : {Body(EndSeries{task(1)}), Body(every("FREQ=WEEKLY")), Body(SkipOccurrence{task(1)})}) {
        apply(w, person(1), change);
        EXPECT_NE(w.task(task(1))->recurrence, before.recurrence);
        apply(
            w, person(1),
            ChangeTaskDetails{
                .task = task(1), .title = {}, .notes = {}, .priority = {}, .tags = {}, .due = before.due, .start = {}});
        apply(w, person(1), as_it_was(before));
        EXPECT_EQ(w.task(task(1))->recurrence, before.recurrence);
        EXPECT_EQ(w.task(task(1))->due, before.due);
    }
}
TEST(SetRecurrence, is_refused_for_a_series_of_another_form) {
    SetRecurrence c = every("FREQ=DAILY");
    c.start = c.occurrence = DueInstant{noon, "Europe/Berlin"};
    c.number = 2;
    given(due_task(1, on("2026-12-01"))).when(c).then_refused("invalid-field", "/start");
}
TEST(ChangeTaskDetails, keeps_the_due_date_of_what_comes_again) {
    Workspace w = given(due_task(1, on("2026-12-01"))).when(every("FREQ=DAILY")).after();
    ChangeTaskDetails none{
        .task = task(1), .title = {}, .notes = {}, .priority = {}, .tags = {}, .due = {}, .start = {}};
    none.due.emplace();
    EXPECT_EQ(decide(w, person(1), {.body = none}).error().type, "recurrence-needs-due");
}

TEST(CreateNextOccurrence, follows_the_rule_from_the_due_date_whenever_it_was_completed) {
    EXPECT_EQ(successors(plan(every("FREQ=WEEKLY;BYDAY=MO,TH"), on("2026-11-30"), "2026-12-30T12:00:00Z"), 3),
              (Dates{"2026-12-03", "2026-12-07", "2026-12-10"}));
    EXPECT_EQ(successors(plan(every("FREQ=MONTHLY;BYDAY=-1FR"), on("2026-11-27")), 3),
              (Dates{"2026-12-25", "2027-01-29", "2027-02-26"}));
    EXPECT_EQ(successors(plan(every("FREQ=MONTHLY;BYMONTHDAY=-1"), on("2027-01-31")), 2),
              (Dates{"2027-02-28", "2027-03-31"}));
}
TEST(CreateNextOccurrence, keeps_the_hour_across_a_change_of_clocks) {
    EXPECT_EQ(successors(plan(every("FREQ=WEEKLY"), at("2027-03-21T08:00:00Z", "Europe/Berlin")), 2),
              (Dates{"2027-03-28T07:00", "2027-04-04T07:00"}));
}
TEST(CreateNextOccurrence, ends_by_count_by_until_and_leaves_exceptions_out) {
    EXPECT_EQ(successors(plan(every("FREQ=DAILY;COUNT=3"), on("2026-12-01")), 9), (Dates{"2026-12-02", "2026-12-03"}));
    EXPECT_EQ(successors(plan(every("FREQ=DAILY;UNTIL=20261202"), on("2026-12-01")), 9), Dates{"2026-12-02"});
    SetRecurrence without = every("FREQ=DAILY");
    without.except = {*Date::parse("2026-12-02"), *Date::parse("2026-12-03")};
    EXPECT_EQ(successors(plan(without, on("2026-12-01")), 2), (Dates{"2026-12-04", "2026-12-05"}));
}
TEST(CreateNextOccurrence, counts_from_the_completion_when_asked_so) {
    SetRecurrence from_completion = every("FREQ=DAILY;INTERVAL=3;COUNT=3");
    from_completion.from = RepeatFrom::completion;
    EXPECT_EQ(successors({from_completion, on("2026-12-01"),
                          [](const Due& due) {
                              const Instant evening = instant(std::get<DueDate>(due).date.text() + "T22:00:00Z");
                              return Instant{evening.us + 2 * 86'400'000'000};
                          }},
                         9),
              (Dates{"2026-12-06", "2026-12-11"}))
        << "completed two days late each time";
    from_completion.zone = "Europe/Berlin";
    EXPECT_EQ(successors(plan(from_completion, on("2026-12-01"), "2026-12-01T23:30:00Z"), 1), Dates{"2026-12-05"})
        << "in Berlin it was the second already";
    from_completion.rule = "FREQ=WEEKLY";
    EXPECT_EQ(successors(plan(from_completion, at("2026-12-01T08:00:00Z", "Europe/Berlin"), "2026-12-03T20:00:00Z"), 1),
              Dates{"2026-12-10T08:00"})
        << "a week after the day of completion, at nine as always";
}
TEST(CreateNextOccurrence, does_not_flood_when_asked_to_skip_what_was_missed) {
    EXPECT_EQ(successors(plan(every("FREQ=DAILY"), on("2025-01-01")), 1), Dates{"2025-01-02"}) << "it is not asked to";
    SetRecurrence skipping = every("FREQ=DAILY");
    skipping.skip_missed = true;
    EXPECT_EQ(successors(plan(skipping, on("2025-01-01"), "2026-11-25T12:00:00Z"), 1), Dates{"2026-11-25"})
        << "today is not over";
    EXPECT_EQ(successors(plan(skipping, at("2025-01-01T08:00:00Z", "Europe/Berlin"), "2026-11-25T12:00:00Z"), 1),
              Dates{"2026-11-26T08:00"});
    EXPECT_EQ(successors(plan(skipping, on("2027-01-01"), "2026-11-25T12:00:00Z"), 1), Dates{"2027-01-02"})
        << "completed early";
}
TEST(CreateNextOccurrence, is_the_task_again) {
    TaskCreated made = due_task(1, on("2026-12-10"), "2026-12-08");
    made.list = list(1);
    made.notes = "all of them";
    made.priority = Priority::high;
    made.tags = {"home"};
    Workspace w = given(list_created(1), made).when(every("FREQ=WEEKLY")).after();
    evolve(w, TaskCompleted{task(1)}, noon);
    apply(w, {person(99), true, noon}, CreateNextOccurrence{task(1), task(2)});
    const Task& next = *w.task(task(2));
    EXPECT_EQ(next.list, list(1));
    EXPECT_EQ(next.notes, "all of them");
    EXPECT_EQ(next.priority, Priority::high);
    EXPECT_EQ(next.tags, std::vector<std::string>{"home"});
    EXPECT_EQ(next.start, Date::parse("2026-12-15")) << "as long before the due date";
    EXPECT_EQ(next.status, Status::open);
}
TEST(CreateNextOccurrence, is_nothing_where_there_is_nothing_to_follow) {
    const Body create = CreateNextOccurrence{task(1), task(2)};
    const auto sent = [&](const Workspace& w) { return decide(w, {person(99), true, noon}, {.body = create}); };
    Workspace w = given(due_task(1, on("2026-12-01"))).when(every("FREQ=DAILY")).after();
    EXPECT_TRUE(sent(w)->empty()) << "not completed";
    evolve(w, TaskCompleted{task(1)}, noon);
    ASSERT_EQ(sent(w)->size(), 3U);
    Workspace deleted = w;
    evolve(deleted, TaskDeleted{task(1)}, noon);
    EXPECT_EQ(sent(deleted)->size(), 3U) << "what was done and then thrown away has its successor";
    apply(w, {person(99), true, noon}, create);
    EXPECT_TRUE(decide(w, {person(99), true, noon}, {.body = CreateNextOccurrence{task(1), task(3)}})->empty())
        << "it has its successor";
    evolve(w, TaskReopened{task(1)}, noon);
    evolve(w, TaskCompleted{task(1)}, noon);
    EXPECT_TRUE(decide(w, {person(99), true, noon}, {.body = CreateNextOccurrence{task(1), task(3)}})->empty())
        << "also after it was reopened and completed anew";
}

TEST(SkipOccurrence, goes_on_to_the_next_date) {
    Workspace w = given(due_task(1, on("2026-12-01"), "2026-11-30")).when(every("FREQ=DAILY;COUNT=2")).after();
    apply(w, person(1), SkipOccurrence{task(1)});
    EXPECT_EQ(w.task(task(1))->due, on("2026-12-02"));
    EXPECT_EQ(w.task(task(1))->start, Date::parse("2026-12-01"));
    EXPECT_EQ(decide(w, person(1), {.body = SkipOccurrence{task(1)}}).error().type, "series-over");
}
TEST(SkipOccurrence, is_for_open_tasks_that_come_again) {
    given(due_task(1, on("2026-12-01"))).when(SkipOccurrence{task(1)}).then_refused("not-recurring", "/task");
}
TEST(EndSeries, ends_once) {
    Workspace w = given(due_task(1, on("2026-12-01"))).when(every("FREQ=DAILY")).after();
    EXPECT_EQ(decide(w, person(1), {.body = EndSeries{task(1)}})->at(0), Event(SeriesEnded{task(1)}));
    given(due_task(1, on("2026-12-01"))).when(EndSeries{task(1)}).then_nothing();
}

}  // namespace
}  // namespace tasklog::testing
