#include "command/snapshot_record.hpp"

#include <xxhash.h>

#include "events/binary.hpp"

namespace tasklog::command {
namespace {

constexpr std::string_view checkpoint_key = "_checkpoint";
constexpr std::string_view acceptance_key = "_accepted";
constexpr std::string_view unreadable_suffix = "/unreadable";
constexpr std::size_t large_bytes = 256UL * 1024;  ///< frozen; thawed in about two milliseconds
constexpr std::size_t frame_bytes = 1 + sizeof(XXH64_hash_t);

/// A version and a checksum before the bytes.
std::string framed(const std::string& payload) {
    const XXH64_hash_t sum = XXH3_64bits(payload.data(), payload.size());
    std::string out(1, static_cast<char>(snapshot_version));
    out.append(reinterpret_cast<const char*>(&sum), sizeof sum);
    return out += payload;
}

std::string_view unframed(std::string_view value) {
    if (value.size() < frame_bytes) throw binary::Malformed("a record is cut off");
    if (static_cast<std::uint8_t>(value[0]) != snapshot_version)
        throw binary::Malformed("they are of version " + std::to_string(static_cast<std::uint8_t>(value[0])) +
                                ", and this program's is " + std::to_string(snapshot_version));
    XXH64_hash_t sum = 0;
    std::memcpy(&sum, value.data() + 1, sizeof sum);
    const std::string_view payload = value.substr(frame_bytes);
    if (sum != XXH3_64bits(payload.data(), payload.size())) throw binary::Malformed("a checksum is wrong");
    return payload;
}

template <class... Ts>
std::string value_of(const Ts&... values) {
    std::string payload;
    binary::Out out(payload);
    out(values...);
    return framed(payload);
}

std::string part_key(std::string_view workspace, bool letter, std::size_t number) {
    return std::string(workspace) + (letter ? "/b/" : "/a/") + std::to_string(number);
}

}  // namespace

template <class Io, class T>
    requires std::is_same_v<std::remove_const_t<T>, SnapshotBasis>
void fields(Io& io, T& v) {
    io(v.sweep.claim, v.sweep.number, v.newest.offset, v.newest.fingerprint);
}
template <class Io, class T>
    requires std::is_same_v<std::remove_const_t<T>, SnapshotCheckpoint>
void fields(Io& io, T& v) {
    io(v.place.next_offset, v.place.filter.claim, v.place.filter.seq, v.place.filter.attempt);
    io(v.place.first.offset, v.place.first.fingerprint, v.place.last.offset, v.place.last.fingerprint);
    io(v.topic_begin, v.topic_end, v.heads_end);
}

SnapshotRecord head_record(const WorkspaceId& workspace, const SnapshotBasis& basis, const FrozenWorkspace& whole,
                           std::size_t parts_apart) {
    return {
        workspace.text(),
        value_of(basis, whole.letter, static_cast<std::uint64_t>(parts_apart), whole.frozen.head, whole.frozen.parts),
        basis.sweep.claim};
}

SnapshotRecord part_record(const WorkspaceId& workspace, const SnapshotBasis& basis, bool letter, std::size_t number,
                           std::string_view part) {
    return {part_key(workspace.text(), letter, number), value_of(basis, std::string(part)), basis.sweep.claim};
}

SnapshotRecord unreadable_record(const WorkspaceId& workspace, std::int64_t claim, const std::string& why) {
    return {workspace.text() + std::string(unreadable_suffix), value_of(why), claim};
}

SnapshotRecord checkpoint_record(const SnapshotCheckpoint& checkpoint) {
    return {std::string(checkpoint_key), value_of(checkpoint), checkpoint.place.filter.claim};
}

std::array<SnapshotRecord, 2> acceptance_records() {
    return {SnapshotRecord{std::string(checkpoint_key), ""}, SnapshotRecord{std::string(acceptance_key), value_of()}};
}

void LateSnapshots::add(std::string_view key, std::string_view value) {
    log_accepted = log_accepted || key == acceptance_key;
    const auto workspace = WorkspaceId::parse(key.substr(0, key.find('/')));
    if (!workspace || value.empty()) return;
    LateSnapshot& late = records.emplace_back(*workspace);
    if (key.contains('/')) return;
    try {
        SnapshotBasis basis;
        bool letter = false;
        binary::In head(unframed(value));
        head(basis, letter);
        late.letter = letter;
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
    if (!value.empty()) latest_.emplace(key, Kept{file_->put(value), claim, offset});  // else a tombstone
}

FrozenWorkspace SnapshotReading::whole(const std::string& workspace, const std::string& value, LogMark& newest) const {
    FrozenWorkspace out;
    const auto rests_on = [&newest](const SnapshotBasis& basis) {
        if (basis.newest.offset > newest.offset) newest = basis.newest;
    };
    SnapshotBasis basis;
    std::uint64_t parts = 0;
    binary::In head(unframed(value));
    head(basis, out.letter, parts, out.frozen.head, out.frozen.parts);
    rests_on(basis);
    for (std::uint64_t i = 0; i < parts; ++i) {
        const auto at = latest_.find(part_key(workspace, out.letter, i));
        if (at == latest_.end()) throw binary::Malformed("a part is missing");
        SnapshotBasis of;
        std::string part;
        const std::string bytes = file_->get(at->second.value);
        binary::In in(unframed(bytes));
        in(of, part);
        if (of.sweep != basis.sweep) throw binary::Malformed("a part is not its head's");
        rests_on(of);
        out.frozen.parts.push_back(std::move(part));
    }
    return out;
}

/// The small ones stay as bytes; the large ones are thawed here, since no loop could wait for that.
void SnapshotReading::restore(Restored& out, const WorkspaceId& id, const std::string& key, const std::string& value) {
    FrozenWorkspace found = whole(key, value, out.newest);
    if (found.letter) out.second_letters.push_back(id);
    std::size_t bytes = found.frozen.head.size();
    for (const std::string& part : found.frozen.parts) bytes += part.size();
    const PersonId owner = owner_of(found.frozen);
    if (bytes < large_bytes) {
        out.cold.put(id, found.frozen, 0);
    } else {
        const Thawed& thawed = out.thawed.emplace(id, thaw(found.frozen)).first->second;
        bytes = bytes_of(thawed.workspace);
    }
    out.shares.count(id, owner, bytes);
}

void SnapshotReading::use(Restored& out) {
    const auto checkpoint = latest_.find(checkpoint_key);
    const std::string checkpoint_value = file_->get(checkpoint->second.value);
    binary::In in(unframed(checkpoint_value));
    in(out.checkpoint);
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
        const std::string value = file_->get(kept.value);
        binary::In why(unframed(value));
        if (const auto id = WorkspaceId::parse(key.substr(0, key.size() - unreadable_suffix.size())))
            why(out.unreadable[*id]);
    }
    for (const auto& [key, kept] : latest_)
        if (const auto id = WorkspaceId::parse(key); id && !out.unreadable.contains(*id))
            restore(out, *id, key, file_->get(kept.value));
    for (const auto& [key, kept] : latest_) file_->free(kept.value);
}

Restored SnapshotReading::finish(std::int64_t topic_end) {
    Restored out{.cold = ColdWorkspaces(file_), .topic_end = topic_end};
    try {
        if (latest_.contains(checkpoint_key)) use(out);
    } catch (const binary::Malformed& why) {
        out = {.cold = ColdWorkspaces(std::make_shared<ScratchFile>(folder_)),
               .topic_end = topic_end,
               .ignored = why.what()};
    }
    latest_.clear();
    return out;
}

}  // namespace tasklog::command
