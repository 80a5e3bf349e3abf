#include "command/limits.hpp"
#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

constexpr std::int64_t minute_us = 60'000'000;
constexpr Instant later{noon.us + 90 * minute_us};

ReminderId reminder(unsigned number) { return id<ReminderKind>(number); }
ReminderSet at_moment(Instant at, unsigned number = 1) { return {task(1), reminder(number), person(1), {}, at}; }

Instant instant(const char* text) { return *Instant::parse(text); }

TaskCreated due_at(const char* at) {
    TaskCreated made = task_created(1);
    made.due = DueInstant{instant(at), "Europe/Berlin"};
    return made;
}
TaskCreated due_on(const char* day) {
    TaskCreated made = task_created(1);
    made.due = DueDate{*Date::parse(day)};
    return made;
}
TaskDetailsChanged new_due(std::optional<Due> due) {
    TaskDetailsChanged out{
        .task = task(1), .title = {}, .notes = {}, .priority = {}, .tags = {}, .due = {}, .start = {}};
    out.due.emplace(std::move(due));
    return out;
}
ChangeTaskDetails change_due(std::optional<Due> due) {
    ChangeTaskDetails out{
        .task = task(1), .title = {}, .notes = {}, .priority = {}, .tags = {}, .due = {}, .start = {}};
    out.due.emplace(std::move(due));
    return out;
}
RelativeTime from_due(std::int64_t minutes) { return {RelativeTime::To::due, minutes, "Europe/Berlin"}; }
ReminderSet relative(std::int64_t minutes, const char* at) {
    return {task(1), reminder(1), person(1), from_due(minutes), instant(at)};
}
FireReminder fire(Instant due) { return {task(1), reminder(1), due}; }

TEST(SetReminder, reminds_the_sender_at_a_moment) {
    given(task_created(1)).when(SetReminder{task(1), reminder(1), later, {}}).then(at_moment(later));
}
TEST(SetReminder, is_refused_for_a_moment_long_past_and_for_a_task_that_is_done) {
    Given now = given(task_created(1)).at(noon);
    now.when(SetReminder{task(1), reminder(1), Instant{noon.us - 61 * minute_us}, {}})
        .then_refused("reminder-past", "/at");
    now.when(SetReminder{task(1), reminder(1), Instant{noon.us - 59 * minute_us}, {}})
        .then(at_moment({noon.us - 59 * minute_us}));
    given(task_created(1), TaskCompleted{task(1)})
        .when(SetReminder{task(1), reminder(1), later, {}})
        .then_refused("task-ended", "/task");
    given().when(SetReminder{task(1), reminder(1), later, {}}).then_refused("task-not-found", "/task");
}
TEST(SetReminder, reads_back_a_moment_before_the_years_that_a_due_date_can_have) {
    given(due_on("1900-01-01"))
        .when(SetReminder{task(1), reminder(1), {}, from_due(-1440)})
        .then(relative(-1440, "1899-12-30T23:00:00Z"));
}
TEST(SetReminder, changes_one_that_is_there_and_nothing_twice) {
    given(task_created(1), at_moment(noon)).when(SetReminder{task(1), reminder(1), later, {}}).then(at_moment(later));
    given(task_created(1), at_moment(later)).when(SetReminder{task(1), reminder(1), later, {}}).then_nothing();
}
TEST(SetReminder, stays_the_persons_who_set_it_first) {
    given(task_created(1), MemberJoined{person(2), Role::editor, id<InvitationKind>(1)}, at_moment(noon))
        .as(2)
        .when(SetReminder{task(1), reminder(1), later, {}})
        .then(at_moment(later));
}
TEST(SetReminder, reminds_at_a_time_of_the_day_whenever_the_task_is_due) {
    const RelativeTime nine{RelativeTime::To::due, 540, "Europe/Berlin", 0};
    const RelativeTime nine_before{RelativeTime::To::due, 540, "Europe/Berlin", -1};
    const auto at_nine = [](const RelativeTime& relative, const char* at) {
        return ReminderSet{task(1), reminder(1), person(1), relative, instant(at)};
    };
    Given night = given(due_at("2027-12-01T01:54:00Z"));  // 02:54 in Berlin
    night.when(SetReminder{task(1), reminder(1), {}, nine}).then(at_nine(nine, "2027-12-01T08:00:00Z"));
    night.when(SetReminder{task(1), reminder(1), {}, nine_before}).then(at_nine(nine_before, "2027-11-30T08:00:00Z"));
    given(due_on("2027-03-28"))
        .when(SetReminder{task(1), reminder(1), {}, nine})
        .then(at_nine(nine, "2027-03-28T07:00:00Z"));
}
TEST(SetReminder, counts_from_the_moment_a_task_is_due) {
    given(due_at("2026-12-01T09:00:00Z"))
        .when(SetReminder{task(1), reminder(1), {}, from_due(-30)})
        .then(relative(-30, "2026-12-01T08:30:00Z"));
}
TEST(SetReminder, counts_by_the_clock_from_the_first_moment_of_a_day) {
    // Nine in the morning, on the day on which Berlin's clock goes forward and on the day before.
    given(due_on("2027-03-28"))
        .when(SetReminder{task(1), reminder(1), {}, from_due(540)})
        .then(relative(540, "2027-03-28T07:00:00Z"));
    given(due_on("2027-03-28"))
        .when(SetReminder{task(1), reminder(1), {}, from_due(540 - 1440)})
        .then(relative(540 - 1440, "2027-03-27T08:00:00Z"));
}
TEST(SetReminder, waits_for_a_date_that_the_task_does_not_have_yet) {
    const ReminderSet waiting{task(1), reminder(1), person(1), from_due(-30), {}};
    given(task_created(1)).when(SetReminder{task(1), reminder(1), {}, from_due(-30)}).then(waiting);
    const Due due = DueInstant{instant("2027-12-01T09:00:00Z"), "Europe/Berlin"};
    given(task_created(1), waiting)
        .when(change_due(due))
        .then(new_due(due), ReminderRescheduled{task(1), reminder(1), instant("2027-12-01T08:30:00Z")});
}
TEST(SetReminder, is_refused_past_so_many) {
    Given full = given(task_created(1));
    Workspace w = full.state();
    for (unsigned i = 0; i < max_reminders; ++i) evolve(w, at_moment(later, 100 + i), noon);
    const auto refused = decide(w, person(1), {.body = SetReminder{task(1), reminder(1), later, {}}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().type, "task-full");
}
TEST(Reminder, moves_with_the_date_that_it_is_relative_to) {
    const Due moved = DueInstant{instant("2027-12-02T10:00:00Z"), "Europe/Berlin"};
    Given before = given(due_at("2027-12-01T09:00:00Z"), relative(-30, "2027-12-01T08:30:00Z"), at_moment(later, 2));
    before.when(change_due(moved))
        .then(new_due(moved), ReminderRescheduled{task(1), reminder(1), instant("2027-12-02T09:30:00Z")});
    before.when(change_due({})).then(new_due({}), ReminderRescheduled{task(1), reminder(1), {}});
}
TEST(Reminder, comes_along_to_the_next_occurrence_if_it_is_relative) {
    const Due first = DueDate{*Date::parse("2027-12-01")};
    const Due second = DueDate{*Date::parse("2027-12-02")};
    const auto events =
        given(due_on("2027-12-01"), RecurrenceSet{task(1), {.rule = "FREQ=DAILY", .start = first, .occurrence = first}},
              relative(540, "2027-12-01T08:00:00Z"), at_moment(later, 2), TaskCompleted{task(1)})
            .as_worker(noon)
            .when(CreateNextOccurrence{task(1), task(2)})
            .events();
    std::vector<ReminderSet> set;
    for (const Event& event : events)
        if (const auto* each = std::get_if<ReminderSet>(&event)) set.push_back(*each);
    ASSERT_EQ(set.size(), 1U);
    EXPECT_EQ(set[0].task, task(2));
    EXPECT_EQ(set[0].person, person(1));
    EXPECT_EQ(set[0].at, instant("2027-12-02T08:00:00Z"));
}
TEST(RemoveReminder, removes_it_once) {
    given(task_created(1), at_moment(later))
        .when(RemoveReminder{task(1), reminder(1)})
        .then(ReminderRemoved{task(1), reminder(1)});
    given(task_created(1)).when(RemoveReminder{task(1), reminder(1)}).then_refused("reminder-not-found", "/reminder");
}
TEST(FireReminder, fires_one_that_is_due_once) {
    Given due = given(task_created(1), at_moment(later)).as_worker(later);
    due.when(fire(later)).then(ReminderFired{task(1), reminder(1), person(1), later, false});
    EXPECT_EQ(due.when(fire(later)).after().tasks.at(task(1)).reminders[0].done, later);
    given(task_created(1), at_moment(later), ReminderFired{task(1), reminder(1), person(1), later, false})
        .as_worker(later)
        .when(fire(later))
        .then_nothing();
}
TEST(FireReminder, says_so_when_it_is_late) {
    const Instant day_after{later.us + 24 * 60 * minute_us};
    given(task_created(1), at_moment(later))
        .as_worker(day_after)
        .when(fire(later))
        .then(ReminderFired{task(1), reminder(1), person(1), later, true});
}
TEST(FireReminder, is_not_before_its_time) {
    given(task_created(1), at_moment(later)).as_worker(noon).when(fire(later)).then_refused("reminder-not-due", "/due");
}
TEST(FireReminder, does_nothing_where_the_task_is_done_gone_or_rescheduled) {
    const auto fires_not = [](auto... events) {
        given(task_created(1), at_moment(later), std::move(events)...)
            .as_worker(later)
            .when(fire(later))
            .then_nothing();
    };
    fires_not(TaskCompleted{task(1)});
    fires_not(TaskCancelled{task(1)});
    fires_not(TaskDeleted{task(1)});
    fires_not(at_moment({later.us + minute_us}));
    fires_not(ReminderRemoved{task(1), reminder(1)});
    given().as_worker(later).when(fire(later)).then_nothing();
    given(list_created(1), task_created(1), TaskMoved{task(1), list(1), "V"}, at_moment(later), ListDeleted{list(1)})
        .as_worker(later)
        .when(fire(later))
        .then_nothing();
}
TEST(FireReminder, does_nothing_for_a_person_who_has_left) {
    given(task_created(1), MemberJoined{person(2), Role::editor, id<InvitationKind>(1)},
          ReminderSet{task(1), reminder(1), person(2), {}, later}, MemberLeft{person(2)})
        .as_worker(later)
        .when(fire(later))
        .then_nothing();
}
TEST(Reminder, that_was_due_while_its_task_was_done_is_passed_over) {
    Workspace w = given(task_created(1), at_moment(later), TaskCompleted{task(1)}).state();
    evolve(w, TaskReopened{task(1)}, {later.us + minute_us});
    const Sender worker{person(99), true, {later.us + 2 * minute_us}};
    EXPECT_TRUE(decide(w, worker, {.body = fire(later)})->empty());
}
TEST(Reminder, relative_to_a_date_long_past_does_not_fire) {
    const auto past = given(due_at("2020-01-01T09:00:00Z")).when(SetReminder{task(1), reminder(1), {}, from_due(-30)});
    const Workspace w = When(past).after();
    const Sender worker{person(99), true, noon};
    EXPECT_TRUE(decide(w, worker, {.body = fire(instant("2020-01-01T08:30:00Z"))})->empty());
}
TEST(MarkNotificationsRead, moves_forward_only) {
    Given own = given().at(noon);
    own.when(MarkNotificationsRead{noon, {}}).then(NotificationsRead{noon, {}});
    const NotificationId one = id<NotificationKind>(1);
    own.when(MarkNotificationsRead{{}, one}).then(NotificationsRead{{}, one});
    given(NotificationsRead{later, {}}).when(MarkNotificationsRead{noon, {}}).then_nothing();
    given(NotificationsRead{{}, one}).when(MarkNotificationsRead{{}, one}).then_nothing();
}
TEST(MarkNotificationsRead, never_goes_beyond_the_present) {
    given().at(noon).when(MarkNotificationsRead{later, {}}).then(NotificationsRead{noon, {}});
}

}  // namespace
}  // namespace tasklog::testing
