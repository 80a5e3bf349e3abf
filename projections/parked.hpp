#pragma once
#include <set>
#include <string>

#include "projections/projection.hpp"

namespace tasklog::projections {

/// Puts a commit aside until it can be applied. `workspace` is the record's key.
void park(postgres::UnitOfWork& unit, const std::string& schema, int partition, std::int64_t offset,
          const std::string& workspace, const std::string& error, const std::string& value);

std::set<std::string> parked_workspaces(postgres::UnitOfWork& unit, const std::string& schema,
                                        const std::set<int>& partitions);

/// What is parked of a workspace.
struct ParkedCommits {
    std::string workspace;
    std::string error;     ///< of its first commit
    std::string position;  ///< of its first commit, "partition:offset"
    std::uint64_t commits = 0;
};
std::vector<ParkedCommits> parked_by_workspace(postgres::Session& session, pqxx::transaction_base& transaction,
                                               const std::string& schema);

struct RetryCounts {
    std::size_t applied = 0;
    std::size_t still_parked = 0;
};

/// Applies what is parked, workspace by workspace in the order of the log; each stops at its first commit that still
/// cannot be applied. The partition's runner waits meanwhile.
RetryCounts retry_parked(postgres::Session& session, const Projection& projection);

}  // namespace tasklog::projections
