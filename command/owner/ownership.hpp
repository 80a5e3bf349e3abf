#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>

#include "command/owner/announcements.hpp"
#include "command/owner/health.hpp"
#include "command/owner/log_end_watch.hpp"
#include "command/owner/owners_directory.hpp"
#include "command/owner/partition.hpp"
#include "command/owner/producers.hpp"
#include "command/owner/slow_reads.hpp"
#include "infra/kafka/consumer.hpp"

namespace tasklog::command {

/// What the first loop's ownership, the process's member of the group, tells those of the other loops.
struct GroupNews {
    enum class Kind {
        joined,        ///< an instance that is ready can take over
        assigned,      ///< the group gives the process this partition
        revoked,       ///< and takes it away again
        all_assigned,  ///< all of an assignment has been told
        left,          ///< the process is a member no more: it is stopped
    };
    Kind kind;
    int partition = -1;
    bool alone = false;  ///< of `left`: there is no other instance
};

struct OwnershipConfig {
    kafka::Config kafka;
    std::string events_topic = "tasklog.events";
    std::string owners_topic = "tasklog.owners";
    std::string snapshots_topic{};  ///< none: no snapshots are written or read
    std::string group = "tasklog-command";
    std::chrono::milliseconds session_timeout{6000};  ///< after which a silent instance loses its partitions
    WriterLimits limits{};
    std::string address;                                 ///< where other instances reach this one, "host:port"
    int loop = 0;                                        ///< which of the process's loops it is on
    int loops = 1;                                       ///< how many these are, each with an ownership of its own
    std::function<void(const GroupNews&)> tell_loops{};  ///< from the first one to the others; there may be none
    std::function<void(int partition, AppendedCommit)> appended{};  ///< who reads the log in this process; may be none
};

/// Which partitions this instance writes: a consumer group says so, a claim in the log makes it true, and the topic of
/// owners tells the others. It brings each Partition what it needs of Kafka. All on one loop: a process with several
/// has an ownership on each, for every so many-th partition; the first one's is the process's member of the group.
class Ownership {
  public:
    Ownership(boost::asio::io_context& io, OwnershipConfig config, int partitions, Metrics& metrics,
              Readiness& readiness);
    ~Ownership();
    Ownership(const Ownership&) = delete;

    int partitions() const { return static_cast<int>(partitions_.size()); }
    Partition& partition(int number) { return *partitions_[static_cast<std::size_t>(number)]; }
    /// To be called before a request is decided. Once this process has been kept from running so long that its
    /// partitions may be others' by now, what it knows is in doubt until the log has told that nobody else has written.
    void look_at_clock();
    /// The loop of this process that has the partition, if the process has it.
    int loop_of(int partition) const { return partition % config_.loops; }
    bool is_of_this_loop(int partition) const { return loop_of(partition) == config_.loop; }
    /// What the first loop's has told.
    void heard(const GroupNews& news);
    /// The address of the partition's latest known owner; empty if none is known.
    std::string owner_of(int partition) const;
    const std::string& address() const { return config_.address; }
    /// Hands out the delivery reports that have come. Returns how many are still awaited.
    std::size_t poll() { return producers_.poll(); }
    /// Leaves the group, and serves until other instances have taken the partitions over (20 s at most; not if there
    /// are none). Lets what is in flight be acknowledged (5 s at most), then calls `done`.
    void stop(std::function<void()> done);

  private:
    using Clock = Partition::Clock;
    PartitionIo io_for(int partition);
    Producers::Reports reports();
    void write_snapshots();
    void restore(int partition, std::uint64_t number, std::vector<LogMark> known);
    void read_snapshots_again(int partition, std::uint64_t number, std::int64_t from);
    void join();
    void give_early_back();
    void give_back(int partition);
    void pump();
    void read_log();
    void changed(int partition, PartitionState before);
    void announce(int partition);
    void announce_news(bool all);
    void heard(int partition, const std::optional<OwnerRecord>& owner);
    void tell(const GroupNews& news);
    void leave_group(bool alone);
    void finish_stop(Clock::time_point latest_handover, Clock::time_point latest);
    void tell_readiness();
    bool all_found() const;

    boost::asio::io_context& io_;
    const OwnershipConfig config_;
    Health health_;
    Partitions partitions_;
    Producers producers_;
    SlowReads reads_;
    std::unique_ptr<OwnersDirectory> owners_;
    std::unique_ptr<Announcements> announcements_;
    std::unique_ptr<LogReader> reader_;
    std::unique_ptr<LogEndWatch> end_watch_;
    std::unique_ptr<kafka::Consumer> consumer_;  ///< of no record: its group says which partitions are the process's
    Clock::time_point last_turn_ = Clock::now();
    boost::asio::steady_timer tick_;
    boost::asio::steady_timer snapshot_tick_;
    boost::asio::steady_timer stopping_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::minstd_rand random_{std::random_device{}()};
    bool pump_posted_ = false;
    std::set<int> early_;             ///< partitions taken up again before the group has answered
    std::set<int> unasked_;           ///< of those, what it gave to another, and is not owned yet
    bool begun_ = false;              ///< it is known how far the owners before have come: partitions are taken
    std::vector<GroupNews> unheard_;  ///< what came before that
    bool joined_ = false;             ///< the group: an instance that is ready can take over
    bool stops_ = false;              ///< it joins no group any more
    std::function<void()> stopped_;
};

}  // namespace tasklog::command
