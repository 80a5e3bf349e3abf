#pragma once
#include <deque>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include "command/decide.hpp"
#include "command/owner/snapshots/snapshotter.hpp"
#include "events/format/appended_commit.hpp"
#include "events/format/binary.hpp"
#include "events/format/log_place.hpp"
#include "events/workspace.hpp"
#include "infra/problem.hpp"

namespace tasklog::command {

/// An accepted request: where its commit stands in the log, or, where it changed nothing, what that rests on.
struct Acceptance {
    std::optional<CommitId> commit;  ///< none: nothing changed
    std::vector<Result> results;
    int partition = 0;
    std::int64_t offset = 0;
    bool repeated = false;                                  ///< the answer to the first request with this key
    std::map<std::size_t, words::Understood> understood{};  ///< of the lines in words, by the command's number
};
using Outcome = std::expected<Acceptance, Problem>;
using Answer = std::move_only_function<void(Outcome)>;

/// A record that is to be appended.
struct Outgoing {
    std::string_view kind;  ///< "claim" or "commit"
    std::int64_t claim = 0;
    std::uint64_t seq = 0;
    std::uint64_t attempt = 0;  ///< of a commit: which claim of that offset
    std::string key;
    std::string value;
    std::string trace{};    ///< of a commit: its request's traceparent
    std::uint64_t tag = 0;  ///< comes back in the delivery report
};

constexpr std::size_t max_waiting_requests = 20'000;

struct WriterLimits {
    std::size_t max_waiting = max_waiting_requests;        ///< requests not yet answered
    std::size_t max_bytes_in_flight = 64UL * 1024 * 1024;  ///< of commits not yet acknowledged
    CostBounds cost{};
    ShareBounds share{};
    SnapshotLimits snapshots{};
    StoreBounds store{};
};

/// What is answered where the partition's newest state is elsewhere, or not yet known.
Problem taken_over();

/// Whether what a request rests on is known to be the newest.
enum class Certainty { certain, doubtful };

/// What a request added to the log: nothing if it was refused, or changed nothing.
struct WriteSize {
    std::size_t bytes = 0;
    std::size_t events = 0;
};

/// What one partition holds, and its commits under way: it folds the log, decides requests on the newest state and
/// answers each when the log has acknowledged all that it rests on. It does no I/O, and knows neither a clock nor
/// whether the partition is its own: a Partition tells it when to do what.
class PartitionWriter {
  public:
    using Send = std::function<void(Outgoing)>;
    using Lost = std::function<void(const std::string& why)>;
    /// Takes a state that is not needed any more: to free millions of things takes a while.
    using Discard = std::function<void(std::shared_ptr<const void>)>;
    /// Is told of each commit, in order, when the log has acknowledged it.
    using Appended = std::function<void(AppendedCommit)>;

    /// `lost` is called when what it holds cannot be right: drop() is to follow. `send_snapshot`: none, if no snapshots
    /// are written.
    PartitionWriter(int partition, Send send, Lost lost, const WriterLimits& limits, Snapshotter::Send send_snapshot,
                    Discard discard, Appended appended = nullptr);

    /// Holds nothing from now on, and answers all that waits 503: whether it counted, the retry with the same key will
    /// find out. The log is to be read next, from its beginning or from where restore() says.
    void drop();
    /// Takes the snapshots' state, before the first record is read. Returns the offset from which the log is to be
    /// read.
    std::int64_t restore(PartitionSnapshot restored);
    /// The next record of the log.
    void read(const LogRecord& record);
    /// The last record read was our claim: from here on requests are decided.
    void own();
    /// What became of this commit. None: not written, or unknown. Calls `lost` where that is not as it should be.
    void delivered(std::uint64_t seq, std::optional<std::int64_t> offset);
    /// Decides at once; answers when the answer is safe. Where it is doubtful whether the state is the newest, commits
    /// are still made, for the log tells whether they count; what changes nothing, or is refused, is held until the log
    /// has been looked at.
    WriteSize submit(const Request& request, Answer answer, Certainty certainty);

    /// The answers that are held until the log has been looked at.
    std::size_t held() const { return held_.size(); }
    /// The log was as it was left when the first `count` of them had been decided: each is told once all that has been
    /// sent by now is acknowledged, for only then is it known that nobody else's record was among that.
    void confirm(std::size_t count);
    /// The newest state is elsewhere: they are answered 503.
    void withdraw();

    /// Writes a little of the snapshots, if there is something to write: whether there is more. To be called now and
    /// then by an owner.
    bool write_snapshots();
    void snapshot_delivered(std::uint64_t tag, std::optional<std::int64_t> offset) {
        snapshotter_.delivered(tag, offset);
    }
    void snapshots_lost() { snapshotter_.lost(); }
    /// The snapshots' topic has been read again up to here, after the partition was taken over: these were written
    /// meanwhile by the owner before, and are to be written anew.
    void snapshots_read_again(LateSnapshots late);
    /// They end there, or later.
    std::int64_t snapshots_end() const { return snapshotter_.known_end(); }

    /// The number of the present state: reports about commits of earlier ones are nobody's.
    std::uint64_t generation() const { return generation_; }
    std::uint64_t tag_of(std::uint64_t seq) const { return generation_ << seq_bits | seq; }
    static std::uint64_t generation_in(std::uint64_t tag) { return tag >> seq_bits; }
    static std::uint64_t seq_in(std::uint64_t tag) { return tag & ((1ULL << seq_bits) - 1); }

    std::size_t waiting() const { return waiting_.size() + held_.size(); }
    std::int64_t token() const { return place_.filter.claim; }
    /// While it reads: where. Of an owner: after the last commit sent.
    const LogPlace& place() const { return place_; }
    /// Of an owner: the last record known to be in the log.
    const LogMark& acknowledged() const { return acknowledged_mark_; }
    const WorkspaceStore& workspaces() const { return workspaces_; }
    /// null if there is none. Throws binary::Malformed.
    const Workspace* workspace(const WorkspaceId& id) { return workspaces_.find(id); }
    bool has_unreadable() const { return !unreadable_.empty(); }

  private:
    /// A tag holds the number of the state, then the commit's number under its claim (0: the claim).
    static constexpr int seq_bits = 40;
    struct Waiting {
        std::uint64_t seq;  ///< answered when this commit is acknowledged
        std::size_t bytes;
        Outcome outcome;
        Answer answer;
    };

    void fold_counted(const Commit& commit, const LogRecord& record);
    Acceptance append(const Request& request, Workspace& workspace, RequestOutcome decided, Instant at,
                      WriteSize& written);
    void wait(Outcome outcome, std::size_t bytes, Answer answer);
    void settle();
    /// Drops what is waited for: it may count or not.
    void answer_unknown();
    /// Why the workspace may not grow by so much; none if it may. `is_new`: it is made by this.
    std::optional<Problem> over_share(const Workspace& workspace, bool is_new, std::size_t bytes) const;
    void count(const Workspace& workspace);
    /// A workspace on disk, or as the snapshots had it, can't be read: what is held is of no use.
    void unreadable_store(const binary::Malformed& error);
    void set_unreadable(const WorkspaceId& workspace, const std::string& why);
    std::optional<Outcome> first_answer(const Workspace& workspace, const Request& request) const;

    const int partition_;
    const Send send_;
    const Lost lost_;
    const WriterLimits limits_;
    const Discard discard_;
    const Appended appended_;
    const bool writes_snapshots_;
    std::uint64_t generation_ = 0;
    LogPlace place_;                  ///< of an owner: our token, and the number of the last commit sent
    std::uint64_t acknowledged_ = 0;  ///< the number of the last commit acknowledged
    LogMark acknowledged_mark_{};
    std::deque<std::uint64_t> prints_;  ///< fingerprints of the commits sent and not yet acknowledged
    std::size_t bytes_in_flight_ = 0;
    std::deque<Waiting> waiting_;
    std::deque<std::pair<Outcome, Answer>> held_;
    std::deque<AppendedCommit> unacknowledged_;  ///< if somebody wants to be told of them
    WorkspaceStore workspaces_;
    bool trust_snapshots_ = true;
    Snapshotter snapshotter_;
    std::unordered_map<WorkspaceId, std::string> unreadable_;  ///< those whose history can't be folded, and why
    Shares shares_;
};

}  // namespace tasklog::command
