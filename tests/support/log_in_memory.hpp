#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "command/owner/partition_writer.hpp"
#include "events/format/log_record.hpp"

namespace tasklog::testing {

/// A record of a partition, as its producer sent it.
struct StoredRecord {
    std::string kind;
    std::string claim;
    std::string seq;
    std::string attempt;
    std::string key;
    std::string value;
    std::uint64_t tag = 0;

    static StoredRecord of(const command::Outgoing& out) {
        return {std::string(out.kind),
                std::to_string(out.claim),
                std::to_string(out.seq),
                std::to_string(out.attempt),
                out.key,
                out.value,
                out.tag};
    }
    LogRecord at(std::int64_t offset) const {
        return {
            .offset = offset, .kind = kind, .claim = claim, .seq = seq, .attempt = attempt, .key = key, .value = value};
    }
};

using LogInMemory = std::vector<StoredRecord>;

}  // namespace tasklog::testing
