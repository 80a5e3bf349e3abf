// A wrong rule, for claims_test.cpp to find out: snapshots are trusted whoever wrote them. What a writer that has lost
// the partition puts over newer ones is then read by the next owner.
#include "command/snapshot_record.hpp"

namespace tasklog::command {

bool is_trusted(const SnapshotCheckpoint&, std::int64_t, std::int64_t) { return true; }

}  // namespace tasklog::command
