#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "events/workspace.hpp"

namespace tasklog {

/// Of the form below, and of what `evolve` makes: raised when either changes, so that older snapshots are read by
/// nobody.
constexpr std::uint8_t snapshot_version = 9;

/// A workspace's state as bytes: its head and, part by part, its tasks, comments and answers. A part can be newer than
/// the head, if the workspace went on changing while it was written.
struct Frozen {
    std::string head;
    std::vector<std::string> parts;
    bool operator==(const Frozen&) const = default;
};

/// Freezes a workspace a little at a time, while it goes on changing between the calls. What is made meanwhile may be
/// left out: it is in the log's tail.
class Freezing {
  public:
    /// The head as it is now.
    explicit Freezing(const Workspace& workspace);

    const std::string& head() const { return head_; }
    bool done() const { return tasks_.done && comments_.done && answers_done_; }
    /// The next part, of about `max_things` and `max_bytes` at most, but never of none.
    std::string part(const Workspace& workspace, std::size_t max_things, std::size_t max_bytes = 1UL << 20);

  private:
    /// How far a map is written.
    template <class Id>
    struct Place {
        std::optional<Id> last{};
        bool done = false;
    };
    struct Room {
        std::size_t things;
        std::size_t bytes;
    };
    template <class Map>
    static auto take(const Map& map, Place<typename Map::key_type>& place, Room& room);

    std::string head_;
    Place<TaskId> tasks_;
    Place<CommentId> comments_;
    std::uint64_t next_answer_ = 0;
    bool answers_done_ = false;
};

/// Things that are newer than the head, and the offset up to which their events are applied.
struct Newer {
    std::unordered_map<TaskId, std::int64_t> tasks{};
    std::unordered_map<CommentId, std::int64_t> comments{};
    bool empty() const { return tasks.empty() && comments.empty(); }
};

/// A workspace read back, to which the log's tail from its head's offset on is still to be applied.
struct WorkspaceSnapshot {
    Workspace workspace;
    Newer newer{};
};

/// Throws binary::Malformed.
WorkspaceSnapshot thaw(const Frozen& frozen);
/// Who owns a frozen workspace. Throws binary::Malformed.
PersonId owner_of(const Frozen& frozen);

/// Folds a commit of the tail, as far as the snapshot does not have it yet.
void fold_tail(Workspace& workspace, const Newer& newer, const Commit& commit, std::string_view value,
               std::int64_t offset);

}  // namespace tasklog
