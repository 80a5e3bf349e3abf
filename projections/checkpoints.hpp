#pragma once
#include <map>
#include <set>

#include "events/log_place.hpp"
#include "projections/projection.hpp"

namespace tasklog::projections {

/// How far a partition is applied.
using Checkpoint = LogPlace;

/// What checkpoint_from() takes, in this order.
inline constexpr const char* checkpoint_columns = "part, next_offset, claim, seq, first_print, last_offset, last_print";

Checkpoint checkpoint_from(const pqxx::row& row);

/// The partition's checkpoint; made if there is none yet.
Checkpoint read_checkpoint(postgres::Session& session, const std::string& schema, int partition);

/// The same for several, locked until the transaction ends.
std::map<int, Checkpoint> lock_checkpoints(postgres::Session& session, pqxx::transaction_base& transaction,
                                           const std::string& schema, const std::set<int>& partitions);

void write_checkpoint(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                      int partition, const Checkpoint& checkpoint);

/// What the log was found to be, for a partition that has no marks of it yet.
void write_marks(postgres::Session& session, const std::string& schema, int partition, const Checkpoint& checkpoint);

}  // namespace tasklog::projections
