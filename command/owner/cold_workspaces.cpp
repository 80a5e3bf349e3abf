#include "command/owner/cold_workspaces.hpp"

#include <cassert>
#include <system_error>
#include <utility>

#include "events/format/binary.hpp"

namespace tasklog::command {

void ColdWorkspaces::put(const WorkspaceId& id, const Frozen& frozen, std::size_t things) {
    assert(!contains(id));
    const SnapshotRecord head = head_record(id, {}, {frozen, false}, 0);
    places_.emplace(id, ColdPlace{file_->put(head.value), static_cast<std::uint32_t>(things)});
}

Frozen ColdWorkspaces::get(const WorkspaceId& id) const {
    try {
        return read_head(file_->get(places_.at(id).place)).whole.frozen;
    } catch (const std::system_error& error) {
        throw binary::Malformed(error.what());
    }
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
    return [file = file_, place = at->second.place] {
        try {
            std::ignore = file->get(place);
        } catch (const std::system_error&) {  // get() fails, too, and says so
        }
    };
}

}  // namespace tasklog::command
