#pragma once
#include <functional>
#include <map>
#include <memory>

#include "command/owner/snapshots/snapshot_record.hpp"
#include "infra/scratch_file.hpp"

namespace tasklog::command {

/// Workspaces as bytes in a scratch file, in the form of their records in the snapshots, and where each one is: some 80
/// bytes of memory each.
class ColdWorkspaces {
  public:
    explicit ColdWorkspaces(std::shared_ptr<ScratchFile> file) : file_(std::move(file)) {}

    /// `things`: how many it has. Throws std::system_error if the file can't be written.
    void put(const WorkspaceId& id, const Frozen& frozen, std::size_t things);
    /// One that is in the file already, as the value of a head with all of its parts. How many things it has is not
    /// known.
    void adopt(const WorkspaceId& id, const ScratchFile::Place& place) { places_.emplace(id, ColdPlace{place}); }
    bool contains(const WorkspaceId& id) const { return places_.contains(id); }
    std::size_t size() const { return places_.size(); }
    bool empty() const { return places_.empty(); }
    /// Of one that is there. Throws binary::Malformed if the file does not have, or give, what was put there.
    Frozen get(const WorkspaceId& id) const;
    std::size_t things(const WorkspaceId& id) const { return places_.at(id).things; }
    void erase(const WorkspaceId& id);
    /// Reads it from the disk, if it is there: for a thread that may wait, so that get() need not.
    std::function<void()> fetch(const WorkspaceId& id) const;
    /// Calls `on` with the id of each.
    template <class On>
    void each(const On& on) const {
        for (const auto& [id, at] : places_) on(id);
    }

  private:
    struct ColdPlace {
        ScratchFile::Place place;
        std::uint32_t things = 0;
    };
    std::shared_ptr<ScratchFile> file_;
    std::map<WorkspaceId, ColdPlace> places_;  // a hash table of a million grows in one piece, on its owner's loop
};

}  // namespace tasklog::command
