#pragma once
#include <deque>
#include <functional>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "command/owner/snapshots/snapshot_reading.hpp"
#include "command/owner/workspace_store.hpp"

namespace tasklog::command {

struct SnapshotLimits {
    std::uint64_t every = 20'000;           ///< events between two checkpoints, at least
    std::uint64_t things_an_event = 4;      ///< written at most, in the mean: the rest waits for more events. One event
                                            ///< makes three at most: a task, a head and an answer that is kept
    std::size_t things_a_turn = 1'000;      ///< encoded in one turn, between which commands are decided
    std::size_t things_a_part = 2'000;      ///< of a record
    std::size_t bytes_a_turn = 1UL << 20;   ///< the same
    std::size_t bytes_a_part = 1UL << 20;   ///< of a record; it takes 4 MiB
    std::size_t max_unacknowledged = 64;    ///< records; more wait
    std::uint64_t max_pause_turns = 6'000;  ///< after sweeps that failed
};

/// Decides which workspaces' states are written into the snapshots and when, a little each turn: those that changed
/// since the last checkpoint, then a checkpoint, once all of them are acknowledged. It writes no state that rests on a
/// commit which the log has not acknowledged. Like the PartitionWriter, of which it is a part, it does no I/O.
class Snapshotter {
  public:
    using Send = std::function<void(SnapshotRecord, std::uint64_t tag)>;
    Snapshotter(Send send, SnapshotLimits limits) : send_(std::move(send)), limits_(limits) {}

    /// From the beginning, under a claim that is sought: what the snapshots have, if anything.
    void begin(const PartitionSnapshot& restored);
    /// A commit of so many events has changed it: one of the log's tail, or a new one.
    void changed(const WorkspaceId& workspace, std::size_t events);
    /// Its history can't be read: it is in no snapshot from now on.
    void unreadable(const WorkspaceId& workspace, const std::string& why);
    /// The snapshots were read again, up to here, since the partition was taken over: before that nothing is written.
    /// What the owner before wrote meanwhile is to be written anew.
    void topic_read_again(const LateSnapshots& late);
    /// So far the snapshots have come, as far as is known.
    std::int64_t known_end() const { return known_end_; }
    /// Does a little. `sent`: after the last commit sent; `acknowledged`: the number of the last one known to be in the
    /// log. Throws binary::Malformed.
    void turn(const WorkspaceStore& workspaces, const LogPlace& sent, std::uint64_t acknowledged);
    /// Whether a turn would do something, now or after a pause.
    bool is_due() const;
    /// What became of the record with this tag.
    void delivered(std::uint64_t tag, std::optional<std::int64_t> offset);
    /// Nothing more will be heard of what is not acknowledged yet.
    void lost();

  private:
    struct PartSize {
        std::size_t things;
        std::size_t bytes;
    };
    /// A record that may be sent once this commit is acknowledged.
    struct Unsent {
        std::uint64_t seq;
        SnapshotRecord record;
    };
    void begin_sweep(const WorkspaceStore& workspaces, const LogPlace& sent);
    void sweep(const WorkspaceStore& workspaces, const LogPlace& sent);
    PartSize write(const Workspace& workspace, const LogPlace& sent, const PartSize& most);
    PartSize write_cold(const WorkspaceId& id, const WorkspaceStore& workspaces, const LogPlace& sent);
    void send(SnapshotRecord record);
    void end_sweep();

    const Send send_;
    const SnapshotLimits limits_;
    std::int64_t topic_begin_ = 0;  ///< as in a checkpoint; -1: not known yet
    std::int64_t topic_end_ = 0;
    std::int64_t known_end_ = 0;
    bool topic_read_again_ = false;
    std::unordered_map<WorkspaceId, bool> letters_;  ///< of those that have parts: the letter of the last head
    std::unordered_set<WorkspaceId> dirty_;          ///< changed since the sweep began, or since the last checkpoint
    std::uint64_t events_ = 0;                       ///< the same
    std::uint64_t look_at_ = 0;                      ///< not worth a look before so many events
    std::uint64_t sweeps_ = 0;

    bool sweeping_ = false;
    SnapshotCheckpoint checkpoint_;
    SweepId id_;
    std::vector<WorkspaceId> left_;   ///< to be written
    std::vector<WorkspaceId> taken_;  ///< all of this sweep
    std::uint64_t events_taken_ = 0;
    std::optional<Freezing> freezing_;  ///< of the last one of `left_`
    std::size_t parts_written_ = 0;
    std::deque<Unsent> unsent_;
    std::unordered_set<std::uint64_t> unacknowledged_;
    std::uint64_t next_tag_ = 0;
    bool failed_ = false;
    std::uint64_t failures_ = 0;                               ///< sweeps, one after the other
    std::uint64_t pause_turns_ = 0;                            ///< left
    std::unordered_map<WorkspaceId, std::string> unreadable_;  ///< not yet in the snapshots
    bool checkpoint_sent_ = false;
};

}  // namespace tasklog::command
