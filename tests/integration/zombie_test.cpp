// Two writers forced onto one partition: each is in a group of its own, so each believes that the partition is its.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "projections/runner.hpp"
#include "projections/tasks/tasks.hpp"
#include "tests/support/given.hpp"
#include "tests/support/owner.hpp"
#include "tests/support/read_log.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

Request create(unsigned number, bool keyed = true) {
    return request_to(create_task(number), *CommitId::parse(uuid_v7()),
                      keyed ? std::optional("k" + std::to_string(number)) : std::nullopt);
}

class Zombie : public ::testing::Test {
  protected:
    std::set<TaskId> tasks_in_postgres(const std::string& schema) {
        pqxx::work read(session.connection());
        std::set<TaskId> out;
        for (const auto& row : session.run(read, "SELECT task_id FROM " + schema + ".tasks"))
            out.insert(*TaskId::parse(row[0].c_str()));
        return out;
    }
    std::int64_t applied(const std::string& schema) {
        pqxx::work read(session.connection());
        const auto rows = session.run(read, "SELECT coalesce(max(next_offset), 0) FROM " + schema + ".checkpoints");
        return rows[0][0].as<std::int64_t>();
    }

    OwnTopics topics{1};
    postgres::Session session{postgres_url()};
    Metrics metrics;
    Readiness readiness;
};

TEST_F(Zombie, acknowledges_nothing_and_its_late_commits_count_nowhere) {
    const std::string schema = own_schema();
    projections::create(session, projections::tasks_projection(schema));
    projections::Runner runner({.kafka = kafka_config(),
                                .topic = topics.events,
                                .feed = std::make_shared<projections::Feed>(kafka_config(), topics.events),
                                .postgres = postgres_url(),
                                .worker = "one"},
                               projections::tasks_projection(schema), metrics, readiness);
    Owner paused(topics, 1, "paused");
    paused.run_until([&] { return paused.partition().serves(); }, "owning");
    std::optional<Outcome> first;
    paused.partition().submit(create(1), [&](Outcome outcome) { first = std::move(outcome); });
    paused.run_until([&] { return first.has_value(); }, "the first answer");
    ASSERT_TRUE(*first);

    // It stands still; another takes over, and goes on.
    Owner next(topics, 1, "next");
    next.run_until([&] { return next.partition().serves(); }, "the takeover");
    std::optional<Outcome> second;
    next.partition().submit(create(2), [&](Outcome outcome) { second = std::move(outcome); });
    next.run_until([&] { return second.has_value(); }, "the second answer");
    ASSERT_TRUE(*second);

    // It wakes up and takes requests before it has heard of anything.
    std::map<unsigned, Outcome> late;
    for (unsigned number = 10; number < 20; ++number)
        paused.partition().submit(
            create(number), [&late, number](Outcome outcome) { late.insert_or_assign(number, std::move(outcome)); });
    Request refused = create(15, false);
    paused.partition().submit(refused, [&late](Outcome outcome) { late.insert_or_assign(100, std::move(outcome)); });
    paused.run_until([&] { return late.size() == 11; }, "the late answers");
    for (const auto& [number, outcome] : late) {
        ASSERT_FALSE(outcome) << number;
        EXPECT_EQ(outcome.error().type.status, 503U) << number;
    }

    const auto log = read_log(topics.events, 0);
    std::set<TaskId> counted;
    std::size_t void_commits = 0;
    for (const ReadCommit& each : log) {
        if (!each.counts) {
            ++void_commits;
            continue;
        }
        for (const Event& event : each.commit.events)
            if (const auto* made = std::get_if<TaskCreated>(&event)) counted.insert(made->task);
    }
    EXPECT_EQ(void_commits, 10U) << "they are in the log";
    EXPECT_EQ(counted, (std::set<TaskId>{task(1), task(2)}));
    eventually([&] { return applied(schema) > log.back().offset; }, "the read model has seen the late commits");
    EXPECT_EQ(tasks_in_postgres(schema), counted);
}

TEST_F(Zombie, and_its_rival_apply_each_request_once_while_they_take_the_partition_from_each_other) {
    constexpr unsigned requests = 400;
    Owner a(topics, 1, "a");
    Owner b(topics, 1, "b");
    std::map<unsigned, int> acknowledged;
    unsigned next = 1;
    std::deque<unsigned> again;
    int takeovers = 0;
    const auto offer = [&](Owner& owner) {
        if (!owner.partition().serves() || owner.partition().waiting() >= 8) return;
        unsigned number = next;
        if (!again.empty()) {
            number = again.front();
            again.pop_front();
        } else if (next <= requests) {
            ++next;
        } else {
            return;
        }
        owner.partition().submit(create(number), [&, number](Outcome outcome) {
            if (outcome) {
                ++acknowledged[number];
            } else {
                again.push_back(number);
                ++takeovers;
            }
        });
    };
    bool turn = false;
    eventually(
        [&] {
            turn = !turn;
            Owner& owner = turn ? a : b;
            offer(owner);
            owner.io.run_one_for(std::chrono::milliseconds(1));
            return acknowledged.size() == requests;
        },
        "all are acknowledged", std::chrono::minutes(3));
    EXPECT_GT(takeovers, 0) << "they did not take it from each other";
    std::map<TaskId, int> made;
    for (const ReadCommit& each : read_log(topics.events, 0)) {
        if (!each.counts) continue;
        for (const Event& event : each.commit.events)
            if (const auto* created = std::get_if<TaskCreated>(&event)) ++made[created->task];
    }
    EXPECT_EQ(made.size(), requests);
    for (const auto& [id, times] : made) EXPECT_EQ(times, 1) << id.text();
}

}  // namespace
}  // namespace tasklog::testing
