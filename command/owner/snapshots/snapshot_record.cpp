#include "command/owner/snapshots/snapshot_record.hpp"

#include <xxhash.h>

#include "events/format/binary.hpp"

namespace tasklog::command {
namespace {

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

std::string part_key(std::string_view workspace, bool letter, std::size_t number) {
    return std::string(workspace) + (letter ? "/b/" : "/a/") + std::to_string(number);
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

HeadRecord read_head(std::string_view value) {
    HeadRecord out;
    binary::In in(unframed(value));
    in(out.basis, out.whole.letter, out.parts_apart, out.whole.frozen.head, out.whole.frozen.parts);
    return out;
}

PartRecord read_part(std::string_view value) {
    PartRecord out;
    binary::In in(unframed(value));
    in(out.basis, out.part);
    return out;
}

SnapshotCheckpoint read_checkpoint_record(std::string_view value) {
    SnapshotCheckpoint out;
    binary::In in(unframed(value));
    in(out);
    return out;
}

std::string read_unreadable(std::string_view value) {
    std::string why;
    binary::In in(unframed(value));
    in(why);
    return why;
}

}  // namespace tasklog::command
