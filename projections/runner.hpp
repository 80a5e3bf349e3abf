#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "infra/loop/alarm.hpp"
#include "infra/metrics.hpp"
#include "infra/readiness.hpp"
#include "projections/applier.hpp"
#include "projections/intake.hpp"
#include "projections/leases.hpp"
#include "projections/rebuild/same_log.hpp"

namespace tasklog::projections {

/// Those in this process who listen for what is applied hear of it at once, and not by way of Postgres.
struct Telling {
    std::string from{};  ///< by which they know those notifications that they need not heed
    std::function<void(const std::string& notification)> tell{};  ///< on the runner's thread; none: nobody does
};

/// How long a batch gathers what comes: the more there is to do the longer, since every batch has a price of its own.
struct Gathering {
    std::chrono::milliseconds least{0};
    std::chrono::milliseconds most{0};  ///< when the next commit is there before a batch is applied
};

struct RunnerConfig {
    kafka::Config kafka;
    std::string topic = "tasklog.events";
    std::shared_ptr<Feed> feed;  ///< of the process
    std::string postgres;
    std::optional<postgres::Address> pooler{};  ///< by which it applies batches, if not straight
    std::string worker;                         ///< its name among those that apply the same projection
    std::chrono::milliseconds silence{6'000};   ///< after which its partitions are others'
    std::size_t max_records = 5'000;            ///< of one batch
    std::size_t max_bytes = 8UL * 1024 * 1024;  ///< of one batch
    int rebuild_parallel = 2;                   ///< connections that fill a schema which is not there yet
    std::shared_ptr<Alarm> alarm = std::make_shared<Alarm>();  ///< rings when commits were applied
    Telling telling{};
    Gathering gathering{};
};

/// Keeps a projection up with the log, on a thread of its own: reads a batch, applies it with its checkpoints in one
/// transaction, and begins again. Several runners of one projection share the partitions. A schema that is not there
/// yet (the first start of a new version) is filled first, beside whatever serves. While Postgres or Kafka is away it
/// waits and tells readiness; so it does where the log holds an event of a newer release, or is not the one that was
/// read before.
class Runner {
  public:
    Runner(RunnerConfig config, Projection projection, Metrics& metrics, Readiness& readiness);
    /// Finishes the batch under way and gives its partitions back.
    ~Runner() = default;

  private:
    struct Partition {
        std::optional<Checkpoint> at;  ///< none: to be read from Postgres before the first record
        prometheus::Gauge* lag = nullptr;
    };

    void run(const std::stop_token& stop);
    bool make_live(const std::stop_token& stop);
    void step(const std::stop_token& stop);
    void leave();
    void wait_for_newer(const std::stop_token& stop);
    bool look(std::map<int, Checkpoint>& checkpoints);
    bool is_same_log(bool has_read);
    void wait_for_log(const std::stop_token& stop, const AnotherLog& error);
    void renew_leases();
    void start_partitions();
    Batch collect(const std::stop_token& stop);
    void add(Batch& batch, const FedRecord& fed);
    void begin_batch();
    bool has_room(const Batch& batch) const;
    std::chrono::milliseconds gather() const;
    std::chrono::milliseconds patience(bool concerned) const;
    void applied(const Batch& batch);
    void begin_again();

    const RunnerConfig config_;
    const Projection projection_;
    Metrics& metrics_;
    Readiness& readiness_;
    prometheus::Counter& commits_;
    prometheus::Counter& fenced_;
    prometheus::Histogram& batch_seconds_;
    std::unique_ptr<postgres::Session> session_;
    Applier applier_;
    Leases leases_;
    Intake intake_;
    std::map<int, Partition> partitions_;
    std::string newer_;                                     ///< why the last batch ended early; empty: it did not
    std::string newer_told_;                                ///< the last of these that was logged
    std::string another_log_;                               ///< why it stands still; empty: it does not
    bool interrupted_ = false;                              ///< and the log has not been looked at since
    std::chrono::steady_clock::time_point next_renewal_{};  ///< of the leases
    std::chrono::steady_clock::time_point last_look_{};
    std::chrono::steady_clock::time_point last_applied_{};
    std::chrono::steady_clock::time_point batch_begun_{};
    std::chrono::nanoseconds mean_pause_{};  ///< between a batch and the first record of the next
    std::jthread thread_;
};

}  // namespace tasklog::projections
