#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "events/format/log_place.hpp"
#include "projections/projection.hpp"

namespace tasklog::projections {

/// How far a partition is applied.
using Checkpoint = LogPlace;

/// What checkpoint_from() takes, in this order.

Checkpoint checkpoint_from(const pqxx::row& row);

/// The partition's checkpoint; made if there is none yet.
Checkpoint read_checkpoint(postgres::Session& session, const std::string& schema, int partition);

/// The same for several, locked until the transaction ends.
std::map<int, Checkpoint> lock_checkpoints(postgres::UnitOfWork& unit, const std::string& schema,
                                           const std::set<int>& partitions);

struct CheckpointMove {
    Checkpoint before;
    Checkpoint after;
};

/// The unit of work fails, as by an error of its data, if a checkpoint is elsewhere, or (`none_parked`) if a commit of
/// these partitions is parked.
void move_checkpoints(postgres::UnitOfWork& unit, const std::string& schema, const std::map<int, CheckpointMove>& moves,
                      bool none_parked);

/// What the log was found to be, for a partition that has no marks of it yet.
void write_marks(postgres::Session& session, const std::string& schema, int partition, const Checkpoint& checkpoint);

}  // namespace tasklog::projections
