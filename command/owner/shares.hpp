#pragma once
#include <cstddef>
#include <map>

#include "events/workspace.hpp"

namespace tasklog::command {

/// What one person's workspaces may take of an owner's memory, in each partition. Whoever comes past it is refused.
struct ShareBounds {
    std::size_t workspaces = 200;              ///< that they own
    std::size_t bytes = 1024UL * 1024 * 1024;  ///< of those
};

/// About what a workspace takes in memory.
std::size_t bytes_of(const Workspace& workspace);

/// What each person's workspaces take of a partition's memory.
class Shares {
  public:
    Shares() = default;
    Shares(Shares&&) = default;
    Shares& operator=(Shares&&) = default;
    Shares(const Shares&) = delete;

    /// What a workspace takes now, and who owns it.
    void count(const WorkspaceId& workspace, const PersonId& owner, std::size_t bytes);
    void forget(const WorkspaceId& workspace);
    /// Whether a person can own so much more.
    bool has_room_for(const PersonId& owner, std::size_t workspaces, std::size_t bytes,
                      const ShareBounds& bounds) const;

  private:
    struct Share {
        std::size_t workspaces = 0;
        std::size_t bytes = 0;
    };
    using People = std::map<PersonId, Share>;
    struct OwnedSize {
        People::iterator owner;
        std::size_t bytes;
    };
    std::map<WorkspaceId, OwnedSize> workspaces_;
    People people_;
};

}  // namespace tasklog::command
