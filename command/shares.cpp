#include "command/shares.hpp"

#include <cassert>

namespace tasklog::command {

std::size_t bytes_of(const Workspace& w) {
    constexpr std::size_t bytes_a_member = 96;
    return sizeof w + w.bytes + w.answers.bytes() +
           (w.members.size() + w.invitations.size() + w.read.size()) * bytes_a_member;
}

void Shares::count(const WorkspaceId& workspace, const PersonId& owner, std::size_t bytes) {
    forget(workspace);
    workspaces_.emplace(workspace, Counted{owner, bytes});
    Share& share = people_[owner];
    ++share.workspaces;
    share.bytes += bytes;
}

void Shares::forget(const WorkspaceId& workspace) {
    const auto at = workspaces_.find(workspace);
    if (at == workspaces_.end()) return;
    const auto person = people_.find(at->second.owner);
    assert(person != people_.end() && person->second.bytes >= at->second.bytes);
    person->second.bytes -= at->second.bytes;
    if (--person->second.workspaces == 0) people_.erase(person);
    workspaces_.erase(at);
}

bool Shares::has_room_for(const PersonId& owner, std::size_t workspaces, std::size_t bytes,
                          const ShareBounds& bounds) const {
    const auto at = people_.find(owner);
    const Share share = at == people_.end() ? Share{} : at->second;
    return share.workspaces + workspaces <= bounds.workspaces && share.bytes + bytes <= bounds.bytes;
}

}  // namespace tasklog::command
