#pragma once
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "command/owner/partition.hpp"
#include "command/owner/snapshots/snapshot_topic.hpp"
#include "infra/kafka/consumer.hpp"

namespace tasklog::command {

/// What an owner asks Kafka for and has to wait for: threads wait, while the loop serves the other partitions, and
/// `then` is called on the loop. Not for other threads.
class SlowReads {
  public:
    SlowReads(boost::asio::io_context& io, kafka::Config config, PartitionTopics topics)
        : io_(io), config_(std::move(config)), topics_(std::move(topics)) {}
    ~SlowReads() { stop(); }
    SlowReads(const SlowReads&) = delete;

    /// Waits for what is under way; from then on nothing is read, and nothing called.
    void stop();
    /// The partition's state before its log is read; or why it cannot be told.
    void known_state(int partition, std::vector<LogMark> known,
                     std::function<void(std::expected<KnownState, std::string>)> then);
    /// What the snapshots have got from this offset on; they are read again until that succeeds.
    void late_snapshots(int partition, std::int64_t from, std::function<void(LateSnapshots)> then);
    /// What the partition has at these marks; none if no broker answers.
    void sight(int partition, const std::vector<LogMark>& known,
               std::function<void(const std::optional<PartitionSight>&)> then);
    /// Where the partition ends, as this client, which outlives this, is told; none if it gets no answer soon.
    void end_of_log(kafka::Consumer& client, int partition,
                    std::function<void(const std::optional<std::int64_t>&)> then);
    /// Whether nobody else is in the group; also if no broker answers.
    void is_alone(const std::string& group, std::function<void(bool)> then);
    /// Something large, whose destruction would take the loop too long.
    void destroy(std::shared_ptr<const void> state);

  private:
    template <class Work, class Then>
    void aside(Work work, Then then);

    boost::asio::io_context& io_;
    const kafka::Config config_;
    const PartitionTopics topics_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::atomic<bool> stopping_ = false;
    boost::asio::thread_pool threads_{2};
};

}  // namespace tasklog::command
