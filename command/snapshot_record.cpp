#include "command/snapshot_record.hpp"

#include <xxhash.h>

#include "events/binary.hpp"

namespace tasklog::command {
namespace {

constexpr std::string_view checkpoint_key = "_checkpoint";
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
    requires std::is_same_v<std::remove_const_t<T>, SweepId>
void fields(Io& io, T& v) {
    io(v.claim, v.number);
}
template <class Io, class T>
    requires std::is_same_v<std::remove_const_t<T>, SnapshotCheckpoint>
void fields(Io& io, T& v) {
    io(v.next_offset, v.filter.claim, v.filter.seq, v.topic_end);
}

SnapshotRecord head_record(const WorkspaceId& workspace, const SweepId& sweep, const FrozenWorkspace& whole,
                           std::size_t parts_apart) {
    return {
        workspace.text(),
        value_of(sweep, whole.letter, static_cast<std::uint64_t>(parts_apart), whole.frozen.head, whole.frozen.parts),
        sweep.claim};
}

SnapshotRecord part_record(const WorkspaceId& workspace, const SweepId& sweep, bool letter, std::size_t number,
                           std::string_view part) {
    return {part_key(workspace.text(), letter, number), value_of(sweep, std::string(part)), sweep.claim};
}

SnapshotRecord unreadable_record(const WorkspaceId& workspace, std::int64_t claim, const std::string& why) {
    return {workspace.text() + std::string(unreadable_suffix), value_of(why), claim};
}

SnapshotRecord checkpoint_record(const SnapshotCheckpoint& checkpoint) {
    return {std::string(checkpoint_key), value_of(checkpoint), checkpoint.filter.claim};
}

void SnapshotReading::add(std::string_view key, std::string_view value, std::int64_t claim, std::int64_t offset) {
    latest_.insert_or_assign(std::string(key), Kept{std::string(value), claim, offset});
}

FrozenWorkspace SnapshotReading::whole(const std::string& workspace, const std::string& value) const {
    FrozenWorkspace out;
    SweepId sweep;
    std::uint64_t parts = 0;
    binary::In head(unframed(value));
    head(sweep, out.letter, parts, out.frozen.head, out.frozen.parts);
    for (std::uint64_t i = 0; i < parts; ++i) {
        const auto at = latest_.find(part_key(workspace, out.letter, i));
        if (at == latest_.end()) throw binary::Malformed("a part is missing");
        SweepId of;
        std::string part;
        binary::In in(unframed(at->second.value));
        in(of, part);
        if (of != sweep) throw binary::Malformed("a part is not its head's");
        out.frozen.parts.push_back(std::move(part));
    }
    return out;
}

void prepare(Restored& restored) {
    for (auto& [id, whole] : restored.workspaces) {
        std::size_t bytes = whole.frozen.head.size();
        for (const std::string& part : whole.frozen.parts) bytes += part.size();
        const PersonId owner = owner_of(whole.frozen);
        if (bytes < large_bytes) {
            restored.shares.count(id, owner, bytes);
            continue;
        }
        const Thawed& thawed = restored.thawed.emplace(id, thaw(whole.frozen)).first->second;
        restored.shares.count(id, owner, bytes_of(thawed.workspace));
        whole.frozen = {};
    }
}

Restored SnapshotReading::finish(std::int64_t topic_end) {
    Restored out{.topic_end = topic_end};
    const auto checkpoint = latest_.find(checkpoint_key);
    if (checkpoint == latest_.end()) return out;
    try {
        binary::In in(unframed(checkpoint->second.value));
        in(out.checkpoint);
        for (const auto& [key, kept] : latest_) {
            if (!is_trusted(out.checkpoint, kept.claim, kept.offset))
                throw binary::Malformed("a writer that had lost the partition wrote to them");
            if (const auto id = WorkspaceId::parse(key)) out.workspaces.emplace(*id, whole(key, kept.value));
            if (!key.ends_with(unreadable_suffix)) continue;
            binary::In why(unframed(kept.value));
            if (const auto id = WorkspaceId::parse(key.substr(0, key.size() - unreadable_suffix.size())))
                why(out.unreadable[*id]);
        }
        for (const auto& [id, why] : out.unreadable) out.workspaces.erase(id);
        prepare(out);
    } catch (const binary::Malformed& why) {
        out = {.topic_end = topic_end, .ignored = why.what()};
    }
    latest_.clear();
    return out;
}

}  // namespace tasklog::command
