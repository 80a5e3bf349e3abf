#pragma once
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "infra/metrics.hpp"
#include "infra/postgres/session.hpp"
#include "infra/readiness.hpp"

namespace tasklog::projections {

/// A command that a worker wants sent.
struct WorkerCommand {
    std::string key;    ///< its Idempotency-Key
    std::string cause;  ///< what made the worker send it
    std::string body;   ///< JSON
};
/// What came of it. Unavailable: nobody answered, or not yet.
struct Sent {
    enum class What { accepted, refused, unavailable } what = What::unavailable;
    std::string why{};
};
using SendCommand = std::function<Sent(const WorkerCommand&)>;

/// The process manager of tasks that come again: sends CreateNextOccurrence for each completed one that waits
/// (recurring.sql), on a thread of its own. However often one is sent, the decider makes one successor: any number of
/// workers can run, and be killed. What is refused is tried again with growing pauses, an hour at most, and its reason
/// kept in the row.
class RecurringWorker {
  public:
    RecurringWorker(std::string postgres, std::string schema, SendCommand send, Metrics& metrics, Readiness& readiness);

  private:
    void run(const std::stop_token& stop);
    /// How many were sent.
    std::size_t round();

    const std::string postgres_;
    const std::string schema_;
    const SendCommand send_;
    Readiness& readiness_;
    prometheus::Counter& created_;
    prometheus::Counter& refused_;
    std::unique_ptr<postgres::Session> session_;
    std::jthread thread_;
};

}  // namespace tasklog::projections
