#pragma once
#include <gtest/gtest.h>

#include "events/format/commit_json.hpp"
#include "projections/applier.hpp"
#include "projections/tasks/tasks.hpp"
#include "tests/support/given.hpp"
#include "tests/support/services.hpp"

namespace tasklog::testing {

/// Partition 0 of a log that is nowhere but in the test, and the tasks' read model of it in a schema of its own.
class ProjectedTest : public ::testing::Test {
  protected:
    ProjectedTest() {
        create(session, projection);
        from = projections::read_checkpoint(session, schema, 0);
    }

    /// The first record of partition 0.
    void claim(projections::Batch& batch) {
        batch.add(0, {.offset = next++, .kind = "claim", .claim = {}, .seq = {}, .key = "a", .value = {}}, from);
    }
    /// The next record of partition 0: a commit of this person's workspace.
    void add(projections::Batch& batch, unsigned who, std::vector<Event> events) {
        if (next == 0) claim(batch);
        Commit commit{.id = *CommitId::parse(uuid_v7()),
                      .workspace = workspace(who),
                      .actor = person(who),
                      .at = {noon.us + next},
                      .events = std::move(events)};
        const std::string value = encode(commit);
        add_value(batch, who, value);
    }
    void add_value(projections::Batch& batch, unsigned who, const std::string& value) {
        const std::string seq = std::to_string(next);
        const std::string key = workspace(who).text();
        batch.add(0, {.offset = next++, .kind = "commit", .claim = "0", .seq = seq, .key = key, .value = value}, from);
    }

    const std::string schema = own_schema();
    projections::Projection projection = projections::tasks_projection(schema);
    postgres::Session session{postgres_url()};
    projections::Applier applier{projection};
    projections::Checkpoint from;
    std::int64_t next = 0;  ///< the offset of the next record
};

}  // namespace tasklog::testing
