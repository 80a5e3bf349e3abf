#pragma once
#include <atomic>
#include <string>
#include <vector>

#include "command/owner/snapshots/snapshot_reading.hpp"
#include "infra/kafka/client.hpp"

/// What a new owner reads before the log: blocking calls, for a thread of their own.
namespace tasklog::command {

struct PartitionTopics {
    std::string events;
    std::string snapshots;  ///< empty: there are none
    std::string scratch;    ///< a folder for what is read and not used yet; empty: the system's for temporary files
};

/// What is known of a partition before its log is read.
struct KnownState {
    PartitionSnapshot restored;
    std::string why_another_log{};  ///< one sentence; empty: it is the one that is known
};

/// Reads the partition's snapshots, and looks at the log by their marks and by `known`, what its owners have seen.
/// Throws kafka::Error if no broker answers, std::system_error if the scratch file can't be written; ends early once
/// `stop` is set.
KnownState read_known_state(const kafka::Config& config, const PartitionTopics& topics, int partition,
                            const std::vector<LogMark>& known, const std::atomic<bool>& stop);

/// The partition's ends, and what it has at these marks. Throws kafka::Error if no broker answers.
LogSight look_at_log(const kafka::Config& config, const std::string& topic, int partition,
                     const std::vector<LogMark>& known);

/// Where the snapshots end now.
std::int64_t snapshots_end(const kafka::Config& config, const std::string& topic, int partition);

/// What the snapshots have got from this offset on.
LateSnapshots read_late_snapshots(const kafka::Config& config, const std::string& topic, int partition,
                                  std::int64_t from, const std::atomic<bool>& stop);

}  // namespace tasklog::command
