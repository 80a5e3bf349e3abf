#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "command/cold_workspaces.hpp"
#include "command/shares.hpp"
#include "events/log_place.hpp"
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

/// False for a record that stands after this checkpoint's writer took the partition over, and was written by one before
/// it: it may have put something old over something newer. So for one by a later owner that stands before the
/// checkpoint: that came late, and may have lost its heads to a topic that was put back meanwhile.
bool is_trusted(const SnapshotCheckpoint& checkpoint, std::int64_t checkpoint_offset, std::int64_t record_claim,
                std::int64_t record_offset);

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

/// What an owner before has written about a workspace after the partition was taken over.
struct LateSnapshot {
    WorkspaceId workspace;
    std::optional<bool> letter{};  ///< of a head: the parts that it refers to have it
};

/// Of records that came after the partition was taken over.
struct LateSnapshots {
    std::vector<LateSnapshot> records{};
    bool log_accepted = false;   ///< acceptance_records() are among them
    std::int64_t topic_end = 0;  ///< after the last of them

    void add(std::string_view key, std::string_view value);
};

/// A partition's state as the snapshots have it.
struct Restored {
    SnapshotCheckpoint checkpoint{};
    ColdWorkspaces cold{std::make_shared<ScratchFile>("")};
    std::unordered_map<WorkspaceId, Thawed> thawed{};           ///< the large ones, which no loop can wait for
    std::vector<WorkspaceId> second_letters{};                  ///< those whose parts are under the second letter
    std::unordered_map<WorkspaceId, std::string> unreadable{};  ///< and why
    LogMark newest{};            ///< of all that is used, what rests on the latest commit
    Shares shares{};             ///< what each person's workspaces take
    std::int64_t topic_end = 0;  ///< of the snapshots' partition, which was read up to here; -1: it could not be read
    std::string ignored{};       ///< why nothing of them is used; empty also if there are none
};

/// Collects the records of a partition, in order, and says what they come to. What is broken, of another version, or
/// overwritten by a writer that had lost the partition makes all of it worthless: then the log is read from its
/// beginning.
class SnapshotReading {
  public:
    /// `folder`: of a scratch file, for what is read and not used yet.
    explicit SnapshotReading(std::string folder = {})
        : folder_(std::move(folder)), file_(std::make_shared<ScratchFile>(folder_)) {}

    /// Throws std::system_error if the scratch file can't be written.
    void add(std::string_view key, std::string_view value, std::int64_t claim, std::int64_t offset);
    /// `topic_end`: the offset after the last one that was there. Takes seconds where there are millions of tasks.
    /// Throws std::system_error.
    Restored finish(std::int64_t topic_end);

  private:
    struct Kept {
        ScratchFile::Place value;
        std::int64_t claim;
        std::int64_t offset;
    };
    void use(Restored& out);
    void restore(Restored& out, const WorkspaceId& id, const std::string& key, const std::string& value);
    FrozenWorkspace whole(const std::string& workspace, const std::string& value, LogMark& newest) const;

    std::string folder_;
    std::shared_ptr<ScratchFile> file_;
    std::map<std::string, Kept, std::less<>> latest_;
};

}  // namespace tasklog::command
