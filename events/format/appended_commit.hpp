#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "events/format/commit_json.hpp"
#include "events/format/log_record.hpp"

namespace tasklog {

using DecodedCommit = std::expected<Commit, Undecodable>;

/// A commit that the log has just acknowledged where it was meant to stand, as its owner sent it: who reads the log in
/// the same process need not fetch it.
struct AppendedCommit {
    std::int64_t offset = 0;
    std::string claim, seq, attempt, trace, key, value;  ///< as in LogRecord
    std::shared_ptr<const DecodedCommit> commit;

    LogRecord record() const {
        return {.offset = offset,
                .kind = "commit",
                .claim = claim,
                .seq = seq,
                .attempt = attempt,
                .trace = trace,
                .key = key,
                .value = value};
    }
};

}  // namespace tasklog
