#pragma once
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "command/owner/partition_writer.hpp"
#include "infra/kafka/producer.hpp"
#include "infra/metrics.hpp"

namespace tasklog::command {

/// The clients that an owner writes with: its claims and commits go into the log, what it tells of itself into the
/// topic of owners, and its snapshots into theirs. One that fails is replaced. All on one loop.
class Producers {
  public:
    struct Topics {
        std::string events;
        std::string owners;
        std::string snapshots{};  ///< none: no snapshots are written
    };
    /// What became of what was written. All on the loop; `delivered` also from within send().
    struct Reports {
        std::function<void(const kafka::Delivery&)> delivered;
        /// Nobody has heard it: it is to be told again.
        std::function<void(int partition)> announcement_lost;
        /// Before the log's client is replaced: no report comes of what is under way.
        std::function<void(const std::string& why)> failed;
        std::function<void()> interrupted;  ///< no broker was within reach
        std::function<void(const kafka::Delivery&)> snapshot_delivered;
        std::function<void()> snapshots_lost;
    };

    Producers(boost::asio::io_context& io, kafka::Config config, Topics topics, Reports reports, Metrics& metrics);
    ~Producers();
    Producers(const Producers&) = delete;

    /// Records go to the client at the end of the loop's turn, all that the turn has made together: fuller batches,
    /// fewer wake-ups of the client's thread, and no wait for a lone one.
    void send(int partition, Outgoing record);
    void send_snapshot(int partition, const SnapshotRecord& record, std::uint64_t tag);
    /// Tells where the partition's owner is, and how far it has come.
    void announce(int partition, const std::string& owner);
    /// Hands out the reports that have come of the log's records. Returns how many are still awaited.
    std::size_t poll() { return log_->poll(); }

  private:
    /// A record that waits for the end of the loop's turn.
    struct Unsent {
        int partition;
        Outgoing record;
    };
    void make_log_producer();
    void make_snapshot_producer();
    void flush();

    boost::asio::io_context& io_;
    const kafka::Config config_;
    const Topics topics_;
    const Reports reports_;
    prometheus::Counter& commits_sent_;
    prometheus::Counter& snapshots_sent_;
    prometheus::Counter& announcements_lost_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::vector<Unsent> unsent_;
    std::unique_ptr<kafka::Producer> log_;
    std::unique_ptr<kafka::Producer> snapshots_;  ///< of its own: none must stand before a commit in the same queue
};

}  // namespace tasklog::command
