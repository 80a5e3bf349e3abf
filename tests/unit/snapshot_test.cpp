#include <gtest/gtest.h>

#include "base/sha256.hpp"
#include "command/owner/snapshots/snapshot_reading.hpp"
#include "events/format/binary.hpp"
#include "events/format/commit_json.hpp"
#include "tests/support/every_event.hpp"
#include "tests/support/frozen.hpp"
#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

/// A workspace that commits change, one event each; the log beside it.
struct Changing {
    void add(Event event, std::optional<std::string> key = {}) {
        const Commit commit{.id = id<CommitKind>(static_cast<unsigned>(log.size() + 1)),
                            .workspace = workspace(1),
                            .actor = person(1),
                            .at = {noon.us + static_cast<std::int64_t>(log.size())},
                            .prev = state.last_hash.text(),
                            .key = std::move(key),
                            .request = "f",
                            .results = {{"id", 1}},
                            .events = {std::move(event)}};
        log.push_back(commit);
        fold(state, commit, encode(commit), static_cast<std::int64_t>(log.size()));
    }
    /// The rest of the log, from `offset` on, on what a snapshot gave.
    Workspace with_tail(WorkspaceSnapshot thawed, std::int64_t offset) const {
        for (auto i = static_cast<std::size_t>(offset); i <= log.size(); ++i)
            fold_tail(thawed.workspace, thawed.newer, log[i - 1], encode(log[i - 1]), static_cast<std::int64_t>(i));
        return thawed.workspace;
    }

    Workspace state;
    std::vector<Commit> log;
};

Changing some_things() {
    Changing out;
    out.add(WorkspaceCreated{"Home", person(1)}, "first key");
    out.add(list_created(1));
    for (unsigned i = 1; i <= 5; ++i) out.add(task_created(i, "task " + std::to_string(i)));
    out.add(TaskNested{task(2), task(1)});
    out.add(CommentAdded{id<CommentKind>(1), task(1), person(1), "soon"}, "second key");
    out.add(ReminderSet{task(1), id<ReminderKind>(1), person(1), RelativeTime{RelativeTime::To::due, -30, "UTC"}, {}});
    out.add(MemberInvited{id<InvitationKind>(1), Role::editor, person(2)});
    out.add(FilterSaved{id<FilterKind>(1), "Late", "overdue"});
    return out;
}

/// Also of what `evolve` makes: every event is in it.
TEST(Snapshot, has_the_form_of_its_version) {
    Workspace all;
    fold(all, every_event(), encode(every_event()), 0);
    const Frozen bytes = frozen(all, 1'000);
    std::string text = bytes.head;
    for (const std::string& part : bytes.parts) text += part;
    const std::string file = "snapshots/v" + std::to_string(snapshot_version) + ".sha256";
    EXPECT_EQ(golden(file), sha256_hex(text))
        << "What a snapshot holds differs from tests/golden/" << file
        << ". If that file has landed, snapshots hold this form: raise snapshot_version, and write the new file.";
}

TEST(Snapshot, is_read_back_as_it_was) {
    const Changing things = some_things();
    for (const std::size_t parts : {1, 2, 100}) {
        const WorkspaceSnapshot thawed = thaw(frozen(things.state, parts));
        EXPECT_TRUE(thawed.workspace == things.state) << parts;
        EXPECT_TRUE(thawed.newer.empty());
    }
}

TEST(Snapshot, may_be_written_while_the_workspace_changes) {
    // The changes come before any of the parts; the tail begins at any offset that the head has, or before.
    const std::vector<Event> changes{TaskNested{task(3), task(1)},
                                     TaskNested{task(2), std::optional<TaskId>()},
                                     TaskCompleted{task(1)},
                                     task_created(9, "new", "zz"),
                                     TaskReordered{task(4), "zzz"},
                                     CommentEdited{id<CommentKind>(1), "later"},
                                     CommentAdded{id<CommentKind>(2), task(9), person(1), "new"},
                                     ListRenamed{list(1), "Garden"},
                                     TaskCompleted{task(9)}};
    for (std::size_t at = 0; at < 5; ++at)
        for (std::int64_t from = 1; from <= 11; from += 5) {
            Changing things = some_things();
            Freezing freezing(things.state);
            Frozen out{freezing.head(), {}};
            for (std::size_t part = 0; !freezing.done(); ++part) {
                if (part == at)
                    for (const Event& each : changes) things.add(each, "key " + texts({each})[0]);
                out.parts.push_back(freezing.part(things.state, 1));
            }
            EXPECT_TRUE(things.with_tail(thaw(out), from) == things.state) << at << " " << from;
        }
}

TEST(Snapshot, of_many_answers_keeps_them) {
    Changing things;
    things.add(WorkspaceCreated{"Home", person(1)});
    for (unsigned i = 0; i < 3'000; ++i) things.add(WorkspaceRenamed{"Home"}, "key " + std::to_string(i));
    EXPECT_TRUE(thaw(frozen(things.state, 7)).workspace == things.state);
}

class SnapshotRecords : public ::testing::Test {
  protected:
    void add(const SnapshotRecord& record) { add(record.key, record.value, record.claim); }
    void add(const std::string& key, const std::string& value, std::int64_t claim) {
        reading.add(key, value, claim, end++);
    }
    void add_workspace(std::size_t parts_apart, const SnapshotBasis& sweep = {{5, 1}, {11, 2}}, bool letter = true) {
        const Changing things = some_things();
        Frozen whole = frozen(things.state, 2);
        if (parts_apart > 0)
            for (std::size_t i = 0; i < whole.parts.size(); ++i)
                add(part_record(workspace(1), sweep, letter, i, whole.parts[i]));
        const std::size_t apart = parts_apart > 0 ? whole.parts.size() : 0;
        if (apart > 0) whole.parts.clear();
        add(head_record(workspace(1), sweep, {whole, letter}, apart));
    }
    SnapshotCheckpoint checkpoint{{12, {5, 6, 7}, {0, 1}, {11, 2}}, 0, 0};
    SnapshotReading reading;
    std::int64_t end = 0;
};

TEST_F(SnapshotRecords, are_read_back) {
    add_workspace(0);
    add(checkpoint_record(checkpoint));
    const PartitionSnapshot restored = reading.finish(end);
    EXPECT_EQ(restored.ignored, "");
    EXPECT_EQ(restored.checkpoint.place.next_offset, 12);
    EXPECT_EQ(restored.checkpoint.place.filter, (ClaimFilter{5, 6, 7}));
    EXPECT_EQ(restored.checkpoint.place.last, (LogMark{11, 2}));
    EXPECT_TRUE(thaw(restored.cold.get(workspace(1))).workspace == some_things().state);
}

TEST_F(SnapshotRecords, are_read_back_in_parts_though_the_next_sweep_was_begun) {
    add_workspace(1, {{5, 1}, {11, 2}}, true);
    add(checkpoint_record(checkpoint));
    add(part_record(workspace(1), {{5, 2}}, false, 0, "unfinished"));
    const PartitionSnapshot restored = reading.finish(end);
    EXPECT_EQ(restored.ignored, "");
    EXPECT_TRUE(thaw(restored.cold.get(workspace(1))).workspace == some_things().state);
}

TEST_F(SnapshotRecords, are_ignored_without_a_checkpoint) {
    add_workspace(0);
    EXPECT_TRUE(reading.finish(end).cold.empty());
}

TEST_F(SnapshotRecords, are_ignored_if_broken_or_old_or_of_two_sweeps_or_overwritten) {
    const auto ignored = [&](const std::function<void()>& spoil) {
        reading = SnapshotReading();
        end = 0;
        add_workspace(1);
        add(checkpoint_record(checkpoint));
        spoil();
        const PartitionSnapshot restored = reading.finish(end);
        EXPECT_TRUE(restored.cold.empty());
        EXPECT_EQ(restored.checkpoint.place.next_offset, 0);
        return restored.ignored;
    };
    SnapshotRecord head = head_record(workspace(1), {{5, 1}}, {frozen(some_things().state, 100), true}, 0);
    SnapshotRecord bent = head;
    bent.value[bent.value.size() / 2] ^= 1;
    SnapshotRecord old = head;
    old.value[0] = '\0';
    EXPECT_EQ(ignored([&] { add(bent); }), "a checksum is wrong");
    EXPECT_EQ(ignored([&] { add(old); }),
              "they are of version 0, and this program's is " + std::to_string(snapshot_version));
    EXPECT_EQ(ignored([&] { add(head.key, "x", 5); }), "a record is cut off");
    EXPECT_EQ(ignored([&] { add(part_record(workspace(1), {{5, 3}}, true, 1, "x")); }), "a part is not its head's");
    EXPECT_EQ(ignored([&] { add(head.key, head.value, 4); }), "a writer that had lost the partition wrote to them");
    EXPECT_EQ(ignored([&] {
                  add(head_record(workspace(1), {{5, 1}}, {{head.value, {}}, false}, 3));
              }),
              "a part is missing");
    // What an owner before has under way may come after a copy of the topic was put back, which lacks its heads.
    EXPECT_EQ(ignored([&] {
                  reading = SnapshotReading();
                  checkpoint.heads_end = end;
                  end = 0;
                  add(checkpoint_record(checkpoint));
              }),
              "they were put back as they were before their checkpoint was written");
    checkpoint.heads_end = 0;
    EXPECT_EQ(ignored([&] {
                  add(head_record(workspace(2), {{9, 1}}, {{head.value, {}}, false}, 0));
                  add(checkpoint_record(checkpoint));
              }),
              "a writer that had lost the partition wrote to them");
}

TEST(Binary, refuses_what_it_did_not_write) {
    const std::string good = frozen(some_things().state, 100).parts[0];
    for (std::size_t size = 0; size < good.size(); ++size)
        EXPECT_THROW(thaw({frozen(some_things().state, 100).head, {good.substr(0, size)}}), binary::Malformed) << size;
}

}  // namespace
}  // namespace tasklog::testing
