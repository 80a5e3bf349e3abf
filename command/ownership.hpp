#pragma once
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>

#include "command/partition_writer.hpp"
#include "infra/kafka/consumer.hpp"
#include "infra/kafka/producer.hpp"
#include "infra/metrics.hpp"
#include "infra/readiness.hpp"

namespace tasklog::command {

struct OwnershipConfig {
    kafka::Config kafka;
    std::string events_topic = "tasklog.events";
    std::string owners_topic = "tasklog.owners";
    std::string snapshots_topic{};  ///< none: no snapshots are written or read
    std::string group = "tasklog-command";
    std::chrono::milliseconds session_timeout{6000};  ///< after which a silent instance loses its partitions
    SnapshotLimits snapshots{};
    std::string address;  ///< where other instances reach this one, "host:port"
};

/// Which partitions this instance writes: a consumer group says so, a claim in the log makes it true, and the topic of
/// owners tells the others. All on the io_context's one thread.
class Ownership {
  public:
    Ownership(boost::asio::io_context& io, OwnershipConfig config, int partitions, Metrics& metrics,
              Readiness& readiness);
    ~Ownership();
    Ownership(const Ownership&) = delete;

    int partitions() const { return static_cast<int>(writers_.size()); }
    PartitionWriter& writer(int partition) { return *writers_[static_cast<std::size_t>(partition)]; }
    /// To be called before a request is decided. Once this process has been kept from running so long that its
    /// partitions may be others' by now, what it knows is in doubt until the log has told that nobody else has written:
    /// commits are made meanwhile, for the log tells whether they count, but no refusals.
    void look_at_clock();
    /// The address of the partition's latest known owner; empty if none is known.
    std::string owner_of(int partition) const;
    const std::string& address() const { return config_.address; }
    /// Hands out the delivery reports that have come. Returns how many are still awaited.
    std::size_t poll() { return producer_->poll(); }
    /// Leaves the group, and serves until other instances have taken the partitions over (20 s at most; not if there
    /// are none). Lets what is in flight be acknowledged (5 s at most), then calls `done`.
    void stop(std::function<void()> done);

  private:
    /// A record that waits for the end of the loop's turn.
    struct Unsent {
        int partition;
        Outgoing record;
    };
    struct Owner {
        std::int64_t token = -1;
        std::string address;
    };
    /// A partition that is being taken over.
    struct Takeover {
        std::uint64_t number;
        std::chrono::steady_clock::time_point begun;
        std::int64_t records = 0;                   ///< read of the log
        std::optional<std::int64_t> next_offset{};  ///< of the log, once a record was read
        std::chrono::steady_clock::time_point last_record{};
        bool at_end = false;
        std::optional<std::chrono::steady_clock::time_point> fenced{};
    };

    void make_producer();
    void send(int partition, Outgoing record);
    void flush();
    void begin(int partition);
    void read_snapshots(int partition);
    void stop_reading(int partition);
    Snapshotter::Send snapshot_sender(int partition);
    void make_snapshot_producer();
    void write_snapshots();
    void begin_again(int partition, const std::string& why);
    void pump();
    void claim_what_is_read();
    void owned(int partition);
    void read_owners();
    void leave(int partition);
    void leave_none();
    bool is_alone() const;
    bool all_found() const;
    void finish_stop(std::chrono::steady_clock::time_point latest_handover,
                     std::chrono::steady_clock::time_point latest);
    void tell_readiness();
    void announce(int partition);
    void ask_the_log();
    void log_ends_at(int partition, std::int64_t token, std::optional<std::int64_t> end, std::uint64_t doubt);

    boost::asio::io_context& io_;
    const OwnershipConfig config_;
    Readiness& readiness_;
    prometheus::Gauge& owned_;
    prometheus::Counter& given_up_;
    prometheus::Counter& records_sent_;
    prometheus::Counter& snapshots_sent_;
    prometheus::Histogram& takeover_seconds_;
    std::vector<std::unique_ptr<PartitionWriter>> writers_;
    std::set<int> assigned_;
    std::set<int> leaving_;  ///< not ours any more, and served until another's claim is there
    std::map<int, Owner> owners_;
    std::map<int, Takeover> takeovers_;
    std::unique_ptr<kafka::Producer> producer_;
    std::unique_ptr<kafka::Producer> snapshot_producer_;
    std::vector<Unsent> unsent_;
    std::unique_ptr<kafka::Consumer> owners_consumer_;
    std::unique_ptr<kafka::Consumer> reader_;    ///< of the log, those partitions that are being taken over
    std::unique_ptr<kafka::Consumer> consumer_;  ///< of no record: its group says which partitions are ours
    std::chrono::steady_clock::time_point last_turn_ = std::chrono::steady_clock::now();
    boost::asio::steady_timer tick_;
    boost::asio::steady_timer snapshot_tick_;
    boost::asio::steady_timer stopping_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::minstd_rand random_{std::random_device{}()};
    bool pump_posted_ = false;
    bool joined_ = false;       ///< the group: an instance that is ready can take over
    std::uint64_t doubts_ = 0;  ///< how often this process was kept from running
    std::size_t asked_ = 0;     ///< partitions whose ends the log was asked for, in doubt
    std::function<void()> stopped_;
    std::atomic<bool> stopping_readers_ = false;
    boost::asio::thread_pool readers_{2};  ///< they read snapshots, while the loop serves the other partitions
};

}  // namespace tasklog::command
