#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "infra/alarm.hpp"
#include "infra/kafka/consumer.hpp"
#include "infra/metrics.hpp"
#include "infra/readiness.hpp"
#include "projections/batch.hpp"
#include "projections/same_log.hpp"

namespace tasklog::projections {

struct RunnerConfig {
    kafka::Config kafka;
    std::string topic = "tasklog.events";
    std::string group;
    std::string postgres;
    std::chrono::milliseconds session_timeout{6000};
    std::size_t max_records = 5'000;            ///< of one batch
    std::size_t max_bytes = 8UL * 1024 * 1024;  ///< of one batch
    int rebuild_parallel = 2;                   ///< connections that fill a schema which is not there yet
    std::shared_ptr<Alarm> alarm = std::make_shared<Alarm>();  ///< rings when commits were applied
    /// While there is much to do, so long a batch gathers what comes: for a projection whose rows nobody waits for.
    std::chrono::milliseconds gather{0};
};

/// Keeps a projection up with the log, on a thread of its own: reads a batch, applies it with its checkpoints in one
/// transaction, and begins again. Several runners of one group share the partitions. A schema that is not there yet
/// (the first start of a new version) is filled first, beside whatever serves. While Postgres or Kafka is away it waits
/// and tells readiness; so it does where the log holds an event of a newer release, or is not the one that was read
/// before.
class Runner {
  public:
    Runner(RunnerConfig config, Projection projection, Metrics& metrics, Readiness& readiness);
    /// Finishes the batch under way and leaves the group.
    ~Runner() = default;

  private:
    struct Partition {
        std::optional<Checkpoint> at;  ///< none: to be read from Postgres before the first record
        prometheus::Gauge* lag = nullptr;
    };

    void run(const std::stop_token& stop);
    bool make_live(const std::stop_token& stop);
    void follow(kafka::Consumer& consumer, const std::stop_token& stop);
    void step(kafka::Consumer& consumer);
    void wait_for_newer(kafka::Consumer& consumer);
    bool look(std::map<int, Checkpoint>& checkpoints);
    bool is_same_log(kafka::Consumer& consumer, bool has_read);
    void wait_for_log(kafka::Consumer& consumer, const AnotherLog& error);
    void start_partitions(kafka::Consumer& consumer);
    Batch collect(kafka::Consumer& consumer);
    std::chrono::milliseconds patience(bool concerned) const;
    void applied(const Batch& batch, const kafka::Consumer& consumer);
    void begin_again(kafka::Consumer& consumer);

    const RunnerConfig config_;
    const Projection projection_;
    Metrics& metrics_;
    Readiness& readiness_;
    prometheus::Counter& commits_;
    prometheus::Counter& fenced_;
    prometheus::Histogram& batch_seconds_;
    std::unique_ptr<postgres::Session> session_;
    std::map<int, Partition> partitions_;
    std::string newer_;         ///< why the last batch ended early; empty: it did not
    std::string newer_told_;    ///< the last of these that was logged
    std::string another_log_;   ///< why it stands still; empty: it does not
    bool interrupted_ = false;  ///< and the log has not been looked at since
    std::chrono::steady_clock::time_point last_look_{};
    std::chrono::steady_clock::time_point last_applied_{};
    std::chrono::steady_clock::time_point batch_begun_{};
    std::jthread thread_;
};

}  // namespace tasklog::projections
