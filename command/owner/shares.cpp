#include "command/owner/shares.hpp"

#include <cassert>

namespace tasklog::command {

std::size_t bytes_of(const Workspace& w) {
    constexpr std::size_t bytes_a_member = 96;
    return sizeof w + w.bytes + w.answers.bytes() +
           (w.members.size() + w.invitations.size() + w.read_marks.singly.size()) * bytes_a_member;
}

void Shares::count(const WorkspaceId& workspace, const PersonId& owner, std::size_t bytes) {
    // After every commit: nearly always the owner is the same, and nothing but the bytes has changed.
    if (const auto at = workspaces_.find(workspace); at != workspaces_.end()) {
        OwnedSize& counted = at->second;
        if (counted.owner->first == owner) {
            counted.owner->second.bytes += bytes - counted.bytes;
            counted.bytes = bytes;
            return;
        }
        forget(workspace);
    }
    const auto person = people_.try_emplace(owner).first;
    ++person->second.workspaces;
    person->second.bytes += bytes;
    workspaces_.emplace(workspace, OwnedSize{person, bytes});
}

void Shares::forget(const WorkspaceId& workspace) {
    const auto at = workspaces_.find(workspace);
    if (at == workspaces_.end()) return;
    const auto person = at->second.owner;
    assert(person->second.bytes >= at->second.bytes);
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
