#pragma once
#include <map>
#include <set>

#include "events/claim_filter.hpp"
#include "projections/projection.hpp"

namespace tasklog::projections {

/// How far a partition is applied.
struct Checkpoint {
    std::int64_t next_offset = 0;
    ClaimFilter filter{};
    bool operator==(const Checkpoint&) const = default;
};

/// From the columns part, next_offset, claim and seq.
Checkpoint checkpoint_from(const pqxx::row& row);

/// The partition's checkpoint; made if there is none yet.
Checkpoint read_checkpoint(postgres::Session& session, const std::string& schema, int partition);

/// The same for several, locked until the transaction ends.
std::map<int, Checkpoint> lock_checkpoints(postgres::Session& session, pqxx::transaction_base& transaction,
                                           const std::string& schema, const std::set<int>& partitions);

void write_checkpoint(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                      int partition, const Checkpoint& checkpoint);

}  // namespace tasklog::projections
