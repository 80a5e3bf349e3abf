#pragma once
#include <optional>
#include <stop_token>
#include <string>

#include "events/value/id.hpp"
#include "infra/kafka/client.hpp"

namespace tasklog::projections {

/// The first commit that is not as it should be, and why.
struct Difference {
    int partition = 0;
    std::int64_t offset = 0;
    std::string workspace;
    std::string commit;
    std::string what;
};

struct VerificationReport {
    std::size_t commits = 0;  ///< whose hashes were computed anew and follow one another
    std::size_t entries = 0;  ///< whose rows are what these commits say
    std::size_t pending = 0;  ///< commits that the history has not reached yet, or that are parked
    std::optional<Difference> difference;
};

/// Reads the log from its beginning, computes the hash chain of each workspace anew and folds all events, then compares
/// every column of every row of the audit history in `schema` with what it ought to be. Stops at the first difference.
/// Holds the things of one partition in memory. `only`: one workspace instead of all. Throws if `stop` is requested.
VerificationReport verify_audit(const kafka::Config& kafka, const std::string& topic, const std::string& postgres,
                                const std::string& schema, const std::optional<WorkspaceId>& only,
                                const std::stop_token& stop = {});

}  // namespace tasklog::projections
