#pragma once
#include <map>
#include <stdexcept>

#include "projections/checkpoints.hpp"
#include "projections/rebuild/fill.hpp"

namespace tasklog::projections {

/// The log is not the one that the read model was filled from. The message says so in one sentence, and what to do.
struct AnotherLog : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Looks whether the log is the one that these checkpoints of `schema` are of, by the marks that they have. Those that
/// have none yet take them now. Throws AnotherLog, or kafka::Error if the log can't be looked at.
void look_at_log(const Log& log, postgres::Session& session, const std::string& schema,
                 std::map<int, Checkpoint>& checkpoints);

}  // namespace tasklog::projections
