#include "command/snapshot_record.hpp"

namespace tasklog::command {

bool is_trusted(const SnapshotCheckpoint& checkpoint, std::int64_t record_claim, std::int64_t record_offset) {
    return record_offset < checkpoint.topic_end || record_claim >= checkpoint.filter.claim;
}

}  // namespace tasklog::command
