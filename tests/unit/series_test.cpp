// What becomes of a series, whatever people do with its occurrences (docs/decisions/0004).
#include <random>

#include "tests/support/dates.hpp"
#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

ChangeTaskDetails put_off(unsigned number, const Due& due) {
    ChangeTaskDetails out{
        .task = task(number), .title = {}, .notes = {}, .priority = {}, .tags = {}, .due = {}, .start = {}};
    out.due.emplace(due);
    return out;
}

/// A series that begins with task 1, and what is done with it.
struct Series {
    Workspace w;
    Instant now = instant("2026-12-07T12:00:00Z");
    unsigned made = 1;

    Series(const Due& due, const std::string& rule, const std::string& start = "") {
        TaskCreated first = task_created(1, "Water the plants");
        first.due = due;
        if (!start.empty()) first.start = Date::parse(start);
        w = given(first).state();
        done(SetRecurrence{.task = task(1), .rule = rule, .except = {}, .zone = {}});
    }

    Decision sent(Body body, bool worker = false) {
        now.us += 1'000'000;
        Cost cost(CostBounds{});
        Decision decision = decide(w, {person(worker ? 99 : 1), worker, now}, {.body = std::move(body)}, cost);
        if (decision)
            for (const Event& event : *decision) evolve(w, event, now);
        return decision;
    }
    void done(Body body) {
        const Decision decision = sent(std::move(body));
        ASSERT_TRUE(decision) << decision.error().detail;
    }
    /// What the recurring worker does with what was completed.
    void work() {
        std::vector<TaskId> completed;
        for (const auto& [id, each] : w.tasks)
            if (each.status == Status::completed && each.recurrence && !each.next) completed.push_back(id);
        for (const TaskId& each : completed) {
            const Decision decision = sent(CreateNextOccurrence{each, task(++made)}, true);
            EXPECT_TRUE(decision) << decision.error().detail;
        }
    }
    void complete(unsigned number) {
        done(CompleteTask{task(number)});
        work();
    }
    const Task* open() const {
        const Task* found = nullptr;
        for (const auto& [id, each] : w.tasks)
            if (each.recurrence && each.status == Status::open && w.task(id)) found = &each;
        return found;
    }
    std::size_t open_ones() const {
        return static_cast<std::size_t>(std::count_if(w.tasks.begin(), w.tasks.end(), [&](const auto& each) {
            return each.second.recurrence && each.second.status == Status::open && w.task(each.first);
        }));
    }
    std::string due(unsigned number) const {
        const Due& at = *w.tasks.at(task(number)).due;
        const auto* day = std::get_if<DueDate>(&at);
        return day ? day->date.text() : std::get<DueInstant>(at).at.text().substr(0, 16);
    }
};

TEST(Series, reopening_takes_the_next_one_back) {
    Series s(on("2026-12-07"), "FREQ=DAILY");
    s.complete(1);
    s.done(ReopenTask{task(1)});
    EXPECT_EQ(s.open()->id, task(1));
    EXPECT_TRUE(s.w.tasks.at(task(2)).deleted);
    s.complete(1);
    EXPECT_EQ(s.open()->id, task(3));
    EXPECT_EQ(s.due(3), "2026-12-08");
    s.done(RestoreTask{task(2)});
    EXPECT_EQ(s.open_ones(), 1U) << "what was taken back comes back by itself";
}
TEST(Series, what_somebody_has_changed_is_not_taken_back) {
    Series s(on("2026-12-07"), "FREQ=DAILY");
    s.complete(1);
    ChangeTaskDetails note = put_off(2, on("2026-12-09"));
    s.done(note);
    s.done(ReopenTask{task(1)});
    EXPECT_EQ(s.open()->id, task(2));
    EXPECT_FALSE(s.w.task(task(1))->recurrence) << "it stands by itself";
    s.complete(1);
    EXPECT_EQ(s.open_ones(), 1U);
}
TEST(Series, goes_on_where_the_next_one_was_deleted_and_the_one_before_is_reopened) {
    Series s(on("2026-12-07"), "FREQ=DAILY");
    s.complete(1);
    s.done(DeleteTask{task(2)});
    s.done(ReopenTask{task(1)});
    s.complete(1);
    EXPECT_EQ(s.due(3), "2026-12-08");
}
TEST(Series, goes_on_after_an_occurrence_that_is_cancelled) {
    Series s(on("2026-12-07"), "FREQ=DAILY");
    s.done(CancelTask{task(1)});
    ASSERT_TRUE(s.open());
    EXPECT_EQ(s.open()->due, on("2026-12-08"));
    EXPECT_EQ(s.w.tasks.at(task(1)).next, s.open()->id);
    s.done(ReopenTask{task(1)});
    EXPECT_EQ(s.open()->id, task(1));
    Series last(on("2026-12-07"), "FREQ=DAILY;COUNT=1");
    last.done(CancelTask{task(1)});
    EXPECT_EQ(last.open_ones(), 0U);
}
TEST(Series, goes_on_where_what_was_done_is_thrown_away) {
    Series s(on("2026-12-07"), "FREQ=DAILY");
    s.done(CompleteTask{task(1)});
    s.done(DeleteTask{task(1)});
    s.work();
    EXPECT_EQ(s.due(2), "2026-12-08");
}
TEST(Series, comes_after_the_date_that_it_was_put_off_to) {
    Series s(on("2026-12-07"), "FREQ=WEEKLY;COUNT=4");
    s.done(put_off(1, on("2026-12-15")));
    s.complete(1);
    EXPECT_EQ(s.due(2), "2026-12-21") << "the 14th has gone by";
    s.complete(2);
    EXPECT_EQ(s.due(3), "2026-12-28");
    s.complete(3);
    EXPECT_EQ(s.made, 4U);
    EXPECT_EQ(s.open_ones(), 0U) << "and it counted";
    Series little(on("2026-12-07"), "FREQ=WEEKLY");
    little.done(put_off(1, on("2026-12-09")));
    little.complete(1);
    EXPECT_EQ(little.due(2), "2026-12-14") << "the series stays on Mondays";
}
TEST(Series, is_begun_anew_by_the_same_rule_where_the_date_was_moved) {
    Series s(on("2026-12-07"), "FREQ=WEEKLY");
    s.done(put_off(1, on("2026-12-09")));
    s.done(SetRecurrence{.task = task(1), .rule = "FREQ=WEEKLY", .except = {}, .zone = {}});
    s.complete(1);
    EXPECT_EQ(s.due(2), "2026-12-16");
}
TEST(Series, has_the_time_that_an_occurrence_is_given_and_loses_it_with_it) {
    Series s(on("2026-12-07"), "FREQ=DAILY", "2026-12-06");
    s.done(put_off(1, at("2026-12-07T08:30:00Z", "Europe/Berlin")));
    s.complete(1);
    EXPECT_EQ(s.due(2), "2026-12-08T08:30");
    EXPECT_EQ(s.w.task(task(2))->start, Date::parse("2026-12-07"));
    s.done(put_off(2, on("2026-12-08")));
    s.complete(2);
    EXPECT_EQ(s.due(3), "2026-12-09");
    EXPECT_EQ(s.w.task(task(3))->recurrence->zone, "Europe/Berlin");
    Series hourly(at("2026-12-07T08:00:00Z", "Europe/Berlin"), "FREQ=HOURLY;INTERVAL=4");
    EXPECT_EQ(hourly.sent(put_off(1, on("2026-12-07"))).error().type, "recurrence-needs-time");
}
TEST(Series, keeps_the_time_where_one_occurrence_is_an_hour_later) {
    Series s(at("2026-12-07T08:00:00Z", "Europe/Berlin"), "FREQ=DAILY");
    s.done(put_off(1, at("2026-12-07T09:00:00Z", "Europe/Berlin")));
    s.complete(1);
    EXPECT_EQ(s.due(2), "2026-12-08T08:00");
}
TEST(Series, skips_to_today_if_it_is_overdue) {
    Series s(on("2026-11-01"), "FREQ=DAILY", "2026-10-30");
    s.done(SkipOccurrence{task(1), SkipTo::today});
    EXPECT_EQ(s.due(1), "2026-12-07");
    EXPECT_EQ(s.w.task(task(1))->start, Date::parse("2026-12-05"));
    EXPECT_TRUE(s.sent(SkipOccurrence{task(1), SkipTo::today})->empty()) << "it is due today";
    Series weekly(at("2026-11-02T08:00:00Z", "Europe/Berlin"), "FREQ=WEEKLY");
    weekly.done(SkipOccurrence{task(1), SkipTo::today});
    EXPECT_EQ(weekly.due(1), "2026-12-07T08:00") << "today, though that hour is past";
    Series over(on("2026-11-01"), "FREQ=DAILY;UNTIL=20261120");
    EXPECT_EQ(over.sent(SkipOccurrence{task(1), SkipTo::today}).error().type, "series-over");
}
TEST(Series, keeps_its_days_between_start_and_due_date_across_a_change_of_clocks) {
    Series s(at("2027-03-26T08:00:00Z", "Europe/Berlin"), "FREQ=DAILY;INTERVAL=3", "2027-03-25");
    s.complete(1);
    EXPECT_EQ(s.due(2), "2027-03-29T07:00");
    EXPECT_EQ(s.w.task(task(2))->start, Date::parse("2027-03-28"));
}

/// Someone does anything to a series that never ends: it has one open occurrence at most, and exactly one once the
/// worker has come along, unless they deleted that.
TEST(Series, never_has_two_open_occurrences_and_never_dies_by_itself) {
    const auto seed = std::random_device{}();
    std::mt19937 random(seed);
    const auto pick = [&](unsigned most) { return static_cast<unsigned>(random() % most); };
    for (int run = 0; run < 10'000; ++run) {
        const bool timed = pick(2) == 0;
        Series s(timed ? at("2026-12-07T08:00:00Z", "Europe/Berlin") : on("2026-12-07"),
                 pick(2) == 0 ? "FREQ=DAILY" : "FREQ=WEEKLY;BYDAY=MO,TH");
        bool deleted = false;
        std::string story;
        for (int step = 0; step < 30; ++step) {
            s.now.us += static_cast<std::int64_t>(pick(100'000)) * 1'000'000;
            std::vector<TaskId> all;
            for (const auto& [id, each] : s.w.tasks) all.push_back(id);
            const TaskId which = all[pick(static_cast<unsigned>(all.size()))];
            const Task& chosen = s.w.tasks.at(which);
            const bool is_present = s.open() && s.open()->id == which;
            const unsigned what = pick(11);
            story += " " + std::to_string(what) + ":" + which.text().substr(32);
            const auto moved = [&] {
                ChangeTaskDetails out = put_off(1, on("2026-12-" + std::to_string(10 + pick(20))));
                if (pick(2) == 0)
                    out = put_off(1, at("2026-12-1" + std::to_string(pick(10)) + "T10:00:00Z", "Asia/Tokyo"));
                out.task = which;
                return out;
            };
            if (what == 0 || what == 1) s.sent(CompleteTask{which});
            if (what == 2) s.sent(ReopenTask{which});
            if (what == 3) s.sent(SkipOccurrence{which, pick(2) == 0 ? SkipTo::next : SkipTo::today});
            if (what == 4) s.sent(moved());
            if (what == 5 && chosen.recurrence)
                s.sent(SetRecurrence{.task = which, .rule = chosen.recurrence->rule, .except = {}, .zone = {}});
            if (what == 6) s.sent(CancelTask{which});
            if (what == 7) {
                deleted = deleted || is_present;
                s.sent(DeleteTask{which});
            }
            if (what == 8) s.sent(RestoreTask{which});
            if (what >= 9) s.work();
            ASSERT_LE(s.open_ones(), 1U) << "seed " << seed << " run " << run << story;
            Series later = s;
            later.work();
            if (later.open_ones() == 1) deleted = false;
            ASSERT_TRUE(deleted || later.open_ones() == 1) << "seed " << seed << " run " << run << story;
        }
    }
}

}  // namespace
}  // namespace tasklog::testing
