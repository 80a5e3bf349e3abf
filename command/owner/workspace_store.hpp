#pragma once
#include <list>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "command/owner/cold_workspaces.hpp"

namespace tasklog::command {

struct StoreBounds {
    std::size_t bytes = 256UL * 1024 * 1024;  ///< that workspaces take in memory; those not used for longest go to disk
    std::size_t large = 256UL * 1024;         ///< one that takes more stays in memory: to freeze it takes too long
    std::string folder{};                     ///< of the scratch file; empty: the system's for temporary files
};

/// All workspaces of a partition: those that were used recently as they are, the others as bytes in a scratch file.
class WorkspaceStore {
  public:
    explicit WorkspaceStore(StoreBounds bounds)
        : bounds_(std::move(bounds)), cold_(std::make_shared<ScratchFile>(bounds_.folder)) {}

    /// Those that a snapshot has. `thawed`: the large ones.
    void restore(ColdWorkspaces cold, std::unordered_map<WorkspaceId, WorkspaceSnapshot> thawed);
    /// null if there is none. Throws binary::Malformed if it is on disk and can't be read.
    Workspace* find(const WorkspaceId& id);
    /// A new one, which is not there yet.
    Workspace& make(const WorkspaceId& id);
    /// It was used, and takes so much memory now (bytes_of). Puts some of the others on disk if there is no room left.
    void used(const Workspace& workspace, std::size_t bytes);
    void erase(const WorkspaceId& id);
    bool contains(const WorkspaceId& id) const { return hot_.contains(id) || cold_.contains(id); }
    bool empty() const { return hot_.empty() && cold_.empty(); }

    /// What is newer in it than its head said, while the log's tail is read.
    const Newer& newer(const WorkspaceId& id) const;
    void forget_newer() { newer_.clear(); }

    /// null if it is not in memory.
    const Workspace* hot(const WorkspaceId& id) const;
    const ColdWorkspaces& cold() const { return cold_; }
    /// How many things it has.
    std::size_t things(const WorkspaceId& id) const;
    std::size_t in_memory() const { return hot_.size(); }
    std::vector<WorkspaceId> ids() const;

  private:
    struct Hot {
        Workspace workspace;
        std::size_t bytes = 0;  ///< counted in bytes_; 0: it is not in by_use_
        std::list<WorkspaceId>::iterator use{};
    };

    Workspace& add(WorkspaceSnapshot thawed);
    void count_out(Hot& hot);
    void make_room(const WorkspaceId& but);

    StoreBounds bounds_;
    std::map<WorkspaceId, Hot> hot_;
    std::list<WorkspaceId> by_use_;  ///< the small ones, the one that was used last in front
    std::size_t bytes_ = 0;          ///< of these
    ColdWorkspaces cold_;
    std::unordered_map<WorkspaceId, Newer> newer_;
    std::size_t no_room_for_ = 0;  ///< so many more uses nothing is put on disk, since that failed
};

/// Its tasks, comments and kept answers, and itself.
std::size_t things_in(const Workspace& workspace);

}  // namespace tasklog::command
