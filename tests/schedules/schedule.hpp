#pragma once
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "command/owner/partition.hpp"
#include "tests/support/log_in_memory.hpp"

/// One partition in several processes, with a log, snapshots, a group and an owners' directory in memory, under a
/// random schedule: everything that Kafka and time can do to a Partition, in any order that they can do it in.
namespace tasklog::testing {

class Schedule {
  public:
    explicit Schedule(unsigned seed);
    Schedule(const Schedule&) = delete;

    /// Which invariant broke (invariants.cpp names them), empty if none did.
    std::string run();

    struct Counts {
        std::size_t acknowledged = 0, records = 0, taken_over = 0, used_snapshots = 0, ignored_snapshots = 0, cuts = 0,
                    barred = 0;
    };
    const Counts& counts() const { return counts_; }

  private:
    /// What one process has under way, and has been told.
    struct Process {
        unsigned number = 0;
        std::deque<StoredRecord> pipe{};  ///< sent, not yet taken by the broker
        std::deque<std::pair<std::uint64_t, std::optional<std::int64_t>>> reports{};
        std::deque<std::pair<command::SnapshotRecord, std::uint64_t>> snapshots{};  ///< sent, the same
        struct Restoring {
            std::uint64_t number;
            std::vector<LogMark> known;
            std::optional<std::pair<command::PartitionSnapshot, std::string>> done{};  ///< read, and not yet told
        };
        std::optional<Restoring> restoring{};
        struct Late {
            std::uint64_t number;
            std::size_t from;
            std::optional<command::LateSnapshots> done{};
        };
        std::optional<Late> late{};
        std::optional<std::uint64_t> doubt{};
        std::optional<command::PartitionSight> sight{};  ///< looked at for the sake of it, and not yet told
        std::optional<std::size_t> next{};               ///< of the log, while it reads
        unsigned given = 0;                              ///< when the group last gave it the partition, counted
        std::size_t heard = 0;                           ///< so much of the owners' topic
        LogMark seen{};                                  ///< the last record that it knows to be in the log
        std::unique_ptr<command::Partition> partition{};
    };
    struct StoredSnapshot {
        command::SnapshotRecord record;
        std::int64_t offset;
    };
    /// Everything in Kafka at one moment.
    struct Copy {
        LogInMemory log;
        std::vector<StoredSnapshot> snapshots;
        std::int64_t snapshots_end;
        std::size_t owners;
    };

    unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }
    bool one_in(unsigned n) { return below(n) == 0; }
    command::PartitionIo io_for(Process& p);

    // What can happen (actions.cpp).
    void step(Process& p);
    bool happens(Process& p, unsigned chance);
    bool overtaken(const Process& p) const;
    void group(Process& p);
    void pass_time(Process& p);
    void submit(Process& p);
    void append(Process& p, bool report_lost, bool twice);
    void lose(Process& p);
    void report(Process& p);
    void restore(Process& p);
    void read(Process& p, unsigned most);
    void write_snapshot(Process& p);
    void read_snapshots_again(Process& p);
    void compact();
    void look(Process& p);
    void announce(Process& p);
    void hear(Process& p, std::size_t most);
    void disaster();
    void accept_log();
    command::PartitionSnapshot read_snapshots();
    LogSight sight() const;

    // What must hold (invariants.cpp).
    void changed(Process& p, command::PartitionState before);
    void compare(command::Partition& owner);
    void told_of(const AppendedCommit& commit);
    std::string wrong_with_log() const;
    std::string settle();

    std::mt19937 random_;
    std::vector<std::unique_ptr<Process>> processes_;
    command::Partition::Clock::time_point now_{};
    LogInMemory log_;
    std::vector<StoredSnapshot> snapshots_;
    std::int64_t snapshots_end_ = 0;
    std::vector<std::optional<command::OwnerMarks>> owners_;  ///< none: a tombstone
    std::optional<Copy> copy_;
    unsigned disasters_left_ = 0;
    bool settling_ = false;
    unsigned attempts_ = 0;
    unsigned given_ = 0;
    unsigned commits_ = 0;
    std::set<CommitId> acknowledged_;
    std::set<std::pair<WorkspaceId, TaskId>> acknowledged_tasks_;
    std::set<std::pair<WorkspaceId, TaskId>> refused_;
    std::set<CommitId> torn_;  ///< by a disaster: nobody can promise anything of them
    std::set<std::pair<WorkspaceId, TaskId>> torn_tasks_;
    std::string broken_;
    Counts counts_;
};

}  // namespace tasklog::testing
