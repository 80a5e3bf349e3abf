#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

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

/// The same for several, locked until the transaction ends. Its end waits for no disk: the log can always fill a read
/// model again, and what a crash of Postgres loses is applied again, with its checkpoint.
std::map<int, Checkpoint> lock_checkpoints(postgres::Session& session, pqxx::transaction_base& transaction,
                                           const std::string& schema, const std::set<int>& partitions);

/// Moves them, and notifies the channel of these texts, in order, when the transaction is committed: in one statement,
/// since every batch does both.
void write_checkpoints(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                       const std::map<int, Checkpoint>& checkpoints, const std::string& channel = "",
                       const std::vector<std::string>& texts = {});

/// What the log was found to be, for a partition that has no marks of it yet.
void write_marks(postgres::Session& session, const std::string& schema, int partition, const Checkpoint& checkpoint);

}  // namespace tasklog::projections
