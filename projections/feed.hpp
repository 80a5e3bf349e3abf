#pragma once
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "infra/kafka/consumer.hpp"
#include "infra/loop/alarm.hpp"
#include "projections/batch.hpp"
#include "projections/log_window.hpp"

namespace tasklog::projections {

/// A record of the log, decoded if it is a commit that came through the feed.
struct FedRecord {
    explicit FedRecord(kafka::Record fetched);
    FedRecord(int of, const std::shared_ptr<const AppendedCommit>& appended);

    int partition;
    std::shared_ptr<const void> holder{};  ///< what the views are of
    LogRecord record{};
    std::shared_ptr<const DecodedCommit> commit{};
};

/// What comes new in the log, once for all projections of a process. What this process appends itself it is told;
/// everything else it fetches and decodes, on a thread of its own. A projection that is further behind reads the log by
/// itself until it has come up.
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

    /// By the owner, on its thread: this commit is in the log, and all between its claim and itself are its own. While
    /// such ones come all the time the partition is not fetched.
    void append(int partition, AppendedCommit commit);

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
    /// Of a partition that is followed.
    struct Source {
        bool fetched = false;  ///< by the consumer
        unsigned told = 0;     ///< commits by the owner, without a long silence between them
        std::chrono::steady_clock::time_point last_told{};
    };

    void run(const std::stop_token& stop);
    void count_partitions();
    void begin_and_end();
    bool fetch_what_is_not_told();
    void lose_all();
    bool take_some(std::chrono::milliseconds longest);

    const kafka::Config config_;
    const std::string topic_;
    kafka::Consumer consumer_;
    Alarm alarm_;
    mutable std::mutex mutex_;
    std::map<int, int> followers_;  ///< of each partition, how many
    LogWindow<FedRecord> window_;
    std::uint64_t interruptions_ = 0;
    std::optional<int> partitions_;
    std::map<int, Source> sources_;
    std::jthread thread_;
};

}  // namespace tasklog::projections
