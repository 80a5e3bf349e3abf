#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "events/commit.hpp"
#include "events/keyed_answers.hpp"

namespace tasklog {

/// Ranks longer than this are kept in order: where one of them has no room left, its neighbours are moved.
constexpr std::size_t long_rank = 24;

/// A workspace as its events made it.
struct Workspace {
    WorkspaceId id{};
    bool exists = false;
    std::string title{};
    std::uint64_t version = 0;
    std::map<PersonId, Role> members{};
    std::map<InvitationId, Invitation> invitations{};  ///< not yet accepted
    std::map<FilterId, SavedFilter> filters{};
    ReadMarks read_marks{};  ///< of a personal one: its person's
    std::unordered_map<ListId, List> lists{};
    // Trees: a hash table of a million grows in one piece, and its owner's loop would stand still meanwhile.
    std::map<TaskId, Task> tasks{};
    std::map<TaskId, std::set<TaskId>> children{};  ///< of those tasks that have some that are not deleted
    std::map<CommentId, Comment> comments{};
    std::string last_task_rank{};  ///< the highest rank ever given to a task: the next one is appended after it
    std::string last_list_rank{};
    std::set<std::pair<std::string, TaskId>> long_ranks{};  ///< of those tasks whose rank is longer than long_rank
    std::size_t bytes = 0;                                  ///< about what its things take in memory
    Instant last_at{};
    CommitHash last_hash{};
    std::int64_t last_offset = -1;
    KeyedAnswers answers{};

    bool operator==(const Workspace&) const = default;

    /// null if there is none or it was deleted, by itself or with a list that it stands in.
    const List* list(const ListId& list_id) const;
    /// null if there is none, or it was deleted, by itself or with its list.
    const Task* task(const TaskId& task_id) const;

    /// null if there is none, it was deleted, or its task is not there.
    const Comment* comment(const CommentId& comment_id) const;

    /// Puts one in, or in the place of what it was.
    void put(Task task);
    void put(List list);
    void put(Comment comment);
    /// A deleted one is not kept.
    void put(const FilterId& filter_id, const SavedFilter& filter);
    void take_out(const TaskId& task_id);
    void take_out(const ListId& list_id);
    void take_out(const CommentId& comment_id);
    void take_out(const FilterId& filter_id);
    /// Changes a task and keeps what is known of all tasks together in step. Throws std::out_of_range if there is none.
    template <class Change>
    void change(const TaskId& task_id, Change change) {
        Task& task = tasks.at(task_id);
        count_out(task);
        change(task);
        count_in(task);
    }
    PersonId owner() const;

    // As People (events/people.hpp).
    void member(const PersonId& person, std::optional<Role> role);
    void invitation(const InvitationId& key, const std::optional<Invitation>& invitation);

  private:
    void count_in(const Task& task);
    void count_out(const Task& task);
};

class Journal;

/// The state after one event. `journal`, if given, learns what the event changes.
void evolve(Workspace& workspace, const Event& event, Instant at, Journal* journal = nullptr);

/// After all its events, what the commit itself adds to the state: its key, time and hash. `value`: its bytes.
void close_commit(Workspace& workspace, const Commit& commit, std::string_view value, std::int64_t offset);

/// The state after a whole commit of the log. `value`: its bytes.
void fold(Workspace& workspace, const Commit& commit, std::string_view value, std::int64_t offset);

}  // namespace tasklog
