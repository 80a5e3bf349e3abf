#pragma once
#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "command/owner/partition_writer.hpp"

namespace tasklog::command {

/// Where a partition is in its life here (docs/decisions/0013 has the picture). Ours by the group from `pausing` to
/// `doubting`; another's, or nobody's, in the last three.
enum class PartitionState {
    pausing,    ///< a claim was given up, or Kafka did not answer: it begins again in a moment
    restoring,  ///< reads the snapshots, and looks whether the log is the one that is known
    barred,     ///< it is not: a person is needed. It looks again now and then
    following,  ///< reads the log's tail; the owner till now may go on meanwhile
    fencing,    ///< that owner is fenced off by a claim that is not to be used; what it had under way still comes
    claiming,   ///< our claim is on its way: the log is read up to it
    owning,     ///< decides
    doubting,   ///< decides, but tells nothing: it was kept from running, or from the log, and looks whether the log is
                ///< as it left it
    leaving,    ///< decides, but looks at the log before it tells a refusal: the group gave the partition away, and
                ///< another's claim is awaited
    releasing,  ///< takes no more; what is in flight is still answered
    elsewhere,  ///< holds nothing
};

std::string_view name_of(PartitionState state);

/// What tells the log from another one, as an owner made it known.
struct OwnerMarks {
    std::int64_t token = -1;
    LogMark first{};
    LogMark last{};
    bool operator==(const OwnerMarks&) const = default;
};

/// What a partition is found to have in Kafka.
struct PartitionSight {
    LogSight log;
    std::int64_t snapshots_end = 0;
};

/// What a partition wants done. Nothing of it may call back from within, but `send`, whose record may be refused at
/// once.
struct PartitionIo {
    std::function<void(Outgoing)> send;
    Snapshotter::Send send_snapshot{};  ///< none: no snapshots are written
    PartitionWriter::Discard discard = [](const auto&) {};
    PartitionWriter::Appended appended{};  ///< none: nobody wants to be told
    /// Read the snapshots, and look at the log by these marks and by the snapshots' own: restored() or not_restored().
    std::function<void(std::uint64_t number, std::vector<LogMark> known)> restore;
    std::function<void(std::int64_t offset)> read_log;  ///< from there on; each record goes to read()
    std::function<void()> stop_reading;
    /// Read what the snapshots have got since: snapshots_read_again().
    std::function<void(std::uint64_t number, std::int64_t from)> read_snapshots_again;
    /// Look at the log there: log_seen().
    std::function<void(std::uint64_t doubt, std::vector<LogMark> known)> look;
    std::function<std::string()> new_attempt;            ///< a key for a claim, unique among all ever made
    std::function<std::chrono::milliseconds()> pause;    ///< before it begins again; not always the same
    std::function<void(PartitionState before)> changed;  ///< it has another state
};

/// The life of one partition in this process: from being assigned it to owning it, and away again. It does no I/O and
/// knows no clock: it is told what happened, and says what is to be done. Correctness depends on the log alone; the
/// group and the owners' directory only say when to try (docs/decisions/0002, 0006 and 0013).
class Partition {
  public:
    using Clock = std::chrono::steady_clock;

    Partition(int number, const WriterLimits& limits, PartitionIo io);
    int number() const { return number_; }

    // The group.
    void assigned();
    void revoked();
    /// There is nobody to take it over.
    void let_go();
    /// What the owners' directory says of the partition.
    void heard(const OwnerMarks& owner);
    /// The log was accepted as it is now: what was known of another is forgotten.
    void log_accepted();

    // What was asked for by PartitionIo.
    void restored(std::uint64_t number, PartitionSnapshot state, const std::string& why_another_log);
    void not_restored(std::uint64_t number, const std::string& why);
    void read(const LogRecord& record);
    void reached_end();  ///< of the log, or almost
    void interrupted();  ///< the log was out of reach while it was read: it may be another since
    void delivered(std::uint64_t tag, std::optional<std::int64_t> offset);
    void snapshots_read_again(std::uint64_t number, LateSnapshots late);
    void log_seen(std::uint64_t doubt, const std::optional<PartitionSight>& sight);  ///< none: nobody answers
    void snapshot_delivered(std::uint64_t tag, std::optional<std::int64_t> offset) {
        writer_.snapshot_delivered(tag, offset);
    }
    void snapshots_lost() { writer_.snapshots_lost(); }

    /// The time is now this. To be called every few milliseconds while it waits for time.
    void tick(Clock::time_point now);
    /// A little of them: whether there is more.
    bool write_snapshots();
    /// This process was kept from running so long that another may own its partitions.
    void slept();
    /// The log, or the client of it, can't be relied on: begins again, if it is ours.
    void give_up(const std::string& why);
    /// Decides at once; answers when the answer is safe.
    WriteSize submit(const Request& request, Answer answer);
    /// Where a request to this workspace would have to wait for the disk: what does that, on a thread that may wait.
    std::function<void()> fetch(const WorkspaceId& id) const { return writer_.workspaces().cold().fetch(id); }

    PartitionState state() const { return state_; }
    /// Takes commands: the log tells whether they count.
    bool serves() const { return is_any(PartitionState::owning, PartitionState::doubting, PartitionState::leaving); }
    bool is_ours() const { return state_ < PartitionState::leaving; }
    /// Goes on by tick().
    bool waits_for_time() const {
        return is_any(PartitionState::pausing, PartitionState::barred, PartitionState::following,
                      PartitionState::fencing);
    }
    /// Why it is barred: one sentence that says what to do. Empty: it is not.
    const std::string& barred_by() const { return barred_by_; }
    std::size_t waiting() const { return writer_.waiting(); }
    std::int64_t token() const { return writer_.token(); }
    std::int64_t records_read() const { return records_read_; }
    Clock::time_point begun() const { return begun_; }  ///< the present or last try to own it
    /// Of an owner: what is to be made known to others.
    OwnerMarks marks() const { return {token(), writer_.place().first, writer_.acknowledged()}; }
    const WorkspaceStore& workspaces() const { return writer_.workspaces(); }
    const Workspace* workspace(const WorkspaceId& id) { return writer_.workspace(id); }
    /// There are workspaces whose history can't be folded.
    bool has_unreadable() const { return writer_.has_unreadable(); }

  private:
    template <class... States>
    bool is_any(States... states) const {
        return ((state_ == states) || ...);
    }
    void enter(PartitionState next);
    void check() const;
    void doubt();
    void look();
    bool is_as_left(const PartitionSight& sight) const;
    void settled(std::uint64_t seq, std::optional<std::int64_t> offset);
    void begin();
    void claim(PartitionState next);
    void drop();
    void begin_later(const std::string& why);

    const int number_;
    const PartitionIo io_;
    PartitionState state_ = PartitionState::elsewhere;
    Clock::time_point now_{};
    Clock::time_point begun_{};
    Clock::time_point again_at_{};  ///< while pausing or barred
    Clock::time_point fenced_{};
    Clock::time_point last_record_{};
    bool at_end_ = false;
    bool interrupted_ = false;
    std::int64_t records_read_ = 0;
    std::string attempt_;
    std::string barred_by_;
    std::uint64_t doubt_ = 0;
    bool looks_ = false;  ///< at the log, and has not been told yet
    /// What was held and known when that look began.
    struct {
        std::size_t held = 0;
        std::array<LogMark, 2> known{};
        std::int64_t snapshots_end = 0;
    } looked_;
    std::vector<std::pair<std::uint64_t, std::int64_t>> held_reports_;  ///< while doubting: number and offset
    OwnerMarks heard_;
    LogMark first_;  ///< what this process has seen of the log in earlier states
    LogMark last_;
    PartitionWriter writer_;
};

/// All of a topic, each at its number.
using Partitions = std::vector<std::unique_ptr<Partition>>;

}  // namespace tasklog::command
