#pragma once
#include <deque>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include "command/decide.hpp"
#include "command/snapshotter.hpp"
#include "events/log_record.hpp"
#include "events/workspace.hpp"
#include "infra/problem.hpp"

namespace tasklog::command {

/// An accepted request: where its commit stands in the log, or, where it changed nothing, what that rests on.
struct Accepted {
    std::optional<CommitId> commit;  ///< none: nothing changed
    std::vector<Result> results;
    int partition = 0;
    std::int64_t offset = 0;
    bool repeated = false;  ///< the answer to the first request with this key
};
using Outcome = std::expected<Accepted, Problem>;
using Answer = std::move_only_function<void(Outcome)>;

/// A record that the writer wants appended.
struct Outgoing {
    std::string_view kind;  ///< "claim" or "commit"
    std::int64_t claim = 0;
    std::uint64_t seq = 0;
    std::string key;
    std::string value;
    std::string trace{};    ///< of a commit: its request's traceparent
    std::uint64_t tag = 0;  ///< comes back in the delivery report
};

struct WriterLimits {
    std::size_t max_waiting = 20'000;                      ///< requests not yet answered
    std::size_t max_bytes_in_flight = 64UL * 1024 * 1024;  ///< of commits not yet acknowledged
    CostBounds cost{};
    ShareBounds share{};
    SnapshotLimits snapshots{};
};

/// The one writer of one partition (docs/decisions/0002): claims it, rebuilds its state from the log, then decides
/// requests on the newest state and answers each when the log has acknowledged all that it rests on. It does no I/O and
/// knows no clock: it is told what is in the log and what became of its records, and says what to append.
class PartitionWriter {
  public:
    using Send = std::function<void(Outgoing)>;
    using Lost = std::function<void(const std::string& why)>;
    /// Takes a state that is not needed any more: to free millions of things takes a while.
    using Discard = std::function<void(std::shared_ptr<const void>)>;

    /// `lost` is called when the writer has given up a claim by itself; claim() may be called again later.
    /// `send_snapshot`: none, if no snapshots are written.
    PartitionWriter(
        int partition, Send send, Lost lost, WriterLimits limits = {}, Snapshotter::Send send_snapshot = {},
        Discard discard = [](const auto&) {});

    /// Begins to follow the log, while another may still own the partition: the log must be read into read(), from its
    /// beginning, or from where restore() says.
    void follow();
    /// While following: appends a claim that is not to be used. The owner till now sees that it is overtaken, and
    /// stops; what it still had under way comes before the claim that is to be used, and can't upset that one.
    void fence(const std::string& attempt);
    /// Begins to own the partition: appends a claim whose key is `attempt`, unique among all claims ever made. Best
    /// when the log has been followed to its end: from this claim on until it is read here, nobody decides anything.
    void claim(const std::string& attempt);
    /// Takes the snapshots' state, before the first record is read. Returns the offset from which the log is to be
    /// read.
    std::int64_t restore(Restored restored);
    /// A record of the log, in order. True when it was this writer's own claim: from here it owns the partition.
    bool read(const LogRecord& record);
    /// What became of the record with this tag. None: not written, or unknown.
    void delivered(std::uint64_t tag, std::optional<std::int64_t> offset);
    /// Decides at once; answers when the answer is safe. Returns the bytes of the commit, 0 if there is none.
    std::size_t submit(const Request& request, Answer answer);
    /// Writes a little of the snapshots, if there is something to write. To be called now and then.
    void write_snapshots();
    void snapshot_delivered(std::uint64_t tag, bool written) { snapshotter_.delivered(tag, written); }
    void snapshots_lost() { snapshotter_.lost(); }
    /// Another may own the partition from now on, and not be known yet. Commits are still made, for the log tells
    /// whether they count; what changes nothing, or is refused, is told to nobody: it may rest on a state that is old.
    void leave() { leaving_ = true; }
    /// The same while it is not known whether another does: this process has slept.
    void doubt(bool in_doubt) { in_doubt_ = in_doubt; }
    /// The offset that the log ends at, if nobody but this writer has written to it.
    std::int64_t expected_end() const { return filter_.claim + static_cast<std::int64_t>(filter_.seq) + 1; }
    /// Takes no more requests; what is in flight is still answered. Then the writer is idle.
    void release();
    /// Drops the state and answers all that waits 503: whether it counted, the retry with the same key will find out.
    void give_up(const std::string& why);

    bool owning() const { return state_ == State::owning; }
    bool following() const { return state_ == State::following; }
    bool claiming() const { return state_ == State::claiming; }
    bool idle() const { return state_ == State::idle; }
    std::size_t waiting() const { return waiting_.size(); }
    std::int64_t token() const { return filter_.claim; }
    /// Those that were asked for since the partition was taken over; the others are frozen still.
    const std::unordered_map<WorkspaceId, Workspace>& workspaces() const { return workspaces_; }

  private:
    enum class State { idle, following, claiming, owning, releasing };
    struct Waiting {
        std::uint64_t seq;  ///< answered when this commit is acknowledged
        std::size_t bytes;
        Outcome outcome;
        Answer answer;
    };

    /// The workspace as it is, thawed if need be; null if there is none.
    Workspace* find(const WorkspaceId& id);
    void fold_counted(const Commit& commit, const LogRecord& record);
    void clear();
    Accepted append(const Request& request, Workspace& workspace, Decided decided, Instant at, std::size_t& bytes);
    void wait(Outcome outcome, std::size_t bytes, Answer answer);
    void settle();
    /// Drops what is waited for: it may count or not.
    void answer_unknown();
    /// Why the workspace may not grow by so much; none if it may. `is_new`: it is made by this.
    std::optional<Problem> over_share(const Workspace& workspace, bool is_new, std::size_t bytes) const;
    void count(const Workspace& workspace);
    void set_unreadable(const WorkspaceId& workspace, const std::string& why);
    std::optional<Outcome> first_answer(const Workspace& workspace, const Request& request) const;

    const int partition_;
    const Send send_;
    const Lost lost_;
    const WriterLimits limits_;
    const Discard discard_;
    const bool writes_snapshots_;
    State state_ = State::idle;
    std::uint64_t attempts_ = 0;
    std::string attempt_;
    ClaimFilter filter_;              ///< while owning: our token, and the number of the last commit sent
    std::uint64_t acknowledged_ = 0;  ///< the number of the last commit acknowledged
    std::size_t bytes_in_flight_ = 0;
    std::deque<Waiting> waiting_;
    std::unordered_map<WorkspaceId, Workspace> workspaces_;
    std::unordered_map<WorkspaceId, FrozenWorkspace> frozen_;  ///< as the snapshots have them, until they are asked for
    std::unordered_map<WorkspaceId, Newer> newer_;             ///< of those thawed before the tail was read
    bool trust_snapshots_ = true;
    bool leaving_ = false;
    bool in_doubt_ = false;
    Snapshotter snapshotter_;
    std::unordered_map<WorkspaceId, std::string> unreadable_;  ///< those whose history can't be folded, and why
    Shares shares_;
};

}  // namespace tasklog::command
