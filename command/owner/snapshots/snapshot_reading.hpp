#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "command/owner/cold_workspaces.hpp"
#include "command/owner/shares.hpp"
#include "command/owner/snapshots/snapshot_record.hpp"

/// What a new owner makes of the records of `tasklog.snapshots`.
namespace tasklog::command {

/// False for a record that stands after this checkpoint's writer took the partition over, and was written by one before
/// it: it may have put something old over something newer. So for one by a later owner that stands before the
/// checkpoint: that came late, and may have lost its heads to a topic that was put back meanwhile.
bool is_trusted(const SnapshotCheckpoint& checkpoint, std::int64_t checkpoint_offset, std::int64_t record_claim,
                std::int64_t record_offset);

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
struct PartitionSnapshot {
    SnapshotCheckpoint checkpoint{};
    ColdWorkspaces cold{nullptr};                                 ///< the others; a file only if there are any
    std::unordered_map<WorkspaceId, WorkspaceSnapshot> thawed{};  ///< the large ones, which no loop can wait for
    std::vector<WorkspaceId> second_letters{};                    ///< those whose parts are under the second letter
    std::unordered_map<WorkspaceId, std::string> unreadable{};    ///< and why
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
    explicit SnapshotReading(std::string folder = {}) : file_(std::make_shared<ScratchFile>(std::move(folder))) {}

    /// Throws std::system_error if the scratch file can't be written.
    void add(std::string_view key, std::string_view value, std::int64_t claim, std::int64_t offset);
    /// `topic_end`: the offset after the last one that was there. Takes seconds where there are millions of tasks.
    /// Throws std::system_error.
    PartitionSnapshot finish(std::int64_t topic_end);

  private:
    struct SnapshotPlace {
        ScratchFile::Place value;
        std::int64_t claim;
        std::int64_t offset;
    };
    void use(PartitionSnapshot& out);
    void restore(PartitionSnapshot& out, const WorkspaceId& id, const std::string& key, SnapshotPlace& kept);
    FrozenWorkspace whole(const std::string& workspace, HeadRecord head, LogMark& newest) const;

    std::shared_ptr<ScratchFile> file_;
    std::map<std::string, SnapshotPlace, std::less<>> latest_;
};

}  // namespace tasklog::command
