#pragma once
#include <functional>
#include <map>
#include <string>

#include "infra/kafka/reading.hpp"
#include "projections/batch.hpp"

namespace tasklog::projections {

/// Where the events are.
struct Log {
    kafka::Config kafka;
    std::string topic = "tasklog.events";
};

struct FillProgress {
    std::uint64_t records = 0;         ///< read so far
    std::uint64_t records_in_all = 0;  ///< that are to be read
    std::uint64_t bytes = 0;           ///< of the records read
    std::uint64_t commits = 0;         ///< applied
    std::uint64_t events = 0;          ///< of these commits
};

struct FillOptions {
    int parallel = 2;                      ///< connections, which share the partitions
    std::size_t rows_in_memory = 400'000;  ///< held until they are written, some 600 bytes each
    Only only{};                           ///< which commits
    std::map<int, std::int64_t> until{};   ///< where a partition ends; its present end if left out
    std::function<void(const FillProgress&)> progress = [](const FillProgress&) {};  ///< may throw, to end it
};

/// Applies the log to the projection's schema from its checkpoints on, up to where the log ends when this begins.
/// Readers do not hear of it. Each batch is a transaction with its checkpoints: what is killed goes on where it was.
/// Memory is bounded whatever the log's length: 64 MiB of records, what readers have fetched, and the rows that are
/// held until they are written. Throws NewerEvent, AnotherLog, and kafka::Error if someone else fills the schema too.
FillProgress fill(const Log& log, const std::string& postgres, const Projection& projection,
                  const FillOptions& options);

}  // namespace tasklog::projections
