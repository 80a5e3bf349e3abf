#include "command/decide.hpp"

#include <algorithm>
#include <iterator>

#include "command/decide_comments.hpp"
#include "command/decide_creation.hpp"
#include "command/decide_people.hpp"
#include "command/decide_recurrence.hpp"
#include "command/decide_reminders.hpp"
#include "command/decide_tags.hpp"
#include "command/decisions.hpp"
#include "command/limits.hpp"
#include "command/place.hpp"
#include "command/subtasks.hpp"
#include "events/about.hpp"
#include "events/rank.hpp"
#include "events/size.hpp"

namespace tasklog::command {
namespace {

/// Those events that change a rank.
template <class Reordered, class Things, class Key>
Decision reordered(const Things& things, const Key& self, const Place<Key>& place) {
    std::vector<Event> events;
    if (things.at(self).rank != place.rank) events.emplace_back(Reordered{self, place.rank});
    for (const auto& [id, rank] : place.moved)
        if (things.at(id).rank != rank) events.emplace_back(Reordered{id, rank});
    return events;
}

// ---- workspaces

Decision decide(const Workspace& w, const CreateWorkspace&) {
    // Creating one that does not exist is the work of decide_all: here the actor is a member already.
    return refuse(problems::workspace_exists, "The workspace " + w.id.text() + " exists.", "/workspace");
}

Decision decide(const Workspace& w, const RenameWorkspace& c) {
    if (w.title == c.title) return nothing_to_do();
    return happened(WorkspaceRenamed{c.title});
}

/// Not looked at first: a look at all of two million tasks would hold the loop.
Decision decide(const Workspace&, const EmptyTrash&) { return happened(TrashEmptied{}); }

// ---- lists

Decision decide(const Workspace& w, const RenameList& c) {
    const List* list = w.list(*c.list);
    if (!list) return no_list();
    if (list->name == c.title) return nothing_to_do();
    return happened(ListRenamed{list->id, c.title});
}

Decision decide(const Workspace& w, const RecolourList& c) {
    const List* list = w.list(*c.list);
    if (!list) return no_list();
    if (list->color == c.color) return nothing_to_do();
    return happened(ListRecoloured{list->id, c.color});
}

Decision decide(const Workspace& w, const ReorderList& c) {
    const List* list = w.list(*c.list);
    if (!list) return no_list();
    const auto place = place_of(w, list->id, {c.rank, c.after, c.before});
    if (!place) return std::unexpected(place.error());
    if (place->rank.size() > rank::max_length) return no_room();
    return reordered<ListReordered>(w.lists, list->id, *place);
}

Decision decide(const Workspace& w, const ArchiveList& c) {
    const List* list = w.list(*c.list);
    if (!list) return no_list();
    if (list->archived) return nothing_to_do();
    return happened(ListArchived{list->id});
}

Decision decide(const Workspace& w, const UnarchiveList& c) {
    const List* list = w.list(*c.list);
    if (!list) return no_list();
    if (!list->archived) return nothing_to_do();
    return happened(ListUnarchived{list->id});
}

Decision decide(const Workspace& w, const DeleteList& c, Cost& cost) {
    const auto at = w.lists.find(*c.list);
    if (at == w.lists.end()) return no_list();
    if (at->second.deleted) return nothing_to_do();
    if (c.if_empty) {
        if (!cost.steps().take(w.tasks.size())) return std::unexpected(too_costly());
        const bool has_tasks = std::any_of(w.tasks.begin(), w.tasks.end(), [&](const auto& each) {
            return each.second.list == c.list && !each.second.deleted;
        });
        if (has_tasks) return nothing_to_do();
    }
    return happened(ListDeleted{*c.list});
}

Decision decide(const Workspace& w, const RestoreList& c) {
    const auto at = w.lists.find(*c.list);
    if (at == w.lists.end()) return no_list();
    if (!at->second.deleted) return nothing_to_do();
    return happened(ListRestored{*c.list});
}

// ---- tasks

/// `wanted`, if it is asked for and differs from what there is.
template <class T>
std::optional<T> change(const std::optional<T>& wanted, const T& present) {
    return wanted && *wanted != present ? wanted : std::nullopt;
}

Decision decide(const Workspace& w, const ChangeTaskDetails& c) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (task->recurrence && c.due && !*c.due)
        return refuse(problems::recurrence_needs_due, "A task that comes again needs a due date: end the series first.",
                      "/due");
    TaskDetailsChanged changed{task->id,
                               change(c.title, task->title),
                               change(c.notes, task->notes),
                               change(c.priority, task->priority),
                               change(c.tags, task->tags),
                               change(c.due, task->due),
                               change(c.start, task->start)};
    if (changed == TaskDetailsChanged{.task = task->id}) return nothing_to_do();
    std::vector<Event> events;
    if (changed.due && *changed.due) {
        auto recurrence = recurrence_in_form(*task, **changed.due);
        if (!recurrence) return std::unexpected(std::move(recurrence.error()));
        if (*recurrence) events.emplace_back(RecurrenceSet{task->id, std::move(**recurrence)});
    }
    events.emplace_back(std::move(changed));
    return events;
}

Decision decide(const Workspace& w, const MoveTask& c, Cost& cost) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    const std::optional<ListId>& to = *c.list;
    if (to && !w.list(*to)) return no_list();
    const std::string rank = c.rank.value_or(task->list == to ? task->rank : rank::after(w.last_task_rank));
    if (rank.size() > rank::max_length) return no_room();
    if (task->list == to && task->rank == rank) return nothing_to_do();
    std::vector<Event> events;
    events.emplace_back(TaskMoved{task->id, to, rank});
    // A part of something that is elsewhere now stands by itself; its own parts come along.
    if (task->list != to) {
        if (task->parent) events.emplace_back(TaskNested{task->id, std::nullopt});
        for (const Task* each : subtasks_of(w, task->id, cost))
            events.emplace_back(TaskMoved{each->id, to, each->rank});
    }
    return events;
}

Decision decide(const Workspace& w, const AssignTask& c) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    const std::optional<PersonId>& to = *c.assignee;
    if (task->assignee == to) return nothing_to_do();
    if (to && !w.members.contains(*to))
        return refuse(problems::member_not_found, "There is no such member in this workspace.", "/assignee");
    return happened(TaskAssigned{task->id, to});
}

Decision decide(const Workspace& w, const ReorderTask& c) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    const auto place = place_of(w, task->id, {c.rank, c.after, c.before});
    if (!place) return std::unexpected(place.error());
    if (place->rank.size() > rank::max_length) return no_room();
    return reordered<TaskReordered>(w.tasks, task->id, *place);
}

Decision decide(const Workspace& w, const RestoreTask& c, Cost& cost) {
    const auto at = w.tasks.find(*c.task);
    if (at == w.tasks.end()) return no_task();
    const Task& task = at->second;
    std::vector<Event> events;
    if (task.deleted) events.emplace_back(TaskRestored{task.id});
    std::vector<TaskId> parts;
    if (c.with_subtasks && task.deleted) {
        auto found = subtasks_deleted_with(w, task, cost);
        if (!found) return std::unexpected(std::move(found.error()));
        parts = std::move(*found);
    }
    for (const TaskId& part : parts) events.emplace_back(TaskRestored{part});
    // What it was a part of is gone, or has no room for it: it comes back by itself.
    const bool stays = task.parent && w.task(*task.parent) &&
                       (!task.deleted || has_room_for_subtasks(w, *task.parent, 1 + parts.size(), cost));
    if (task.parent && !stays) events.emplace_back(TaskNested{task.id, std::nullopt});
    // Its list went away: it comes back in the inbox.
    if (task.list && !w.list(*task.list)) events.emplace_back(TaskMoved{task.id, std::nullopt, task.rank});
    return events;
}

// ---- all of them

std::uint64_t version_of(const Workspace& w, const Command& command) {
    return std::visit(
        [&]<class C>(const C& c) {
            if constexpr (AboutTask<C>) {
                const auto at = w.tasks.find(*c.task);
                return at == w.tasks.end() ? 0 : at->second.version;
            } else if constexpr (AboutList<C>) {
                const auto at = w.lists.find(*c.list);
                return at == w.lists.end() ? 0 : at->second.version;
            } else if constexpr (requires { c.comment; }) {
                const auto at = w.comments.find(*c.comment);
                return at == w.comments.end() ? 0 : at->second.version;
            } else {
                return w.version;
            }
        },
        command.body);
}

/// A UUIDv5: of those a personal workspace's is one.
bool can_be_personal(const WorkspaceId& id) { return id.bytes[6] >> 4 == 5; }

/// The events that begin a workspace: a personal one with its first request, another with CreateWorkspace. And the one
/// that gives a personal workspace back to its person.
std::expected<std::vector<Event>, Problem> begin(const Workspace& w, const Request& request) {
    const auto* create = std::get_if<CreateWorkspace>(&request.commands.front().body);
    const bool own = request.workspace.bytes == request.actor.bytes;
    if (w.exists && own && w.owner() != request.actor)
        return std::vector<Event>{WorkspaceReclaimed{request.actor, w.owner()}};
    if (w.exists) return std::vector<Event>{};
    if (create && !own && can_be_personal(request.workspace))
        return refuse(problems::id_reserved,
                      "A UUID of version 5 can be somebody's personal workspace: take a random one (version 4 or 7).",
                      "/workspace");
    if (create) return std::vector<Event>{WorkspaceCreated{create->title, request.actor}};
    if (own) return std::vector<Event>{WorkspaceCreated{"Personal", request.actor}};
    return std::vector<Event>{};
}

/// Those that only a worker of ours sends, for which it needs to be no member.
template <class C>
constexpr bool worker_only = std::is_same_v<C, CreateNextOccurrence> || std::is_same_v<C, FireReminder>;

/// Who may send a command: the least role that can.
template <class C>
constexpr Role least_role() {
    if constexpr (std::is_same_v<C, LeaveWorkspace> || std::is_same_v<C, MarkNotificationsRead>) return Role::viewer;
    if constexpr (requires(C c) { c.comment; }) return Role::commenter;
    if constexpr (std::is_same_v<C, RenameWorkspace> || std::is_same_v<C, InviteMember> ||
                  std::is_same_v<C, RevokeInvitation> || std::is_same_v<C, ChangeMemberRole> ||
                  std::is_same_v<C, RemoveMember> || std::is_same_v<C, TransferOwnership>)
        return Role::owner;
    return Role::editor;
}

/// Why the actor may not send the command, if they may not.
std::optional<Problem> forbidden(const Workspace& w, const Sender& sender, const Body& body) {
    // Who accepts an invitation is no member yet: decide() looks whether it is theirs.
    if (std::holds_alternative<AcceptInvitation>(body)) return std::nullopt;
    const bool for_workers = std::visit([]<class C>(const C&) { return worker_only<C>; }, body);
    if (for_workers && sender.worker) {
        if (w.exists) return std::nullopt;
        return no_workspace().error();
    }
    const auto member = w.members.find(sender.person);
    // A workspace that exists but is not the actor's looks like one that does not.
    if (member == w.members.end()) return no_workspace().error();
    if (for_workers)
        return refuse(problems::worker_only, "This happens by itself: only Tasklog's own workers send it.", "/type")
            .error();
    const Role needed = std::visit([]<class C>(const C&) { return least_role<C>(); }, body);
    if (member->second >= needed) return std::nullopt;
    return refuse(problems::role_forbids,
                  needed == Role::owner ? "Only the owner of this workspace may do that."
                                        : "Your role in this workspace lets you look, not change.",
                  "/type")
        .error();
}

/// About what these events add to the state: things that are made, and texts.
std::size_t growth_of(const std::vector<Event>& events) {
    constexpr std::size_t little = 400;
    std::size_t bytes = 0;
    for (const Event& event : events) {
        const bool makes = std::holds_alternative<TaskCreated>(event) || std::holds_alternative<ListCreated>(event) ||
                           std::holds_alternative<CommentAdded>(event);
        const std::size_t size = json_bytes(event);
        if (makes || size > little) bytes += size + (makes ? little : 0);
    }
    return bytes;
}

}  // namespace

Decision decide(const Workspace& workspace, const Sender& sender, const Command& command, Cost& cost) {
    if (auto problem = forbidden(workspace, sender, command.body)) return std::unexpected(std::move(*problem));
    if (command.expected_version) {
        const std::uint64_t current = version_of(workspace, command);
        if (current != *command.expected_version)
            return std::unexpected(
                Problem{.type = problems::version_conflict,
                        .detail = "It is at version " + std::to_string(current) + " now. Read it again, then decide.",
                        .pointer = "/expectedVersion",
                        .current_version = current});
    }
    Decision decision = std::visit(
        [&](const auto& c) {
            if constexpr (requires { decide_people(workspace, sender, c); }) {
                return decide_people(workspace, sender, c);
            } else if constexpr (requires { decide_creation(workspace, sender, c, cost); }) {
                return decide_creation(workspace, sender, c, cost);
            } else if constexpr (requires { decide_comment(workspace, sender, c); }) {
                return decide_comment(workspace, sender, c);
            } else if constexpr (requires { decide_subtasks(workspace, sender.at, c, cost); }) {
                return decide_subtasks(workspace, sender.at, c, cost);
            } else if constexpr (requires { decide_subtasks(workspace, c, cost); }) {
                return decide_subtasks(workspace, c, cost);
            } else if constexpr (requires { decide_tags(workspace, c, cost); }) {
                return decide_tags(workspace, c, cost);
            } else if constexpr (requires { decide_recurrence(workspace, sender.at, c, cost); }) {
                return decide_recurrence(workspace, sender.at, c, cost);
            } else if constexpr (requires { decide_reminder(workspace, sender, c); }) {
                return decide_reminder(workspace, sender, c);
            } else if constexpr (requires { decide(workspace, c, cost); }) {
                return decide(workspace, c, cost);
            } else {
                return decide(workspace, c);
            }
        },
        command.body);
    if (decision && cost.steps().left() == 0) return std::unexpected(too_costly());
    if (decision) add_rescheduled(workspace, *decision);
    return decision;
}

Result result_of(const Workspace& w, const Command& command) {
    const std::string id = std::visit(
        [&]<class C>(const C& c) {
            if constexpr (std::is_same_v<C, DuplicateTask>) {
                return c.copy->text();
            } else if constexpr (std::is_same_v<C, SetReminder>) {
                return c.reminder->text();
            } else if constexpr (AboutTask<C>) {
                return c.task->text();
            } else if constexpr (AboutList<C>) {
                return c.list->text();
            } else if constexpr (requires { c.comment; }) {
                return c.comment->text();
            } else if constexpr (requires { c.invitation; }) {
                return c.invitation->text();
            } else if constexpr (requires { c.person; }) {
                return c.person->text();
            } else {
                return w.id.text();
            }
        },
        command.body);
    return {id, version_of(w, command)};
}

std::expected<Decided, Problem> decide_all(Workspace& workspace, const Request& request, Instant at,
                                           const CostBounds& bounds, const OverShare& over_share) {
    const bool is_new = !workspace.exists;
    auto first = begin(workspace, request);
    if (!first) return std::unexpected(first.error());
    const bool created = !first->empty() && std::holds_alternative<WorkspaceCreated>(first->front()) &&
                         std::holds_alternative<CreateWorkspace>(request.commands.front().body);
    Journal journal;
    // A refusal of the only command leaves nothing to take back.
    Journal* const undo = request.commands.size() > 1 || !first->empty() ? &journal : nullptr;
    Cost cost(bounds);
    Decided decided{.events = std::move(*first), .results = {}};
    cost.add(decided.events);
    for (const Event& event : decided.events) evolve(workspace, event, at, undo);
    decided.results.reserve(request.commands.size());
    for (std::size_t i = 0; i < request.commands.size(); ++i) {
        const Command& command = request.commands[i];
        if (i == 0 && created && over_share) {
            if (auto full = over_share(workspace, true, 0)) {
                journal.take_back(workspace);
                return std::unexpected(std::move(*full));
            }
        }
        if (i > 0 || !created) {
            Decision decision = decide(workspace, {request.actor, request.worker, at}, command, cost);
            if (decision)
                if (auto too_much = cost.add(*decision)) decision = std::unexpected(std::move(*too_much));
            // What is only changed or ended takes no more room, or hardly: nobody is kept from tidying up.
            const std::size_t growth = decision && over_share ? growth_of(*decision) : 0;
            if (decision && over_share && (is_new || growth > 0))
                if (auto full = over_share(workspace, is_new, growth)) decision = std::unexpected(std::move(*full));
            if (!decision) {
                journal.take_back(workspace);
                Problem problem = decision.error();
                if (request.batch) problem.pointer = "/commands/" + std::to_string(i) + problem.pointer;
                return std::unexpected(std::move(problem));
            }
            for (const Event& event : *decision) evolve(workspace, event, at, undo);
            if (decided.events.empty()) {
                decided.events = std::move(*decision);
            } else {
                std::move(decision->begin(), decision->end(), std::back_inserter(decided.events));
            }
        }
        decided.results.push_back(result_of(workspace, command));
    }
    return decided;
}

}  // namespace tasklog::command
