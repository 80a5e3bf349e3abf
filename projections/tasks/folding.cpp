#include "projections/tasks/folding.hpp"

#include "events/form.hpp"
#include "events/value/overloaded.hpp"
#include "events/workspace.hpp"

namespace tasklog::projections {
namespace {

template <class Map, class Key>
auto& row_at(Map& map, const Key& key, std::string_view what) {
    const auto at = map.find(key);
    if (at == map.end()) throw Unappliable("an event is about a " + std::string(what) + " that does not exist");
    return at->second;
}

CountKey counted(const Task& task) { return {.list = task.list, .status = task.status, .deleted = task.deleted}; }

/// As People (events/people.hpp): a workspace's rows.
struct PeopleRows {
    Rows& rows;
    const WorkspaceId& workspace;
    void member(const PersonId& person, std::optional<Role> role) { rows.members[{workspace, person}] = role; }
    void invitation(const InvitationId& id, const std::optional<Invitation>& invitation) {
        rows.invitations[{workspace, id}] = invitation;
    }
};

void apply_event(Rows& rows, const WorkspaceId& workspace, const Event& event, Instant at) {
    PeopleRows people{rows, workspace};
    std::visit(
        [&]<class E>(const E& e) {
            if constexpr (std::is_same_v<E, WorkspaceCreated>) {
                WorkspaceRow& row = rows.workspaces[workspace];
                row.name = e.title;
                row.version = 1;
                e.evolve(people);
            } else if constexpr (std::is_same_v<E, WorkspaceRenamed>) {
                WorkspaceRow& row = row_at(rows.workspaces, workspace, "workspace");
                row.name = e.title;
                ++row.version;
            } else if constexpr (std::is_same_v<E, TrashEmptied>) {
                WorkspaceRow& row = row_at(rows.workspaces, workspace, "workspace");
                row.trash_emptied_at = at;
                ++row.version;
            } else if constexpr (std::is_same_v<E, TaskCreated>) {
                const auto& task = rows.tasks.insert_or_assign({workspace, e.task}, created(e, at)).first->second;
                rows.counts.add(workspace, counted(task), task.tags, 1);
                rows.texts.tasks.emplace_back(workspace, e.task);
            } else if constexpr (std::is_same_v<E, ListCreated>) {
                rows.lists.insert_or_assign({workspace, e.list}, created(e, at));
                rows.texts.lists.emplace_back(workspace, e.list);
            } else if constexpr (std::is_same_v<E, CommentAdded>) {
                rows.comments.insert_or_assign({workspace, e.comment}, created(e, at));
                rows.texts.comments.emplace_back(workspace, e.comment);
            } else if constexpr (AboutComment<E>) {
                evolve(row_at(rows.comments, std::pair(workspace, e.comment), "comment"), e, at);
                rows.texts.comments.emplace_back(workspace, e.comment);
            } else if constexpr (AboutTask<E>) {
                Task& task = row_at(rows.tasks, std::pair(workspace, e.task), "task");
                const CountKey before = counted(task);
                std::vector<std::string> old_tags;
                if constexpr (std::is_same_v<E, TaskDetailsChanged>) {  // nothing else changes tags and texts
                    old_tags = task.tags;
                    if (e.title || e.notes || e.tags) rows.texts.tasks.emplace_back(workspace, e.task);
                }
                evolve(task, e, at);
                const CountKey after = counted(task);
                const auto& tags = std::is_same_v<E, TaskDetailsChanged> ? old_tags : task.tags;
                if (before != after || tags != task.tags) {
                    rows.counts.add(workspace, before, tags, -1);
                    rows.counts.add(workspace, after, task.tags, 1);
                }
            } else if constexpr (!AboutList<E>) {
                if constexpr (AboutPeople<E>) e.evolve(people);
                if constexpr (AboutFilter<E>) e.evolve(rows.filters[{workspace, e.filter}]);
                ++row_at(rows.workspaces, workspace, "workspace").version;
            } else {
                evolve(row_at(rows.lists, std::pair(workspace, e.list), "list"), e, at);
                if constexpr (std::is_same_v<E, ListRenamed>) rows.texts.lists.emplace_back(workspace, e.list);
            }
        },
        event);
}

}  // namespace

RowKeys wanted_by(std::span<const CountedCommit> commits) {
    RowKeys wanted;
    std::set<std::pair<WorkspaceId, ListId>> new_lists;
    std::set<std::pair<WorkspaceId, TaskId>> new_tasks;
    std::set<std::pair<WorkspaceId, CommentId>> new_comments;
    for (const CountedCommit& each : commits) {
        const WorkspaceId& workspace = each.commit.workspace;
        wanted.workspaces.insert(workspace);
        for (const Event& event : each.commit.events) {
            std::visit(
                [&]<class E>(const E& e) {
                    if constexpr (std::is_same_v<E, TaskCreated>) {
                        new_tasks.emplace(workspace, e.task);
                    } else if constexpr (std::is_same_v<E, ListCreated>) {
                        new_lists.emplace(workspace, e.list);
                    } else if constexpr (std::is_same_v<E, CommentAdded>) {
                        new_comments.emplace(workspace, e.comment);
                    } else if constexpr (AboutComment<E>) {
                        if (!new_comments.contains({workspace, e.comment}))
                            wanted.comments.emplace(workspace, e.comment);
                    } else if constexpr (AboutTask<E>) {
                        if (!new_tasks.contains({workspace, e.task})) wanted.tasks.emplace(workspace, e.task);
                    } else if constexpr (AboutList<E>) {
                        if (!new_lists.contains({workspace, e.list})) wanted.lists.emplace(workspace, e.list);
                    }
                },
                event);
        }
    }
    return wanted;
}

void fold(Rows& rows, std::span<const CountedCommit> commits) {
    for (const CountedCommit& each : commits) {
        for (const Event& event : each.commit.events) apply_event(rows, each.commit.workspace, event, each.commit.at);
        WorkspaceRow& row = row_at(rows.workspaces, each.commit.workspace, "workspace");
        row.partition = each.partition;
        row.last_offset = each.offset;
    }
}

}  // namespace tasklog::projections
