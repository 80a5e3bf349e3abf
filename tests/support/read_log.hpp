#pragma once
#include "events/format/commit_json.hpp"
#include "events/format/log_record.hpp"
#include "infra/kafka/reading.hpp"
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
    const kafka::Span span = kafka::whole(kafka_config(), topic).at(partition);
    std::vector<ReadCommit> out;
    ClaimFilter filter;
    kafka::Consumer reader(kafka_config(), "");
    kafka::read(reader, topic, {{partition, span}}, [&](const kafka::Record& record) {
        const LogRecord as = log_record(record);
        const bool counted = counts(filter, as);
        if (as.kind == "commit") out.push_back({*decode_commit(as.value), std::string(as.value), as.offset, counted});
        return true;
    });
    return out;
}

}  // namespace tasklog::testing
