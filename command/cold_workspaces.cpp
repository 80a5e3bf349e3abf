#include "command/cold_workspaces.hpp"

#include <xxhash.h>

#include <cassert>
#include <cstring>
#include <system_error>
#include <utility>

#include "events/binary.hpp"

namespace tasklog::command {

void ColdWorkspaces::put(const WorkspaceId& id, const Frozen& frozen, std::size_t things) {
    assert(!contains(id));
    std::string bytes(sizeof(XXH64_hash_t), '\0');
    binary::Out out(bytes);
    out(frozen.head, frozen.parts);
    const XXH64_hash_t sum = XXH3_64bits(bytes.data() + sizeof sum, bytes.size() - sizeof sum);
    std::memcpy(bytes.data(), &sum, sizeof sum);
    places_.emplace(id, Kept{file_->put(bytes), static_cast<std::uint32_t>(things)});
}

Frozen ColdWorkspaces::get(const WorkspaceId& id) const {
    std::string bytes;
    try {
        bytes = file_->get(places_.at(id).place);
    } catch (const std::system_error& error) {
        throw binary::Malformed(error.what());
    }
    XXH64_hash_t sum = 0;
    const std::string_view frozen = std::string_view(bytes).substr(sizeof sum);
    std::memcpy(&sum, bytes.data(), sizeof sum);
    if (sum != XXH3_64bits(frozen.data(), frozen.size())) throw binary::Malformed("the scratch file has other bytes");
    Frozen out;
    binary::In in(frozen);
    in(out.head, out.parts);
    return out;
}

void ColdWorkspaces::erase(const WorkspaceId& id) {
    const auto at = places_.find(id);
    if (at == places_.end()) return;
    file_->free(at->second.place);
    places_.erase(at);
}

std::function<void()> ColdWorkspaces::fetch(const WorkspaceId& id) const {
    const auto at = places_.find(id);
    if (at == places_.end()) return {};
    return [file = file_, place = at->second.place] { std::ignore = file->get(place); };
}

}  // namespace tasklog::command
