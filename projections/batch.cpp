#include "projections/batch.hpp"

#include "events/format/commit_json.hpp"
#include "infra/uuid.hpp"

namespace tasklog::projections {
void Batch::add(int partition, const LogRecord& record, const Checkpoint& from,
                std::shared_ptr<const DecodedCommit> decoded) {
    const auto present = spans_.find(partition);
    Checkpoint after = present == spans_.end() ? from : present->second.after;
    const bool wanted = after.take(record) && (!only_.workspaces || only_.workspaces->contains(record.key));
    if (wanted) take(partition, record, std::move(decoded));
    spans_.try_emplace(partition, CheckpointMove{from, from}).first->second.after = after;
    ++records_;
    bytes_ += record.value.size();
}

void Batch::take(int partition, const LogRecord& record, std::shared_ptr<const DecodedCommit> decoded) {
    if (!decoded) decoded = std::make_shared<const DecodedCommit>(decode_commit(record.value));
    const DecodedCommit& commit = *decoded;
    if (commit) {
        if (!only_.until || commit->at <= *only_.until)
            commits_.push_back({.partition = partition,
                                .offset = record.offset,
                                .shared = {decoded, &*commit},
                                .value = std::string(record.value),
                                .trace = std::string(record.trace)});
        return;
    }
    if (commit.error().newer)
        throw NewerEvent("the record at " + std::to_string(partition) + ":" + std::to_string(record.offset) + " (" +
                         commit.error().why + ") was written by a newer release: start that one. Nothing is lost");
    // A key that is no workspace's id must not stand in the way of the others.
    std::string workspace(is_uuid(record.key) ? record.key : "00000000-0000-0000-0000-000000000000");
    undecodable_.push_back(
        {partition, record.offset, std::move(workspace), commit.error().why, std::string(record.value)});
}

}  // namespace tasklog::projections
