#pragma once
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "infra/alarm.hpp"
#include "infra/kafka/consumer.hpp"
#include "projections/batch.hpp"
#include "projections/log_window.hpp"

namespace tasklog::projections {

/// A record that was fetched, and decoded if it is a commit, for all projections of a process.
struct FedRecord {
    kafka::Record record;
    std::shared_ptr<const DecodedCommit> commit{};
};

/// Fetches and decodes what comes new in the log once for all projections of a process, on a thread of its own. A
/// projection that is further behind reads the log by itself until it has come up.
class Feed {
  public:
    Feed(const kafka::Config& config, std::string topic);
    ~Feed();
    Feed(const Feed&) = delete;

    /// How many partitions the log has; none before Kafka has first answered.
    std::optional<int> partitions() const;

    /// One more, or less, that wants what comes new of the partition.
    void follow(int partition);
    void leave(int partition);

    /// From `next` on, up to so many; none where the feed does not reach back so far, or has lost its place.
    std::optional<std::vector<std::shared_ptr<const FedRecord>>> take(int partition, std::int64_t next,
                                                                      std::size_t most) const;
    bool reaches(int partition, std::int64_t next) const;
    /// The offset after the last record that has come; none where it has no place.
    std::optional<std::int64_t> end(int partition) const;
    /// Rings when there is something new, when a partition is first followed, and when something was lost.
    Alarm& alarm() { return alarm_; }
    /// How often the client has lost a broker, or its place: the log may be another one since.
    std::uint64_t interruptions() const;

  private:
    void run(const std::stop_token& stop);
    void count_partitions();
    void follow_all();
    void lose_all();
    bool take_some();

    const kafka::Config config_;
    const std::string topic_;
    kafka::Consumer consumer_;
    Alarm alarm_;
    mutable std::mutex mutex_;
    std::map<int, int> followers_;  ///< of each partition, how many
    LogWindow<FedRecord> window_;
    std::uint64_t interruptions_ = 0;
    std::optional<int> partitions_;
    std::set<int> followed_;  ///< by the consumer: the feed's own thread alone knows
    std::jthread thread_;
};

}  // namespace tasklog::projections
