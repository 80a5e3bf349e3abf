#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "command/shares.hpp"
#include "events/claim_filter.hpp"
#include "events/snapshot.hpp"

/// The records of `tasklog.snapshots` (docs/decisions/0006): of each workspace a head, and parts where it is large; and
/// of each partition a checkpoint. Compaction keeps the last record of each key.
namespace tasklog::command {

struct SnapshotRecord {
    std::string key;
    std::string value;
    std::int64_t claim = -1;  ///< under which it was written; goes into a header
};

/// Which sweep wrote a head and its parts: parts of different sweeps do not fit together.
struct SweepId {
    std::int64_t claim = -1;
    std::uint64_t number = 0;
    bool operator==(const SweepId&) const = default;
};

/// Up to here a partition's state is in the snapshots.
struct SnapshotCheckpoint {
    std::int64_t next_offset = 0;  ///< of the log: its tail begins here
    ClaimFilter filter{};          ///< there
    std::int64_t topic_end = 0;    ///< where the snapshots ended when their writer took the partition over
};

/// Its parts are written under a letter, and the sweep after it uses the other one: until the new head is there the old
/// one's parts are.
struct FrozenWorkspace {
    Frozen frozen;
    bool letter = false;
    bool operator==(const FrozenWorkspace&) const = default;
};

/// False for a record that stands after this checkpoint's writer took the partition over, and was written by one before
/// it: it may have put something old over something newer.
bool is_trusted(const SnapshotCheckpoint& checkpoint, std::int64_t record_claim, std::int64_t record_offset);

SnapshotRecord head_record(const WorkspaceId& workspace, const SweepId& sweep, const FrozenWorkspace& whole,
                           std::size_t parts_apart);
SnapshotRecord part_record(const WorkspaceId& workspace, const SweepId& sweep, bool letter, std::size_t number,
                           std::string_view part);
/// In the place of a workspace whose history cannot be read, so that the others' need not be read for its sake.
SnapshotRecord unreadable_record(const WorkspaceId& workspace, std::int64_t claim, const std::string& why);
SnapshotRecord checkpoint_record(const SnapshotCheckpoint& checkpoint);

/// A partition's state as the snapshots have it.
struct Restored {
    SnapshotCheckpoint checkpoint{};
    std::unordered_map<WorkspaceId, FrozenWorkspace> workspaces{};
    std::unordered_map<WorkspaceId, Thawed> thawed{};  ///< of those: the large ones, which no loop can wait for
    std::unordered_map<WorkspaceId, std::string> unreadable{};  ///< and why
    Shares shares{};                                            ///< what each person's workspaces take
    std::int64_t topic_end = 0;  ///< of the snapshots' partition, which was read up to here
    std::string ignored{};       ///< why nothing of them is used; empty also if there are none
};

/// Thaws the large ones, and finds out the shares. Takes seconds where there are millions of tasks. Throws
/// binary::Malformed.
void prepare(Restored& restored);

/// Collects the records of a partition, in order, and says what they come to. What is broken, of another version, or
/// overwritten by a writer that had lost the partition makes all of it worthless: then the log is read from its
/// beginning.
class SnapshotReading {
  public:
    void add(std::string_view key, std::string_view value, std::int64_t claim, std::int64_t offset);
    /// `topic_end`: the offset after the last one that was there.
    Restored finish(std::int64_t topic_end);

  private:
    struct Kept {
        std::string value;
        std::int64_t claim;
        std::int64_t offset;
    };
    FrozenWorkspace whole(const std::string& workspace, const std::string& value) const;

    std::map<std::string, Kept, std::less<>> latest_;
};

}  // namespace tasklog::command
