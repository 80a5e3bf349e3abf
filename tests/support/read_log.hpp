#pragma once
#include "events/commit.hpp"
#include "events/log_record.hpp"
#include "infra/kafka/consumer.hpp"
#include "tests/support/services.hpp"

namespace tasklog::testing {

struct ReadCommit {
    Commit commit;
    std::string value;
    std::int64_t offset = 0;
    bool counts = false;
};

/// Every commit of a partition as it stands in the log, marked whether it counts.
inline std::vector<ReadCommit> read_log(const std::string& topic, int partition) {
    kafka::Consumer reader(kafka_config(), "");
    const std::int64_t end = reader.end_offset(topic, partition, std::chrono::seconds(10));
    std::vector<ReadCommit> out;
    ClaimFilter filter;
    if (end == 0) return out;
    reader.assign(topic, {{partition, 0}});
    for (std::int64_t next = 0; next < end;) {
        const auto record = reader.poll(std::chrono::milliseconds(1000));
        if (!record) continue;
        next = record->offset() + 1;
        const LogRecord as = log_record(*record);
        const bool counted = counts(filter, as);
        if (as.kind == "commit") out.push_back({*decode_commit(as.value), std::string(as.value), as.offset, counted});
    }
    return out;
}

}  // namespace tasklog::testing
