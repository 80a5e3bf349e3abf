// What `tasklog audit verify` must find: any change of any column of a row, rows too few or too many, and a log whose
// records were put in another order.
#include <gtest/gtest.h>

#include "projections/audit/audit.hpp"
#include "projections/audit/verify.hpp"
#include "projections/rebuild/fill.hpp"
#include "tests/support/given.hpp"
#include "tests/support/owner.hpp"
#include "tests/support/read_log.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

class Audit : public ::testing::Test {
  protected:
    Audit() {
        Owner owner(topics, 1, "owner");
        owner.run_until([&] { return owner.partition().serves(); }, "owning");
        std::size_t answers = 0;
        const auto send = [&](Body body) {
            owner.partition().submit(request_to(std::move(body), *CommitId::parse(uuid_v7())), [&](Outcome outcome) {
                EXPECT_TRUE(outcome);
                ++answers;
            });
        };
        send(create_task(1));
        send(ChangeTaskDetails{
            .task = task(1), .title = "Buy oat milk", .notes = {}, .priority = {}, .tags = {}, .due = {}, .start = {}});
        send(create_task(2));
        send(CompleteTask{task(1)});
        send(DeleteTask{task(2)});
        owner.run_until([&] { return answers == 5; }, "answers");
        projections::create(session, projections::audit_projection(schema));
        projections::fill({kafka_config(), topics.events}, postgres_url(), projections::audit_projection(schema),
                          {.parallel = 1});
    }

    projections::VerificationReport verify(const std::string& topic, const std::optional<WorkspaceId>& only = {}) {
        return projections::verify_audit(kafka_config(), topic, postgres_url(), schema, only);
    }
    void sql(const std::string& statement) {
        pqxx::work change(session.connection());
        change.exec(statement);
        change.commit();
    }
    std::string entries() const { return schema + ".entries"; }

    /// A copy of the log, its records in another order.
    std::string copy(const std::function<void(std::vector<std::size_t>&)>& reorder) {
        struct Stored {
            std::string kind, claim, seq, key, value;
        };
        std::vector<Stored> records;
        kafka::Consumer reader(kafka_config(), "");
        const auto end = static_cast<std::size_t>(reader.end_offset(topics.events, 0, std::chrono::seconds(10)));
        reader.assign(topics.events, {{0, 0}});
        while (records.size() < end)
            if (const auto record = reader.poll(std::chrono::seconds(1)))
                records.push_back({std::string(record->header("kind")), std::string(record->header("claim")),
                                   std::string(record->header("seq")), std::string(record->key()),
                                   std::string(record->value())});
        std::vector<std::size_t> order(records.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        reorder(order);
        const OwnTopics target(1);
        boost::asio::io_context io{1};
        std::size_t written = 0;
        std::size_t expected = 1;
        kafka::Producer producer(
            io, kafka_config(), [&](const kafka::Delivery& delivery) { written += delivery.offset ? 1 : 0; },
            [](const std::string&) {});
        for (const std::size_t i : order) {
            const Stored& each = records[i];
            const std::array<std::pair<std::string_view, std::string_view>, 3> headers{
                {{"kind", each.kind}, {"claim", each.claim}, {"seq", each.seq}}};
            producer.produce(target.events, 0, each.key, each.value,
                             kafka::Headers(headers).first(each.kind == "commit" ? 3 : 1), 0);
            // One by one: see Producer::produce.
            eventually([&] { return io.run_one_for(std::chrono::milliseconds(5)), written == expected; }, "the copy");
            ++expected;
        }
        return target.events;
    }

    OwnTopics topics{1};
    std::string schema = own_schema();
    postgres::Session session{postgres_url()};
};

TEST_F(Audit, of_what_was_not_touched_finds_nothing) {
    const auto verified = verify(topics.events);
    EXPECT_FALSE(verified.difference);
    EXPECT_EQ(verified.commits, 5U);
    EXPECT_EQ(verified.entries, 6U) << "and the workspace's beginning";
    EXPECT_EQ(verified.pending, 0U);
    const auto of_copy = verify(copy([](auto&) {})).difference;
    EXPECT_FALSE(of_copy) << "a true copy is as good: " << (of_copy ? of_copy->what : "");
}

TEST_F(Audit, finds_every_change_of_a_row) {
    const auto log = read_log(topics.events, 0);
    const std::string commit = log[1].commit.id.text();
    const std::string row = " WHERE type = 'TaskDetailsChanged'";
    for (const std::string change :
         {"body = overlay(body placing 'X' from 60 for 1)", "body = replace(body, 'oat', 'eat')", "number = number + 1",
          "at = at + interval '1 day'", "at = at + interval '1 year'", "log_offset = log_offset + 100",
          "part = part + 1", "actor = gen_random_uuid()", "type = 'TaskDetailsChangeD'", "task_id = NULL",
          "list_id = gen_random_uuid()", "workspace_id = gen_random_uuid()"}) {
        sql("CREATE TABLE " + schema + ".kept AS SELECT * FROM " + entries());
        sql("CREATE TABLE IF NOT EXISTS " + entries() + "_rest PARTITION OF " + entries() + " DEFAULT");
        sql("UPDATE " + entries() + " SET " + change + row);
        const auto found = verify(topics.events).difference;
        ASSERT_TRUE(found) << change;
        EXPECT_EQ(found->commit, commit) << change << ": " << found->what;
        EXPECT_EQ(found->offset, log[1].offset) << change;
        sql("DELETE FROM " + entries() + "; INSERT INTO " + entries() + " SELECT * FROM " + schema +
            ".kept; DROP TABLE " + schema + ".kept");
        ASSERT_FALSE(verify(topics.events).difference) << "after " << change;
    }
}

TEST_F(Audit, finds_a_row_too_few_and_one_too_many) {
    const auto log = read_log(topics.events, 0);
    sql("CREATE TABLE " + schema + ".kept AS SELECT * FROM " + entries());
    sql("DELETE FROM " + entries() + " WHERE type = 'TaskCompleted'");
    EXPECT_EQ(verify(topics.events).difference->commit, log[3].commit.id.text());
    sql("DELETE FROM " + entries() + "; INSERT INTO " + entries() + " SELECT * FROM " + schema + ".kept");
    sql("INSERT INTO " + entries() +
        " SELECT workspace_id, at, number + 1, part, log_offset, actor, type, task_id, list_id, body FROM " +
        entries() + " WHERE type = 'TaskDeleted'");
    EXPECT_EQ(verify(topics.events).difference->commit, log[4].commit.id.text());
}

TEST_F(Audit, finds_two_records_that_were_swapped) {
    const auto log = read_log(topics.events, 0);
    for (std::size_t first = 0; first + 1 < log.size(); ++first) {
        const auto at = static_cast<std::size_t>(log[first].offset);
        const auto found =
            verify(copy([at](std::vector<std::size_t>& order) { std::swap(order[at], order[at + 1]); })).difference;
        ASSERT_TRUE(found) << first;
        EXPECT_TRUE(found->commit == log[first].commit.id.text() || found->commit == log[first + 1].commit.id.text())
            << found->what;
    }
}

TEST_F(Audit, finds_them_from_kafka_alone_where_the_history_is_not_there_yet) {
    schema = own_schema();
    projections::create(session, projections::audit_projection(schema));
    EXPECT_FALSE(verify(topics.events).difference);
    EXPECT_EQ(verify(topics.events).pending, 5U);
    const auto log = read_log(topics.events, 0);
    const auto at = static_cast<std::size_t>(log[2].offset);
    const auto found =
        verify(copy([at](std::vector<std::size_t>& order) { std::swap(order[at], order[at + 1]); })).difference;
    ASSERT_TRUE(found);
    EXPECT_EQ(found->commit, log[2].commit.id.text());
}

TEST_F(Audit, of_one_workspace_looks_at_no_other) {
    EXPECT_EQ(verify(topics.events, WorkspaceId{person(1).bytes}).commits, 5U);
    EXPECT_EQ(verify(topics.events, workspace(9)).commits, 0U);
    sql("UPDATE " + entries() + " SET actor = gen_random_uuid()");
    EXPECT_TRUE(verify(topics.events, WorkspaceId{person(1).bytes}).difference);
    EXPECT_FALSE(verify(topics.events, workspace(9)).difference);
}

}  // namespace
}  // namespace tasklog::testing
