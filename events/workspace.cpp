#include "events/workspace.hpp"

#include <algorithm>

#include "events/journal.hpp"
#include "events/size.hpp"

namespace tasklog {
const List* Workspace::list(const ListId& list_id) const {
    const auto at = lists.find(list_id);
    if (at == lists.end()) return nullptr;
    for (const List* each = &at->second;; each = &lists.at(*each->parent)) {
        if (each->deleted) return nullptr;
        if (!each->parent) return &at->second;
    }
}

const Task* Workspace::task(const TaskId& task_id) const {
    const auto at = tasks.find(task_id);
    if (at == tasks.end() || at->second.deleted) return nullptr;
    const bool list_is_gone = at->second.list && !list(*at->second.list);
    return list_is_gone ? nullptr : &at->second;
}

const Comment* Workspace::comment(const CommentId& comment_id) const {
    const auto at = comments.find(comment_id);
    return at == comments.end() || at->second.deleted || !task(at->second.task) ? nullptr : &at->second;
}

void Workspace::count_in(const Task& task) {
    bytes += memory_bytes(task);
    if (task.rank.size() > long_rank) long_ranks.emplace(task.rank, task.id);
    if (task.parent && !task.deleted) children[*task.parent].insert(task.id);
}

void Workspace::count_out(const Task& task) {
    bytes -= memory_bytes(task);
    if (task.rank.size() > long_rank) long_ranks.erase({task.rank, task.id});
    if (!task.parent) return;
    const auto at = children.find(*task.parent);
    if (at != children.end() && at->second.erase(task.id) > 0 && at->second.empty()) children.erase(at);
}

void Workspace::put(Task task) {
    take_out(task.id);
    count_in(task);
    const TaskId key = task.id;
    tasks.insert_or_assign(key, std::move(task));
}
void Workspace::put(List list) {
    take_out(list.id);
    bytes += memory_bytes(list);
    const ListId key = list.id;
    lists.insert_or_assign(key, std::move(list));
}
void Workspace::put(Comment comment) {
    take_out(comment.id);
    bytes += memory_bytes(comment);
    const CommentId key = comment.id;
    comments.insert_or_assign(key, std::move(comment));
}

void Workspace::put(const FilterId& filter_id, const SavedFilter& filter) {
    take_out(filter_id);
    if (filter.deleted) return;
    bytes += memory_bytes(filter);
    filters.emplace(filter_id, filter);
}

void Workspace::take_out(const TaskId& task_id) {
    const auto at = tasks.find(task_id);
    if (at == tasks.end()) return;
    count_out(at->second);
    tasks.erase(at);
}
void Workspace::take_out(const ListId& list_id) {
    const auto at = lists.find(list_id);
    if (at == lists.end()) return;
    bytes -= memory_bytes(at->second);
    lists.erase(at);
}
void Workspace::take_out(const CommentId& comment_id) {
    const auto at = comments.find(comment_id);
    if (at == comments.end()) return;
    bytes -= memory_bytes(at->second);
    comments.erase(at);
}

void Workspace::take_out(const FilterId& filter_id) {
    const auto at = filters.find(filter_id);
    if (at == filters.end()) return;
    bytes -= memory_bytes(at->second);
    filters.erase(at);
}

PersonId Workspace::owner() const {
    for (const auto& [person, role] : members)
        if (role == Role::owner) return person;
    return {};
}

void Workspace::member(const PersonId& person, std::optional<Role> role) {
    if (role) {
        members[person] = *role;
    } else {
        members.erase(person);
    }
}
void Workspace::invitation(const InvitationId& key, const std::optional<Invitation>& invitation) {
    if (invitation) {
        invitations[key] = *invitation;
    } else {
        invitations.erase(key);
    }
}

namespace {

template <AboutTask E>
void evolve_thing(Workspace& w, const E& e, Instant at) {
    if constexpr (requires { created(e, at); }) {
        w.put(created(e, at));
    } else {
        w.change(e.task, [&](Task& task) { evolve(task, e, at); });
    }
    if constexpr (requires { e.rank; }) w.last_task_rank = std::max(w.last_task_rank, e.rank);
}

/// Of a list or a comment.
template <class Map, class E>
void evolve_in(Workspace& w, Map& things, const E& e, Instant at) {
    if constexpr (requires { created(e, at); }) {
        w.put(created(e, at));
    } else {
        auto& thing = things.at(thing_of(e));
        w.bytes -= memory_bytes(thing);
        evolve(thing, e, at);
        w.bytes += memory_bytes(thing);
    }
}

template <AboutList E>
void evolve_thing(Workspace& w, const E& e, Instant at) {
    evolve_in(w, w.lists, e, at);
    if constexpr (requires { e.rank; }) w.last_list_rank = std::max(w.last_list_rank, e.rank);
}

template <AboutComment E>
void evolve_thing(Workspace& w, const E& e, Instant at) {
    evolve_in(w, w.comments, e, at);
}

/// What is about none of its things is about the workspace itself.
template <class E>
void evolve_itself(Workspace& w, const E& e) {
    if constexpr (AboutPeople<E>) e.evolve(w);
    if constexpr (std::is_same_v<E, WorkspaceCreated>) w.exists = true;
    if constexpr (std::is_same_v<E, WorkspaceCreated> || std::is_same_v<E, WorkspaceRenamed>) {
        w.title = e.title;
    } else if constexpr (std::is_same_v<E, NotificationsRead>) {
        e.evolve(w.read_marks);
    } else if constexpr (AboutFilter<E>) {
        const auto at = w.filters.find(e.filter);
        SavedFilter filter = at == w.filters.end() ? SavedFilter{} : at->second;
        e.evolve(filter);
        w.put(e.filter, filter);
    } else {
        static_assert(AboutPeople<E> || std::is_same_v<E, TrashEmptied>, "what does this event change?");
    }
    ++w.version;
}

}  // namespace

void evolve(Workspace& w, const Event& event, Instant at, Journal* journal) {
    if (journal) journal->keep(w);
    std::visit(
        [&]<class E>(const E& e) {
            if constexpr (AboutTask<E> || AboutList<E> || AboutComment<E>) {
                if (journal) journal->keep(w, thing_of(e));
                evolve_thing(w, e, at);
            } else {
                if constexpr (AboutFilter<E>) {
                    if (journal) journal->keep(w, e.filter);
                }
                evolve_itself(w, e);
            }
        },
        event);
}

void close_commit(Workspace& workspace, const Commit& commit, std::string_view value, std::int64_t offset) {
    workspace.last_at = commit.at;
    workspace.last_hash.of(value);
    workspace.last_offset = offset;
    if (commit.key)
        workspace.answers.add(
            {commit.actor, *commit.key, commit.request, commit.id, commit.at, offset, commit.results});
}

void fold(Workspace& workspace, const Commit& commit, std::string_view value, std::int64_t offset) {
    workspace.id = commit.workspace;
    for (const Event& event : commit.events) evolve(workspace, event, commit.at);
    close_commit(workspace, commit, value, offset);
}

}  // namespace tasklog
