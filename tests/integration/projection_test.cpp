// Batches, checkpoints, fencing and parking against a real Postgres.
#include <gtest/gtest.h>

#include <random>

#include "projections/parked.hpp"
#include "tests/support/projected.hpp"

namespace tasklog::testing {
namespace {

using namespace projections;

class ProjectionTest : public ProjectedTest {
  protected:
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
    const RetryCounts retried = retry_parked(session, projection);
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

/// What the counts should be, by the tasks that there are, and are not; empty if they are.
std::string wrong_counts(postgres::Session& session, const std::string& schema) {
    pqxx::work read(session.connection());
    const std::string tasks =
        "SELECT workspace_id::text, coalesce(list_id::text, '00000000-0000-0000-0000-000000000000') || ' ' || status, "
        "count(*) FROM " +
        schema + ".tasks WHERE NOT deleted GROUP BY 1, 2 UNION ALL SELECT workspace_id::text, tag, count(*) FROM " +
        schema + ".tasks CROSS JOIN LATERAL unnest(tags) AS tag WHERE NOT deleted AND status = 0 GROUP BY 1, 2";
    const std::string counts = "SELECT workspace_id::text, list_id || ' ' || status, count FROM " + schema +
                               ".task_counts UNION ALL SELECT workspace_id::text, tag, open FROM " + schema +
                               ".tag_counts";
    return session
        .run(read, "SELECT coalesce(string_agg(r::text, E'\\n'), '') FROM ((" + tasks + ") EXCEPT ALL (" + counts +
                       ") UNION ALL ((" + counts + ") EXCEPT ALL (" + tasks + "))) AS r")[0][0]
        .c_str();
}

/// All rows of a schema, but for when something was parked.
std::string rows_of(postgres::Session& session, const std::string& schema) {
    std::string out;
    pqxx::work read(session.connection());
    for (const char* table :
         {"checkpoints", "workspaces", "members", "tasks", "lists", "comments", "task_counts", "tag_counts", "parked"})
        out += std::string(table) + ": " +
               session
                   .run(read,
                        "SELECT coalesce(string_agg(r::text, E'\n' ORDER BY r::text), '') FROM (SELECT "
                        "to_jsonb(t) - 'parked_at' AS r FROM " +
                            schema + "." + table + " t) AS rows")[0][0]
                   .c_str() +
               "\n";
    return out;
}

// Two workers take turns at one schema, each with what it remembers; commits fail, are parked and tried again. The
// other schema is applied by workers that remember nothing.
TEST_F(ProjectionTest, what_a_worker_remembers_is_never_older_than_the_rows) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto below = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
    Projection forgetful = projection.in(own_schema());
    forgetful.warm = nullptr;
    create(session, forgetful);
    EXPECT_TRUE(read_checkpoint(session, forgetful.schema, 0).is_at(from));
    Applier other(projection);
    unsigned made = 0;
    std::vector<std::string> tags{"home", "work", "shop"};
    const auto event = [&]() -> Event {
        std::shuffle(tags.begin(), tags.end(), random);
        const TaskId which = task(below(12));
        switch (below(14)) {
            case 0:
                return task_created(100 + ++made, "t" + std::to_string(random()));
            case 1:
                return TaskCompleted{which};
            case 2:
                return TaskReopened{which};
            case 3:
                return MemberJoined{person(below(5) + 10), Role::editor, id<InvitationKind>(1)};
            case 4:
                return WorkspaceRenamed{"w" + std::to_string(random())};
            case 5:
                return list_created(below(3));
            case 6:
                return CommentAdded{.comment = id<CommentKind>(below(4)), .about = which, .text = "c"};
            case 7:
                return TaskDeleted{which};
            case 8:
                return TaskRestored{which};
            case 9:
                return TaskMoved{
                    .task = which, .list = below(2) == 0 ? std::optional(list(below(3))) : std::nullopt, .rank = "V"};
            default:  // some are too large to be remembered
                return TaskDetailsChanged{.task = which,
                                          .title = "t" + std::to_string(random()),
                                          .notes = std::string(below(3) == 0 ? 5'000 : 5, 'n'),
                                          .priority = {},
                                          .tags = std::vector<std::string>(tags.begin(), tags.begin() + below(4)),
                                          .due = {},
                                          .start = {}};
        }
    };
    for (unsigned who = 1; who <= 4; ++who) {
        Batch batch;
        std::vector<Event> events{began(who)};
        for (unsigned i = 0; i < 12; ++i) events.push_back(task_created(i));
        add(batch, who, std::move(events));
        ASSERT_TRUE(Applier(forgetful).apply(session, batch));
        ASSERT_TRUE(apply(batch));
    }
    const auto constraint = [&](const std::string& what) {
        for (const std::string& each : {schema, forgetful.schema}) {
            pqxx::work change(session.connection());
            change.exec("ALTER TABLE " + each + ".tasks " + what);
            change.commit();
        }
    };
    bool had_large_ones = false;
    for (int step = 0; step < 150; ++step) {
        const unsigned what = below(12);
        if (what == 0) constraint("DROP CONSTRAINT IF EXISTS not_this");
        if (what == 1 || what == 0)
            for (const Projection* each : {&projection, &forgetful}) retry_parked(session, *each);
        if (what == 2) {
            constraint("DROP CONSTRAINT IF EXISTS not_this");
            constraint("ADD CONSTRAINT not_this CHECK (body NOT LIKE '%t" + std::to_string(below(10)) +
                       "%') NOT VALID");
        }
        Batch batch;
        for (unsigned commits = below(3) + 1; commits > 0; --commits) add(batch, below(4) + 1, {event(), event()});
        ASSERT_TRUE(Applier(forgetful).apply(session, batch));
        if (below(4) == 0) {
            ASSERT_TRUE(other.apply(session, batch));
            ASSERT_FALSE(applier.apply(session, batch));
            from = batch.spans().at(0).after;
        } else {
            ASSERT_TRUE(apply(batch));
        }
        ASSERT_EQ(rows_of(session, schema), rows_of(session, forgetful.schema)) << "step " << step;
        had_large_ones =
            had_large_ones || value_of("SELECT count(*) FROM " + schema + ".tasks WHERE length(body) > 4000") != "0";
        ASSERT_EQ(wrong_counts(session, schema), "") << "step " << step;
    }
    EXPECT_TRUE(had_large_ones);
}

}  // namespace
}  // namespace tasklog::testing
