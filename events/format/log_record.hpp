#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "events/format/claim_filter.hpp"

namespace tasklog {

/// A record of `tasklog.events` as readers see it, apart from the client that read it.
struct LogRecord {
    std::int64_t offset = 0;
    std::string_view kind;       ///< header: "claim" or "commit"
    std::string_view claim;      ///< header of a commit: the token it was made under, decimal
    std::string_view seq;        ///< header of a commit: its number under the claim, decimal
    std::string_view attempt{};  ///< header of a commit: which claim of that offset, decimal; empty in old ones
    std::string_view
        trace;             ///< header of a commit: the request's traceparent (W3C Trace Context); empty if it had none
    std::string_view key;  ///< the workspace id of a commit; the claimer's attempt for a claim
    std::string_view value;
};

/// A client's record as readers see it.
template <class Record>
LogRecord log_record(const Record& record) {
    return {.offset = record.offset(),
            .kind = record.header("kind"),
            .claim = record.header("claim"),
            .seq = record.header("seq"),
            .attempt = record.header("attempt"),
            .trace = record.header("traceparent"),
            .key = record.key(),
            .value = record.value()};
}

/// The claim with this key, as the header of its commits has it. Never 0.
std::uint64_t attempt_of(std::string_view key);

/// True for a commit that counts; moves the filter on. Records of an unknown kind count for nothing.
bool counts(ClaimFilter& filter, const LogRecord& record);

}  // namespace tasklog
