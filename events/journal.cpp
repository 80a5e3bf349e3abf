#include "events/journal.hpp"

namespace tasklog {

struct Journal::Head {
    bool exists;
    std::string title;
    std::uint64_t version;
    std::map<PersonId, Role> members;
    std::map<InvitationId, Invitation> invitations;
    ReadMarks read_marks;
    std::string last_task_rank;
    std::string last_list_rank;
};

void Journal::keep(const Workspace& w) {
    if (!head_)
        head_ = std::make_shared<Head>(Head{w.exists, w.title, w.version, w.members, w.invitations, w.read_marks,
                                            w.last_task_rank, w.last_list_rank});
}

namespace {

template <class Key, class Thing>
void keep_in(std::unordered_map<Key, std::optional<Thing>>& kept, const auto& things, const Key& key) {
    const auto at = things.find(key);
    kept.try_emplace(key, at == things.end() ? std::nullopt : std::optional(at->second));
}

template <class Kept>
void put_back(Workspace& workspace, const Kept& kept) {
    for (const auto& [id, before] : kept) {
        if (before) {
            workspace.put(*before);
        } else {
            workspace.take_out(id);
        }
    }
}

}  // namespace

void Journal::keep(const Workspace& workspace, const TaskId& task) { keep_in(tasks_, workspace.tasks, task); }
void Journal::keep(const Workspace& workspace, const ListId& list) { keep_in(lists_, workspace.lists, list); }
void Journal::keep(const Workspace& workspace, const CommentId& comment) {
    keep_in(comments_, workspace.comments, comment);
}
void Journal::keep(const Workspace& workspace, const FilterId& filter) { keep_in(filters_, workspace.filters, filter); }

void Journal::take_back(Workspace& workspace) const {
    if (head_) {
        workspace.exists = head_->exists;
        workspace.title = head_->title;
        workspace.version = head_->version;
        workspace.members = head_->members;
        workspace.invitations = head_->invitations;
        workspace.read_marks = head_->read_marks;
        workspace.last_task_rank = head_->last_task_rank;
        workspace.last_list_rank = head_->last_list_rank;
    }
    put_back(workspace, tasks_);
    put_back(workspace, lists_);
    put_back(workspace, comments_);
    for (const auto& [id, before] : filters_) workspace.put(id, before.value_or(SavedFilter{.deleted = true}));
}

}  // namespace tasklog
