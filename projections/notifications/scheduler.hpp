#pragma once
#include <string>

#include "infra/metrics.hpp"
#include "infra/postgres/worker_loop.hpp"
#include "projections/passed_over.hpp"
#include "projections/worker_command.hpp"

namespace tasklog::projections {

/// The process manager of reminders: sends FireReminder for each that is due (due_reminders in notifications.sql). Rows
/// are taken with SKIP LOCKED: any number of schedulers share them. However often one is sent, the decider fires it
/// once, or not at all where the task was completed, deleted or rescheduled meanwhile.
class ReminderScheduler {
  public:
    ReminderScheduler(postgres::Address postgres, std::string schema, std::shared_ptr<Alarm> alarm, SendCommands send,
                      Metrics& metrics, Readiness& readiness);

  private:
    std::size_t round(postgres::Session& session);

    const std::string schema_;
    const SendCommands send_;
    PassedOver passed_over_;
    prometheus::Counter& sent_;
    prometheus::Counter& refused_;
    postgres::WorkerLoop loop_;
};

}  // namespace tasklog::projections
