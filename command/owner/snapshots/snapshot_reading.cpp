#include "command/owner/snapshots/snapshot_reading.hpp"

#include <utility>

#include "events/format/binary.hpp"

namespace tasklog::command {
namespace {

constexpr std::size_t large_bytes = 256UL * 1024;  ///< frozen; thawed in about two milliseconds

}  // namespace

void LateSnapshots::add(std::string_view key, std::string_view value) {
    log_accepted = log_accepted || key == acceptance_key;
    const auto workspace = WorkspaceId::parse(key.substr(0, key.find('/')));
    if (!workspace || value.empty()) return;
    LateSnapshot& late = records.emplace_back(*workspace);
    if (key.contains('/')) return;
    try {
        late.letter = read_head(value).whole.letter;
    } catch (const binary::Malformed&) {  // it is written anew
    }
}

bool is_trusted(const SnapshotCheckpoint& checkpoint, std::int64_t checkpoint_offset, std::int64_t record_claim,
                std::int64_t record_offset) {
    const std::int64_t claim = checkpoint.place.filter.claim;
    if (record_claim < claim) return record_offset < checkpoint.topic_end;
    return record_claim == claim || record_offset > checkpoint_offset;
}

void SnapshotReading::add(std::string_view key, std::string_view value, std::int64_t claim, std::int64_t offset) {
    if (const auto before = latest_.find(key); before != latest_.end()) {
        file_->free(before->second.value);
        latest_.erase(before);
    }
    if (!value.empty()) latest_.emplace(key, SnapshotPlace{file_->put(value), claim, offset});  // else a tombstone
}

/// The parts that are apart are put together with the rest.
FrozenWorkspace SnapshotReading::whole(const std::string& workspace, HeadRecord head, LogMark& newest) const {
    const auto rests_on = [&newest](const SnapshotBasis& basis) {
        if (basis.newest.offset > newest.offset) newest = basis.newest;
    };
    rests_on(head.basis);
    for (std::uint64_t i = 0; i < head.parts_apart; ++i) {
        const auto at = latest_.find(part_key(workspace, head.whole.letter, i));
        if (at == latest_.end()) throw binary::Malformed("a part is missing");
        PartRecord found = read_part(file_->get(at->second.value));
        if (found.basis.sweep != head.basis.sweep) throw binary::Malformed("a part is not its head's");
        rests_on(found.basis);
        head.whole.frozen.parts.push_back(std::move(found.part));
    }
    return std::move(head.whole);
}

/// A small one stays where its record is; a large one is thawed here, since no loop could wait for that.
void SnapshotReading::restore(PartitionSnapshot& out, const WorkspaceId& id, const std::string& key,
                              SnapshotPlace& kept) {
    const std::string value = file_->get(kept.value);
    HeadRecord head = read_head(value);
    const bool in_one = head.parts_apart == 0;
    const FrozenWorkspace found = whole(key, std::move(head), out.newest);
    if (found.letter) out.second_letters.push_back(id);
    std::size_t bytes = found.frozen.head.size();
    for (const std::string& part : found.frozen.parts) bytes += part.size();
    const PersonId owner = owner_of(found.frozen);
    if (bytes >= large_bytes) {
        const WorkspaceSnapshot& thawed = out.thawed.emplace(id, thaw(found.frozen)).first->second;
        bytes = bytes_of(thawed.workspace);
    } else if (in_one) {
        out.cold.adopt(id, std::exchange(kept.value, {}));
    } else {
        out.cold.put(id, found.frozen, 0);
    }
    out.shares.count(id, owner, bytes);
}

void SnapshotReading::use(PartitionSnapshot& out) {
    const auto checkpoint = latest_.find(checkpoint_key);
    out.checkpoint = read_checkpoint_record(file_->get(checkpoint->second.value));
    if (const auto accepted = latest_.find(acceptance_key);
        accepted != latest_.end() && accepted->second.offset >= out.checkpoint.topic_end)
        throw binary::Malformed("their writer did not know that another log was accepted");
    if (checkpoint->second.offset < out.checkpoint.heads_end)
        throw binary::Malformed("they were put back as they were before their checkpoint was written");
    std::erase_if(latest_, [&](const auto& each) { return each.second.offset < out.checkpoint.topic_begin; });
    for (const auto& [key, kept] : latest_) {
        if (key == acceptance_key) continue;
        if (!is_trusted(out.checkpoint, checkpoint->second.offset, kept.claim, kept.offset))
            throw binary::Malformed("a writer that had lost the partition wrote to them");
        if (!key.ends_with(unreadable_suffix)) continue;
        if (const auto id = WorkspaceId::parse(key.substr(0, key.size() - unreadable_suffix.size())))
            out.unreadable[*id] = read_unreadable(file_->get(kept.value));
    }
    for (auto& [key, kept] : latest_)
        if (const auto id = WorkspaceId::parse(key); id && !out.unreadable.contains(*id)) restore(out, *id, key, kept);
    for (const auto& [key, kept] : latest_)
        if (kept.value.bytes > 0) file_->free(kept.value);
}

PartitionSnapshot SnapshotReading::finish(std::int64_t topic_end) {
    PartitionSnapshot out{.cold = ColdWorkspaces(file_), .topic_end = topic_end};
    try {
        if (latest_.contains(checkpoint_key)) use(out);
    } catch (const binary::Malformed& why) {
        out = {.topic_end = topic_end, .ignored = why.what()};
    }
    latest_.clear();
    return out;
}

}  // namespace tasklog::command
