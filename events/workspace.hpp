#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "events/commit.hpp"

namespace tasklog {

/// The answer that a commit's Idempotency-Key stands for.
struct KeyedAnswer {
    PersonId actor;
    std::string key;
    std::string request;  ///< fingerprint of the body: another body with the same key is a mistake
    CommitId commit;
    Instant at;
    std::int64_t offset = 0;
    std::vector<Result> results;
    bool operator==(const KeyedAnswer&) const = default;
};

/// The answers of the last 7 days, at least 1,000 of them. Each person's keys are their own.
class KeyedAnswers {
  public:
    const KeyedAnswer* find(const PersonId& actor, const std::string& key) const;
    /// One whose offset is not beyond the last one's is known already.
    void add(KeyedAnswer answer);
    /// Each has a number, in the order in which they came: those kept are from the first up to, not including, the end.
    std::uint64_t first_number() const { return forgotten_; }
    std::uint64_t end_number() const { return forgotten_ + in_order_.size(); }
    std::size_t size() const { return in_order_.size(); }
    const KeyedAnswer& number(std::uint64_t at) const { return in_order_[at - forgotten_]; }
    bool operator==(const KeyedAnswers& other) const { return in_order_ == other.in_order_; }

  private:
    void forget_first();

    std::deque<KeyedAnswer> in_order_;
    std::unordered_multimap<std::size_t, std::uint64_t> number_of_;  ///< hash of person and key -> number
    std::uint64_t forgotten_ = 0;
};

/// A workspace as its events made it.
struct Workspace {
    WorkspaceId id{};
    bool exists = false;
    std::string title{};
    std::uint64_t version = 0;
    std::map<PersonId, Role> members{};
    std::map<InvitationId, Invitation> invitations{};  ///< not yet accepted
    Instant read_through{};                            ///< of a personal one: its person has read what came till then,
    std::set<NotificationId> read{};                   ///< and these of what came later, a thousand at most
    std::unordered_map<ListId, List> lists{};
    std::unordered_map<TaskId, Task> tasks{};
    std::unordered_map<TaskId, std::set<TaskId>> children{};  ///< of those tasks that have some, deleted ones too
    std::unordered_map<CommentId, Comment> comments{};
    std::string last_task_rank{};  ///< the highest rank ever given to a task: the next one is appended after it
    std::string last_list_rank{};
    Instant last_at{};
    CommitHash last_hash{};
    std::int64_t last_offset = -1;
    KeyedAnswers answers{};

    bool operator==(const Workspace&) const = default;

    /// null if there is none or it was deleted.
    const List* list(const ListId& list_id) const;
    /// null if there is none, or it was deleted, by itself or with its list.
    const Task* task(const TaskId& task_id) const;

    /// null if there is none, it was deleted, or its task is not there.
    const Comment* comment(const CommentId& comment_id) const;

    /// Keeps `children` in step with a task's parent.
    void nest(const TaskId& task, const std::optional<TaskId>& from, const std::optional<TaskId>& to);
};

/// What a workspace was like before some events, as far as they changed it: for taking back a batch that was refused.
class Journal {
  public:
    void keep(const Workspace& workspace);
    void keep(const Workspace& workspace, const TaskId& task);
    void keep(const Workspace& workspace, const ListId& list);
    void keep(const Workspace& workspace, const CommentId& comment);
    void take_back(Workspace& workspace) const;

  private:
    struct Head;
    std::shared_ptr<Head> head_;
    std::unordered_map<TaskId, std::optional<Task>> tasks_;
    std::unordered_map<ListId, std::optional<List>> lists_;
    std::unordered_map<CommentId, std::optional<Comment>> comments_;
};

/// The state after one event. `journal`, if given, learns what the event changes.
void evolve(Workspace& workspace, const Event& event, Instant at, Journal* journal = nullptr);

/// The task after one of its own events: the same step for the owner's memory and for the read model.
/// False if the event is not about a task, or makes one (see `created`).
bool evolve(Task& task, const Event& event, Instant at);
Task created(const TaskCreated& event, Instant at);
bool evolve(List& list, const Event& event, Instant at);
List created(const ListCreated& event, Instant at);
bool evolve(Comment& comment, const Event& event, Instant at);
Comment created(const CommentAdded& event, Instant at);

/// After all its events, what the commit itself adds to the state: its key, time and hash. `value`: its bytes.
void close_commit(Workspace& workspace, const Commit& commit, std::string_view value, std::int64_t offset);

/// The state after a whole commit of the log. `value`: its bytes.
void fold(Workspace& workspace, const Commit& commit, std::string_view value, std::int64_t offset);

}  // namespace tasklog
