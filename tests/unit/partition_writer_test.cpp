#include "command/owner/partition_writer.hpp"
#include "base/sha256.hpp"

#include <gtest/gtest.h>

#include "events/format/commit_json.hpp"
#include "tests/support/given.hpp"
#include "tests/support/partition_in_memory.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

/// One partition, and what it writes.
class WriterTest : public ::testing::Test {
  protected:
    void acknowledge(std::size_t offset) { (*writer)->delivered(log[offset].tag, static_cast<std::int64_t>(offset)); }

    Request request(Body body, std::optional<std::string> key = {}, std::string fingerprint = "f") {
        return request_to(std::move(body), id<CommitKind>(++commits), std::move(key), std::move(fingerprint));
    }
    Answer into(std::optional<Outcome>& out) {
        return [&out](Outcome outcome) { out = std::move(outcome); };
    }

    bool given_up() { return (*writer)->state() == PartitionState::pausing; }

    LogInMemory log;
    unsigned commits = 0;
    std::optional<PartitionInMemory> writer{std::in_place, log};
};

TEST_F(WriterTest, answers_when_the_commit_is_acknowledged_and_not_before) {
    writer->own();
    std::optional<Outcome> answer;
    (*writer)->submit(request(create_task(1)), into(answer));
    EXPECT_FALSE(answer);
    acknowledge(1);
    ASSERT_TRUE(answer && *answer);
    EXPECT_EQ((*answer)->offset, 1);
    EXPECT_EQ(log[1].claim, "0");
    EXPECT_EQ(log[1].seq, "1");
}

TEST_F(WriterTest, reads_before_it_claims) {
    writer->own();
    std::optional<Outcome> first, second, third;
    (*writer)->submit(request(create_task(1)), into(first));
    PartitionInMemory next(log);
    next.follow();
    EXPECT_EQ(next->state(), PartitionState::following);
    // The old owner goes on until it is fenced off, and what it has made till then counts; what comes after does not.
    (*writer)->submit(request(create_task(2)), into(second));
    next.later(1);
    EXPECT_EQ(next->state(), PartitionState::fencing);
    (*writer)->submit(request(create_task(3)), into(third));
    next.read();
    next.later(20);
    next.read();
    ASSERT_EQ(next->state(), PartitionState::owning);
    EXPECT_EQ(next->workspace(workspace(1))->tasks.size(), 2U);
    EXPECT_EQ(next->token(), 5);
}

TEST_F(WriterTest, tells_nothing_that_the_log_does_not_check_while_another_may_own_the_partition) {
    writer->own();
    std::optional<Outcome> first, refused, nothing, repeated, made;
    (*writer)->submit(request(create_task(1), "k"), into(first));
    acknowledge(1);
    (*writer)->revoked();
    (*writer)->submit(request(create_task(1)), into(refused));
    (*writer)->submit(request(ReopenTask{task(1)}), into(nothing));
    (*writer)->submit(request(create_task(1), "k"), into(repeated));
    (*writer)->submit(request(create_task(2)), into(made));
    EXPECT_FALSE(refused || nothing) << "the log has not been looked at yet";
    ASSERT_TRUE(repeated && *repeated);
    EXPECT_TRUE((*repeated)->repeated);
    acknowledge(2);
    EXPECT_TRUE(made && *made);
    writer->look();  // it was under way for the first of them
    writer->look();
    ASSERT_TRUE(refused && nothing);
    EXPECT_EQ(refused->error().type, "task-exists");
    EXPECT_TRUE(*nothing);
}

TEST_F(WriterTest, holds_back_what_rests_on_commits_in_flight) {
    writer->own();
    std::optional<Outcome> first, refusal, nothing, repeated;
    (*writer)->submit(request(create_task(1), "k"), into(first));
    (*writer)->submit(request(create_task(1)), into(refusal));
    (*writer)->submit(request(ReopenTask{task(1)}), into(nothing));
    (*writer)->submit(request(create_task(1), "k"), into(repeated));
    EXPECT_FALSE(first || refusal || nothing || repeated);
    acknowledge(1);
    EXPECT_EQ((*refusal).error().type, "task-exists");
    EXPECT_EQ((*nothing)->commit, std::nullopt);
    EXPECT_EQ((*nothing)->offset, 1);
    EXPECT_TRUE((*repeated)->repeated);
    EXPECT_EQ((*repeated)->commit, (*first)->commit);
    EXPECT_EQ(log.size(), 2U);
}

TEST_F(WriterTest, refuses_a_key_that_comes_with_another_body) {
    writer->own();
    std::optional<Outcome> first, other;
    (*writer)->submit(request(create_task(1), "k", "f"), into(first));
    (*writer)->submit(request(create_task(2), "k", "g"), into(other));
    acknowledge(1);
    EXPECT_EQ((*other).error().type.status, 422U);
}

TEST_F(WriterTest, gives_up_when_a_report_is_not_what_the_log_should_say) {
    const std::vector<std::pair<const char*, std::function<void()>>> cases{
        {"another offset", [&] { (*writer)->delivered(log[1].tag, 2); }},
        {"none", [&] { (*writer)->delivered(log[1].tag, std::nullopt); }},
        {"one out of order", [&] { (*writer)->delivered(log[2].tag, 2); }},
    };
    for (const auto& [what, report] : cases) {
        log.clear();
        writer.emplace(log);
        writer->own();
        std::optional<Outcome> first, second;
        (*writer)->submit(request(create_task(1)), into(first));
        (*writer)->submit(request(create_task(2)), into(second));
        report();
        EXPECT_TRUE(given_up()) << what;
        ASSERT_TRUE(first && second) << what;
        EXPECT_EQ(first->error().type, "not-acknowledged") << what;
        EXPECT_EQ(second->error().type.status, 503U) << what;
        EXPECT_TRUE(second->error().retry_after_s) << what;
    }
}

TEST_F(WriterTest, finds_out_after_a_takeover_what_became_of_a_key) {
    writer->own();
    std::optional<Outcome> never;
    (*writer)->submit(request(create_task(1), "k"), into(never));
    PartitionInMemory next(log);
    next.own();
    std::optional<Outcome> answer;
    next->submit(request(create_task(1), "k"), into(answer));
    ASSERT_TRUE(answer && *answer);
    EXPECT_TRUE((*answer)->repeated);
    EXPECT_EQ((*answer)->offset, 1);
}

TEST_F(WriterTest, counts_for_nobody_once_another_has_claimed) {
    writer->own();
    PartitionInMemory next(log);
    next.own();
    std::optional<Outcome> late;
    (*writer)->submit(request(create_task(1)), into(late));
    acknowledge(log.size() - 1);
    ASSERT_TRUE(late);
    EXPECT_FALSE(*late) << "its offset is another one's";
    ClaimFilter filter;
    std::size_t counted = 0;
    for (std::size_t i = 0; i < log.size(); ++i)
        counted += counts(filter, log[i].at(static_cast<std::int64_t>(i))) ? 1 : 0;
    EXPECT_EQ(counted, 0U);
}

TEST_F(WriterTest, takes_no_more_than_its_limits) {
    writer.emplace(log, WriterLimits{.max_waiting = 2, .max_bytes_in_flight = 1 << 20});
    writer->own();
    std::optional<Outcome> a, b, c;
    (*writer)->submit(request(create_task(1)), into(a));
    (*writer)->submit(request(create_task(2)), into(b));
    (*writer)->submit(request(create_task(3)), into(c));
    ASSERT_TRUE(c);
    EXPECT_EQ(c->error().type, "too-busy");
    EXPECT_EQ(c->error().type.status, 503U);
    EXPECT_TRUE(c->error().retry_after_s);
    EXPECT_EQ(log.size(), 3U);
}

TEST_F(WriterTest, finishes_what_is_in_flight_when_released) {
    writer->own();
    std::optional<Outcome> first, later;
    (*writer)->submit(request(create_task(1)), into(first));
    (*writer)->revoked();
    (*writer)->let_go();
    (*writer)->submit(request(create_task(2)), into(later));
    EXPECT_EQ(later->error().type, "no-owner");
    EXPECT_FALSE(first);
    acknowledge(1);
    EXPECT_TRUE(first && *first);
    EXPECT_EQ((*writer)->state(), PartitionState::elsewhere);
}

TEST_F(WriterTest, never_lets_time_go_back_within_a_workspace) {
    writer->own();
    std::optional<Outcome> first, second;
    (*writer)->submit(request(create_task(1)), into(first));
    Request earlier = request(create_task(2));
    earlier.now.us -= 1'000'000;
    (*writer)->submit(earlier, into(second));
    EXPECT_LT(decode_commit(log[1].value)->at, decode_commit(log[2].value)->at);
}

TEST_F(WriterTest, chains_each_commit_to_the_one_before) {
    writer->own();
    std::optional<Outcome> first, second;
    (*writer)->submit(request(create_task(1)), into(first));
    (*writer)->submit(request(create_task(2)), into(second));
    EXPECT_EQ(decode_commit(log[1].value)->prev, "");
    EXPECT_EQ(decode_commit(log[2].value)->prev, sha256_hex(log[1].value));
}

TEST_F(WriterTest, takes_no_commands_for_a_workspace_whose_history_it_cannot_read) {
    writer->own();
    std::optional<Outcome> first;
    (*writer)->submit(request(create_task(1)), into(first));
    log[1].value = "{}";
    PartitionInMemory next(log);
    next.own();
    std::optional<Outcome> answer;
    next->submit(request(create_task(2)), into(answer));
    EXPECT_EQ(answer->error().type, "workspace-unreadable");
}

TEST_F(WriterTest, never_answers_by_a_later_claims_count) {
    writer->own();
    std::optional<Outcome> old;
    (*writer)->submit(request(create_task(1)), into(old));
    const StoredRecord lost_record = log.back();
    log.pop_back();  // on its way still, and it never gets there
    (*writer)->revoked();
    (*writer)->let_go();
    EXPECT_FALSE(old);
    // The group gives the partition back before all is answered.
    writer->own();
    ASSERT_TRUE(old);
    ASSERT_FALSE(*old) << "whether it counted nobody knows";
    EXPECT_EQ((*old).error().type, "not-acknowledged");
    std::optional<Outcome> next;
    (*writer)->submit(request(create_task(2)), into(next));
    (*writer)->delivered(lost_record.tag, 1);
    EXPECT_FALSE(next) << "a report of the claim before";
    acknowledge(log.size() - 1);
    ASSERT_TRUE(next && *next);
}
TEST_F(WriterTest, tells_nothing_while_it_is_in_doubt) {
    writer->own();
    writer->sleep();
    std::optional<Outcome> refused, accepted;
    (*writer)->submit(request(CompleteTask{task(9)}), into(refused));
    (*writer)->submit(request(create_task(1)), into(accepted));
    acknowledge(log.size() - 1);
    EXPECT_FALSE(refused || accepted) << "the log may be another by now";
    writer->look();
    EXPECT_TRUE(accepted && *accepted) << "the log tells whether a commit counts";
    EXPECT_EQ((*writer)->state(), PartitionState::owning);
    ASSERT_TRUE(refused);
    EXPECT_EQ((*refused).error().type, "task-not-found");
}
TEST_F(WriterTest, refuses_more_than_a_persons_share) {
    writer.emplace(log, WriterLimits{.share = {.workspaces = 2, .bytes = 20'000}});
    writer->own();
    const auto create = [&](unsigned number, Body body) {
        std::optional<Outcome> answer;
        Request each = request(std::move(body));
        each.workspace = workspace(number);
        (*writer)->submit(each, into(answer));
        if (!answer) acknowledge(log.size() - 1);
        return *answer ? std::string("accepted") : std::string(answer->error().type.name);
    };
    EXPECT_EQ(create(10, CreateWorkspace{"a"}), "accepted");
    EXPECT_EQ(create(11, CreateWorkspace{"b"}), "accepted");
    EXPECT_EQ(create(12, CreateWorkspace{"c"}), "share-used-up");
    std::string last;
    unsigned made = 0;
    for (; made < 100 && last != "share-used-up"; ++made) last = create(10, create_task(made));
    EXPECT_EQ(last, "share-used-up");
    EXPECT_GT(made, 5U);
    EXPECT_EQ(create(11, create_task(1)), "share-used-up") << "a share is of all that one person owns";
    EXPECT_EQ(create(10, DeleteTask{task(0)}), "accepted");
}

}  // namespace
}  // namespace tasklog::testing
