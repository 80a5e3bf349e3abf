#include "command/owner/health.hpp"

#include <chrono>

#include "infra/log.hpp"

namespace tasklog::command {

Health::Health(Metrics& metrics, Readiness& readiness, int loop)
    : readiness_(readiness),
      part_(part_of_loop("partitions", loop)),
      owned_(metrics.gauge("tasklog_partitions_owned", "Partitions that this instance writes")),
      in_memory_(metrics.gauge("tasklog_workspaces", "Workspaces of the partitions that this instance writes",
                               {{"place", "memory"}})),
      on_disk_(metrics.gauge("tasklog_workspaces", "Workspaces of the partitions that this instance writes",
                             {{"place", "disk"}})),
      given_up_(
          metrics.counter("tasklog_claims_given_up_total", "Claims given up because the log was not as expected")),
      takeover_seconds_(metrics.histogram("tasklog_takeover_seconds",
                                          "From being assigned a partition to owning it, its state read")) {}

void Health::tell_sizes(const Partitions& partitions) {
    std::size_t in_memory = 0;
    std::size_t on_disk = 0;
    for (const auto& each : partitions) {
        in_memory += each->workspaces().in_memory();
        on_disk += each->workspaces().cold().size();
    }
    in_memory_.set(static_cast<double>(in_memory));
    on_disk_.set(static_cast<double>(on_disk));
}

bool Health::changed(const Partition& each, PartitionState before) {
    log::debug("partition", {{"partition", each.number()}, {"was", name_of(before)}, {"is", name_of(each.state())}});
    const bool left_unsettled = before == PartitionState::leaving && each.state() == PartitionState::elsewhere;
    if (each.state() == PartitionState::pausing || left_unsettled) given_up_.Increment();
    if (each.state() != PartitionState::owning || before != PartitionState::claiming) return false;
    const std::chrono::duration<double> took = Partition::Clock::now() - each.begun();
    takeover_seconds_.Observe(took.count());
    log::info("partition owned", {{"partition", each.number()},
                                  {"claim", each.token()},
                                  {"records_read", each.records_read()},
                                  {"took_ms", static_cast<std::int64_t>(took.count() * 1000)}});
    return true;
}

void Health::tell_readiness(const Partitions& partitions, bool joined, bool all_found) {
    std::size_t owned = 0;
    const Partition* barred = nullptr;
    bool rebuilding = false;
    for (const auto& each : partitions) {
        owned += each->serves() ? 1 : 0;
        if (!each->barred_by().empty()) barred = each.get();
        rebuilding = rebuilding || (each->is_ours() && !each->serves());
    }
    owned_.set(static_cast<double>(owned));
    if (barred) {
        readiness_.waiting(part_, barred->barred_by());
    } else if (!joined) {
        readiness_.waiting(part_, "has not joined its group yet");
    } else if (!all_found) {
        readiness_.waiting(part_, "not every partition has an owner yet");
    } else if (rebuilding) {
        readiness_.waiting(part_, "rebuilding the state of a partition from the log");
    } else {
        readiness_.ready(part_);
    }
}

}  // namespace tasklog::command
