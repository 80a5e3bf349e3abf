#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/format/log_place.hpp"
#include "events/format/snapshot.hpp"

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

/// What a record rests on: a log that has another record there is not the one that it was made from.
struct SnapshotBasis {
    SweepId sweep{};
    LogMark newest{};  ///< the last commit that was known when it was written
};

/// Up to here a partition's state is in the snapshots.
struct SnapshotCheckpoint {
    LogPlace place{};  ///< the log's tail begins here
    /// Of the snapshots: what stands before this place is another log's, or could not be used.
    std::int64_t topic_begin = 0;
    std::int64_t topic_end = 0;  ///< where they ended when their writer took the partition over
    std::int64_t heads_end = 0;  ///< the records that it is the checkpoint of stand before this place, and it behind
};

/// Its parts are written under a letter, and the sweep after it uses the other one: until the new head is there the old
/// one's parts are.
struct FrozenWorkspace {
    Frozen frozen;
    bool letter = false;
    bool operator==(const FrozenWorkspace&) const = default;
};

SnapshotRecord head_record(const WorkspaceId& workspace, const SnapshotBasis& basis, const FrozenWorkspace& whole,
                           std::size_t parts_apart);
SnapshotRecord part_record(const WorkspaceId& workspace, const SnapshotBasis& basis, bool letter, std::size_t number,
                           std::string_view part);
/// In the place of a workspace whose history cannot be read, so that the others' need not be read for its sake.
SnapshotRecord unreadable_record(const WorkspaceId& workspace, std::int64_t claim, const std::string& why);
SnapshotRecord checkpoint_record(const SnapshotCheckpoint& checkpoint);

/// What says that all that stood here before was made from another log (`tasklog log accept`): who took the partition
/// over before these has no checkpoint to write. The first has no value: it deletes the last checkpoint.
std::array<SnapshotRecord, 2> acceptance_records();

constexpr std::string_view checkpoint_key = "_checkpoint";
constexpr std::string_view acceptance_key = "_accepted";
constexpr std::string_view unreadable_suffix = "/unreadable";
std::string part_key(std::string_view workspace, bool letter, std::size_t number);

// The values of records, read again. All throw binary::Malformed.
struct HeadRecord {
    SnapshotBasis basis;
    FrozenWorkspace whole;          ///< without the parts that are apart
    std::uint64_t parts_apart = 0;  ///< in records of their own
};
HeadRecord read_head(std::string_view value);
struct PartRecord {
    SnapshotBasis basis;
    std::string part;
};
PartRecord read_part(std::string_view value);
SnapshotCheckpoint read_checkpoint_record(std::string_view value);
std::string read_unreadable(std::string_view value);

}  // namespace tasklog::command
