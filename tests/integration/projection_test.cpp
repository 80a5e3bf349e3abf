// Batches, checkpoints, fencing and parking against a real Postgres.
#include <gtest/gtest.h>

#include "projections/applier.hpp"
#include "projections/parked.hpp"
#include "projections/tasks/tasks.hpp"
#include "tests/support/given.hpp"
#include "tests/support/services.hpp"

namespace tasklog::testing {
namespace {

using namespace projections;

class ProjectionTest : public ::testing::Test {
  protected:
    ProjectionTest() {
        create(session, projection);
        from = read_checkpoint(session, schema, 0);
    }

    /// The next record of partition 0: a commit of this person's workspace.
    void add(Batch& batch, unsigned who, std::vector<Event> events) {
        if (next == 0)
            batch.add(0, {.offset = next++, .kind = "claim", .claim = {}, .seq = {}, .key = "a", .value = {}}, from);
        Commit commit{.id = *CommitId::parse(uuid_v7()),
                      .workspace = workspace(who),
                      .actor = person(who),
                      .at = {noon.us + next},
                      .events = std::move(events)};
        const std::string value = encode(commit);
        add_value(batch, who, value);
    }
    void add_value(Batch& batch, unsigned who, const std::string& value) {
        const std::string seq = std::to_string(next);
        const std::string key = workspace(who).text();
        batch.add(0, {.offset = next++, .kind = "commit", .claim = "0", .seq = seq, .key = key, .value = value}, from);
    }
    bool apply(const Batch& batch) {
        const bool applied = applier.apply(session, batch);
        if (applied) from = batch.spans().at(0).after;
        return applied;
    }
    std::string value_of(const std::string& sql) {
        pqxx::work read(session.connection());
        return session.run(read, sql)[0][0].c_str();
    }
    std::string tasks_of(unsigned who) {
        return value_of("SELECT coalesce(string_agg(body::json ->> 'title', ',' ORDER BY rank, task_id), '') FROM " +
                        schema + ".tasks WHERE workspace_id = '" + workspace(who).text() + "'");
    }
    std::string parked() { return value_of("SELECT count(*) FROM " + schema + ".parked"); }
    static Event began(unsigned who) { return WorkspaceCreated{"Personal", person(who)}; }

    const std::string schema = own_schema();
    Projection projection = tasks_projection(schema);
    postgres::Session session{postgres_url()};
    Applier applier{projection};
    Checkpoint from;
    std::int64_t next = 0;
};

TEST_F(ProjectionTest, applies_a_batch_once) {
    Batch batch;
    add(batch, 1, {began(1), task_created(1, "milk")});
    EXPECT_TRUE(applier.apply(session, batch));
    EXPECT_FALSE(applier.apply(session, batch)) << "a zombie's batch: its starting checkpoint is not the present one";
    EXPECT_EQ(tasks_of(1), "milk");
    const Checkpoint stored = read_checkpoint(session, schema, 0);
    EXPECT_TRUE(stored.is_at(batch.spans().at(0).after));
    EXPECT_EQ(stored.first, batch.spans().at(0).after.first);
    EXPECT_EQ(stored.last, batch.spans().at(0).after.last);
}

TEST_F(ProjectionTest, parks_a_workspace_and_goes_on_with_the_others) {
    Batch batch;
    add(batch, 1, {began(1), task_created(1, "milk")});
    add(batch, 2, {began(2), task_created(1, "bread")});
    add(batch, 1, {TaskCompleted{task(9)}});
    add(batch, 1, {task_created(2, "behind")});
    add(batch, 2, {task_created(2, "butter")});
    ASSERT_TRUE(apply(batch));
    EXPECT_EQ(tasks_of(1), "milk");
    EXPECT_EQ(tasks_of(2), "bread,butter");
    EXPECT_EQ(parked(), "2");
    Batch later;
    add(later, 1, {task_created(3, "still behind")});
    ASSERT_TRUE(apply(later));
    EXPECT_EQ(parked(), "3");
    EXPECT_EQ(value_of("SELECT error FROM " + schema + ".parked ORDER BY log_offset LIMIT 1"),
              "an event is about a task that does not exist");
}

TEST_F(ProjectionTest, parks_a_workspace_whose_commit_cannot_be_decoded) {
    Batch batch;
    add(batch, 1, {began(1), task_created(2, "milk")});
    add_value(batch, 1, R"({"v":1,"events":[{"type":"FromTheFuture","v":1}]})");
    add(batch, 1, {task_created(1)});
    add(batch, 2, {began(2), task_created(1, "bread")});
    ASSERT_TRUE(apply(batch));
    EXPECT_EQ(parked(), "2");
    EXPECT_EQ(tasks_of(1), "milk") << "what came before it is applied";
    EXPECT_EQ(tasks_of(2), "bread");
}

TEST_F(ProjectionTest, applies_what_is_parked_in_order_once_nothing_stands_in_its_way) {
    const auto constraint = [&](const std::string& what) {
        pqxx::work change(session.connection());
        change.exec("ALTER TABLE " + schema + ".tasks " + what);
        change.commit();
    };
    constraint("ADD CONSTRAINT no_milk CHECK (body NOT LIKE '%milk%')");
    Batch batch;
    add(batch, 1, {began(1), task_created(1, "bread", "B")});
    add(batch, 1, {task_created(2, "milk", "C")});
    add(batch, 1,
        {TaskDetailsChanged{
            .task = task(2), .title = "oat milk", .notes = {}, .priority = {}, .tags = {}, .due = {}, .start = {}}});
    add(batch, 2, {began(2), task_created(1, "tea")});
    ASSERT_TRUE(apply(batch));
    EXPECT_EQ(tasks_of(1), "bread");
    EXPECT_EQ(tasks_of(2), "tea");
    EXPECT_EQ(parked(), "2");
    EXPECT_EQ(retry_parked(session, projection).still_parked, 2U);
    constraint("DROP CONSTRAINT no_milk");
    const Retried retried = retry_parked(session, projection);
    EXPECT_EQ(retried.applied, 2U);
    EXPECT_EQ(retried.still_parked, 0U);
    EXPECT_EQ(tasks_of(1), "bread,oat milk");
    Batch later;
    add(later, 1, {TaskCompleted{task(2)}});
    ASSERT_TRUE(apply(later));
    EXPECT_EQ(parked(), "0");
}

TEST_F(ProjectionTest, counts_nothing_that_the_claim_filter_refuses) {
    Batch batch;
    add(batch, 1, {began(1), task_created(1, "milk")});
    batch.add(0, {.offset = next++, .kind = "claim", .claim = {}, .seq = {}, .key = "b", .value = {}}, from);
    add(batch, 1, {task_created(2, "a zombie's")});
    ASSERT_TRUE(apply(batch));
    EXPECT_EQ(tasks_of(1), "milk");
}

}  // namespace
}  // namespace tasklog::testing
