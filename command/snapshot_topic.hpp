#pragma once
#include <atomic>
#include <string>

#include "command/snapshot_record.hpp"
#include "infra/kafka/client.hpp"

namespace tasklog::command {

/// Reads a partition's snapshots to their end. If they cannot be read they are ignored: the log has it all. Throws
/// kafka::Error once `stop` is set.
Restored read_snapshots(const kafka::Config& config, const std::string& topic, int partition,
                        const std::atomic<bool>& stop);

}  // namespace tasklog::command
