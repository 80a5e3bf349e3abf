#pragma once
#include <string>

#include "infra/metrics.hpp"
#include "infra/postgres/worker_loop.hpp"
#include "projections/passed_over.hpp"
#include "projections/worker_command.hpp"

namespace tasklog::projections {

/// The process manager of tasks that repeat: sends CreateNextOccurrence for each completed one that waits
/// (recurring.sql). However often one is sent, the decider makes one successor: any number of workers can run, and be
/// killed. What is refused is tried again with growing pauses, an hour at most, and its reason kept in the row.
class RecurringWorker {
  public:
    RecurringWorker(postgres::Address postgres, std::string schema, std::shared_ptr<Alarm> alarm, SendCommands send,
                    Metrics& metrics, Readiness& readiness);

  private:
    std::size_t round(postgres::Session& session);

    const std::string schema_;
    const SendCommands send_;
    PassedOver passed_over_;
    prometheus::Counter& created_;
    prometheus::Counter& refused_;
    postgres::WorkerLoop loop_;
};

}  // namespace tasklog::projections
