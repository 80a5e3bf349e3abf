#include "command/owner/workspace_store.hpp"

#include <cassert>
#include <system_error>
#include <utility>

#include "command/owner/shares.hpp"
#include "infra/log.hpp"

namespace tasklog::command {
namespace {

constexpr int most_at_once = 8;                   ///< put on disk with one use, some 50 µs each
constexpr std::size_t between_failures = 10'000;  ///< uses

Frozen freeze(const Workspace& workspace) {
    Freezing freezing(workspace);
    Frozen out{freezing.head(), {}};
    while (!freezing.done()) out.parts.push_back(freezing.part(workspace, things_in(workspace)));
    return out;
}

}  // namespace

std::size_t things_in(const Workspace& w) { return w.tasks.size() + w.comments.size() + w.answers.size() + 1; }

void WorkspaceStore::restore(ColdWorkspaces cold, std::unordered_map<WorkspaceId, WorkspaceSnapshot> thawed) {
    assert(empty());
    if (!cold.empty()) cold_ = std::move(cold);  // else what is to go to disk goes to a file of its own
    for (auto& [id, each] : thawed) {
        const Workspace& workspace = add(std::move(each));
        used(workspace, bytes_of(workspace));
    }
}

Workspace& WorkspaceStore::add(WorkspaceSnapshot thawed) {
    const WorkspaceId id = thawed.workspace.id;
    if (!thawed.newer.empty()) newer_.emplace(id, std::move(thawed.newer));
    return hot_.emplace(id, Hot{std::move(thawed.workspace)}).first->second.workspace;
}

Workspace* WorkspaceStore::find(const WorkspaceId& id) {
    if (const auto at = hot_.find(id); at != hot_.end()) return &at->second.workspace;
    if (!cold_.contains(id)) return nullptr;
    WorkspaceSnapshot thawed = thaw(cold_.get(id));
    cold_.erase(id);
    Workspace& workspace = add(std::move(thawed));
    used(workspace, bytes_of(workspace));
    return &workspace;
}

Workspace& WorkspaceStore::make(const WorkspaceId& id) {
    assert(!hot_.contains(id) && !cold_.contains(id));
    return hot_.emplace(id, Hot{Workspace{.id = id}}).first->second.workspace;
}

void WorkspaceStore::used(const Workspace& workspace, std::size_t bytes) {
    Hot& hot = hot_.at(workspace.id);
    if (hot.bytes > 0 && bytes <= bounds_.large) {
        bytes_ += bytes - std::exchange(hot.bytes, bytes);
        by_use_.splice(by_use_.begin(), by_use_, hot.use);
        return make_room(workspace.id);
    }
    count_out(hot);
    if (bytes <= bounds_.large) {
        hot.bytes = bytes;
        hot.use = by_use_.insert(by_use_.begin(), workspace.id);
        bytes_ += bytes;
    }
    make_room(workspace.id);
}

void WorkspaceStore::count_out(Hot& hot) {
    if (hot.bytes == 0) return;
    by_use_.erase(hot.use);
    bytes_ -= std::exchange(hot.bytes, 0);
}

void WorkspaceStore::make_room(const WorkspaceId& but) {
    if (no_room_for_ > 0) {
        --no_room_for_;
        return;
    }
    for (int i = 0; i < most_at_once && bytes_ > bounds_.bytes && by_use_.back() != but; ++i) {
        const auto at = hot_.find(by_use_.back());
        const Workspace& workspace = at->second.workspace;
        try {
            cold_.put(workspace.id, freeze(workspace), things_in(workspace));
        } catch (const std::system_error& error) {
            log::warn("workspaces stay in memory, more than there should be", {{"why", error.what()}});
            no_room_for_ = between_failures;
            return;
        }
        count_out(at->second);
        hot_.erase(at);
    }
}

void WorkspaceStore::erase(const WorkspaceId& id) {
    newer_.erase(id);
    cold_.erase(id);
    const auto at = hot_.find(id);
    if (at == hot_.end()) return;
    count_out(at->second);
    hot_.erase(at);
}

const Newer& WorkspaceStore::newer(const WorkspaceId& id) const {
    static const Newer nothing;
    const auto at = newer_.find(id);
    return at == newer_.end() ? nothing : at->second;
}

const Workspace* WorkspaceStore::hot(const WorkspaceId& id) const {
    const auto at = hot_.find(id);
    return at == hot_.end() ? nullptr : &at->second.workspace;
}

std::size_t WorkspaceStore::things(const WorkspaceId& id) const {
    const Workspace* workspace = hot(id);
    return workspace ? things_in(*workspace) : cold_.things(id);
}

std::vector<WorkspaceId> WorkspaceStore::ids() const {
    std::vector<WorkspaceId> out;
    out.reserve(hot_.size() + cold_.size());
    for (const auto& [id, hot] : hot_) out.push_back(id);
    cold_.each([&](const WorkspaceId& id) { out.push_back(id); });
    return out;
}

}  // namespace tasklog::command
