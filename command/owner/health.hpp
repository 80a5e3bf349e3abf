#pragma once
#include <string>

#include "command/owner/partition.hpp"
#include "infra/metrics.hpp"
#include "infra/readiness.hpp"

namespace tasklog::command {

/// What an operator sees of a loop's partitions: metrics, lines of the log, and what the instance still waits for.
class Health {
  public:
    Health(Metrics& metrics, Readiness& readiness, int loop);

    /// How many workspaces there are, and where.
    void tell_sizes(const Partitions& partitions);
    /// A partition has another state. True if it is now owned, and was not.
    bool changed(const Partition& each, PartitionState before);
    /// `all_found`: each partition of the loop has an owner that lives.
    void tell_readiness(const Partitions& partitions, bool joined, bool all_found);

  private:
    Readiness& readiness_;
    const std::string part_;  ///< by which readiness knows it
    GaugeShare owned_;
    GaugeShare in_memory_;
    GaugeShare on_disk_;
    prometheus::Counter& given_up_;
    prometheus::Histogram& takeover_seconds_;
};

}  // namespace tasklog::command
