// A partition's life, where one case says more than the schedules do (tests/schedules).
#include "command/owner/partition.hpp"

#include <gtest/gtest.h>

#include "tests/support/frozen.hpp"
#include "tests/support/given.hpp"
#include "tests/support/partition_in_memory.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

/// Asks for the first task again: what that is refused for, once it is.
struct Refusal {
    explicit Refusal(Partition& partition) {
        partition.submit(request_to(create_task(1), id<CommitKind>(1)), [this](const Outcome& outcome) {
            type = outcome ? "accepted" : std::string(outcome.error().type.name);
        });
    }
    std::string type;
};

std::string refusal_of(Partition& partition) { return Refusal(partition).type; }

TEST(PartitionLife, stops_before_another_log_and_goes_on_once_the_right_one_is_back) {
    LogInMemory log;
    PartitionInMemory partition(log);
    partition->assigned();
    EXPECT_EQ(refusal_of(*partition), "no-owner");
    partition.restored("it is another");
    EXPECT_EQ(partition->state(), PartitionState::barred);
    EXPECT_EQ(partition->barred_by(), "it is another");
    EXPECT_EQ(refusal_of(*partition), "another-log");
    partition.later(2'000);
    EXPECT_EQ(partition->state(), PartitionState::restoring) << "it looks again by itself";
    EXPECT_EQ(refusal_of(*partition), "another-log") << "nothing is known to be better yet";
    partition.restored("");
    EXPECT_EQ(partition->state(), PartitionState::following);
    EXPECT_EQ(partition->barred_by(), "");
}

TEST(PartitionLife, begins_anew_with_nothing_in_mind_once_another_log_is_accepted) {
    LogInMemory log;
    PartitionInMemory partition(log);
    partition.own();
    partition->heard({.token = 7, .first = {0, 1}, .last = {7, 2}});
    partition->log_accepted();
    EXPECT_EQ(partition->state(), PartitionState::pausing);
    partition.later(60);
    for (const LogMark& mark : partition.asked_for()) EXPECT_FALSE(mark.known());
}

TEST(PartitionLife, looks_for_what_it_and_its_owners_have_seen) {
    LogInMemory log;
    PartitionInMemory partition(log);
    partition.own();
    const OwnerMarks own = partition->marks();
    partition->heard({.token = 7, .first = {0, 1}, .last = {7, 2}});
    partition->give_up("for the test");
    partition.later(60);
    EXPECT_EQ(partition.asked_for(), (std::vector<LogMark>{own.first, own.last, {0, 1}, {7, 2}}));
}

TEST(PartitionLife, does_not_own_what_it_read_while_the_log_was_out_of_reach) {
    LogInMemory log;
    PartitionInMemory partition(log);
    partition.follow();
    partition->interrupted();
    partition.later(1);
    partition.read();
    EXPECT_EQ(partition->state(), PartitionState::pausing) << "it begins again";
}

TEST(PartitionLife, lets_nobody_wait_where_the_log_is_not_as_it_was_left) {
    LogInMemory log;
    PartitionInMemory partition(log);
    partition.own();
    std::optional<Outcome> answer;
    partition->submit(request_to(create_task(1), id<CommitKind>(1)), [&](Outcome outcome) { answer = outcome; });
    partition->interrupted();
    partition->delivered(log.back().tag, 1);
    EXPECT_FALSE(answer);
    log.push_back(log.back());  // somebody else's
    partition.look();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error().type, "not-acknowledged");
}

TEST(PartitionLife, tells_no_refusal_once_it_hears_of_a_later_owner_before_it_has_looked) {
    LogInMemory log;
    PartitionInMemory partition(log);
    partition.own();
    partition->submit(request_to(create_task(1), id<CommitKind>(1)), [](const Outcome&) {});
    partition->delivered(log.back().tag, 1);
    EXPECT_EQ(refusal_of(*partition), "task-exists");
    partition->heard({.token = 7, .first = {0, 1}, .last = {7, 2}});
    Refusal refusal(*partition);
    EXPECT_EQ(refusal.type, "");
    partition.look();
    EXPECT_EQ(refusal.type, "task-exists") << "nobody else has written";
}

/// One that was given away while it owned one task.
struct Leaving {
    Leaving() {
        partition.own();
        partition->submit(request_to(create_task(1), id<CommitKind>(1)), [](const Outcome&) {});
        partition->delivered(log.back().tag, 1);
        partition->revoked();
    }
    LogInMemory log;
    PartitionInMemory partition{log};
};

TEST(PartitionLife, refuses_while_it_leaves_once_it_has_seen_that_nobody_has_followed_yet) {
    Leaving given_away;
    auto& [log, partition] = given_away;
    Refusal first(*partition);
    const auto sight = log.size();
    EXPECT_EQ(first.type, "");
    Refusal second(*partition);
    partition.look(sight);
    EXPECT_EQ(first.type, "task-exists");
    EXPECT_EQ(second.type, "") << "it came after that look had begun";
    partition.look();
    EXPECT_EQ(second.type, "task-exists");
}

TEST(PartitionLife, refuses_nothing_on_an_old_state) {
    Leaving given_away;
    auto& [log, partition] = given_away;
    Refusal refusal(*partition);
    log.push_back({.kind = "claim", .key = "another's"});
    partition.look();
    EXPECT_EQ(refusal.type, "no-owner");
    EXPECT_EQ(partition->state(), PartitionState::leaving) << "what is in flight is still answered";
}

TEST(PartitionLife, refuses_nothing_before_all_that_the_look_may_have_met_is_known_to_be_its_own) {
    Leaving given_away;
    auto& [log, partition] = given_away;
    Refusal refusal(*partition);
    // A stranger's claim stands where the next commit was to stand, so the log is as long as it should be.
    log.push_back({.kind = "claim", .key = "another's"});
    const auto sight = log.size();
    partition->submit(request_to(create_task(2), id<CommitKind>(2)), [](const Outcome&) {});
    partition.look(sight);
    EXPECT_EQ(refusal.type, "");
    partition->delivered(log.back().tag, 3);
    EXPECT_EQ(refusal.type, "not-acknowledged");
}

TEST(PartitionLife, goes_on_where_it_was_given_away_and_back_and_nobody_came_between) {
    Leaving given_away;
    auto& [log, partition] = given_away;
    Refusal refusal(*partition);
    partition->assigned();
    EXPECT_EQ(partition->state(), PartitionState::doubting);
    partition.look();
    EXPECT_EQ(refusal.type, "") << "that look had begun before";
    partition.look();
    EXPECT_EQ(partition->state(), PartitionState::owning);
    EXPECT_EQ(refusal.type, "task-exists");
}

/// One writer of snapshots of one workspace, and their topic.
struct SnapshotsInMemory {
    SnapshotsInMemory() {
        Workspace& only = workspaces.make(workspace(1));
        only = given(task_created(1)).state();
        only.id = workspace(1);
        snapshotter.begin(read());
        snapshotter.changed(workspace(1), 1);
    }
    std::int64_t end() const { return static_cast<std::int64_t>(topic.size()); }
    PartitionSnapshot read() const {
        SnapshotReading reading;
        for (std::size_t i = 0; i < topic.size(); ++i)
            reading.add(topic[i].key, topic[i].value, topic[i].claim, static_cast<std::int64_t>(i));
        return reading.finish(end());
    }
    void turn() { snapshotter.turn(workspaces, sent, 0); }
    void acknowledge() {
        for (const std::uint64_t tag : std::exchange(tags, {})) snapshotter.delivered(tag, end() - 1);
    }

    const LogPlace sent{.next_offset = 11, .filter = {.claim = 10, .seq = 0}, .first = {0, 1}, .last = {10, 1}};
    std::vector<SnapshotRecord> topic;
    std::vector<std::uint64_t> tags;
    WorkspaceStore workspaces{StoreBounds{}};
    Snapshotter snapshotter{[this](SnapshotRecord record, std::uint64_t tag) {
                                topic.push_back(std::move(record));
                                tags.push_back(tag);
                            },
                            {.every = 1, .things_an_event = 1'000}};
};

TEST(LateSnapshots, of_an_owner_that_was_leaving_are_written_anew_and_trusted) {
    SnapshotsInMemory snapshots;
    auto& topic = snapshots.topic;
    snapshots.turn();
    EXPECT_TRUE(topic.empty()) << "not before the snapshots were read again";
    // A head of the owner before, under an older claim, came after the partition was taken over.
    topic.push_back(
        head_record(workspace(1), {{3, 1}, {4, 1}}, {frozen(Workspace{.id = workspace(1)}, 100), false}, 0));
    LateSnapshots late{.topic_end = snapshots.end()};
    late.add(topic[0].key, topic[0].value);
    snapshots.snapshotter.topic_read_again(late);
    for (int turn = 0; turn < 5; ++turn) {
        snapshots.turn();
        snapshots.acknowledge();
    }
    const PartitionSnapshot restored = snapshots.read();
    EXPECT_EQ(restored.ignored, "");
    EXPECT_EQ(restored.checkpoint.place.next_offset, 11);
    EXPECT_EQ(restored.newest, (LogMark{10, 1}));
    EXPECT_EQ(thaw(restored.cold.get(workspace(1))).workspace.tasks.size(), 1U);
    // Who had taken the partition over before a log was accepted has no checkpoint to write any more.
    for (SnapshotRecord& record : acceptance_records()) topic.push_back(std::move(record));
    EXPECT_EQ(snapshots.read().checkpoint.place.next_offset, 0);
    topic.push_back(checkpoint_record({.place = snapshots.sent, .topic_begin = 0, .topic_end = late.topic_end}));
    EXPECT_NE(snapshots.read().ignored, "");
}

TEST(LateSnapshots, a_checkpoint_is_not_used_without_the_heads_that_a_restored_topic_has_lost) {
    SnapshotsInMemory snapshots;
    snapshots.snapshotter.topic_read_again({});
    snapshots.turn();
    ASSERT_EQ(snapshots.end(), 1) << "the head";
    snapshots.acknowledge();
    snapshots.topic.clear();  // put back as it was
    snapshots.turn();
    ASSERT_EQ(snapshots.end(), 1) << "the checkpoint";
    EXPECT_EQ(snapshots.read().checkpoint.place.next_offset, 0);
    EXPECT_NE(snapshots.read().ignored, "");
}

}  // namespace
}  // namespace tasklog::testing
