#include "events/workspace.hpp"

#include <algorithm>

#include "events/about.hpp"
#include "events/overloaded.hpp"
#include "events/size.hpp"

namespace tasklog {
namespace {

constexpr std::size_t max_read_singly = 1'000;

void end(Task& task, Status status, Instant at) {
    task.status = status;
    task.ended_at = at;
}

/// One that is due only now that the task is open again is passed over.
void pass_over(Task& task, Instant at) {
    for (Reminder& each : task.reminders)
        if (each.at && *each.at <= at) each.done = each.at;
}

Reminder* find(Task& task, const ReminderId& id) {
    const auto at =
        std::find_if(task.reminders.begin(), task.reminders.end(), [&](const Reminder& each) { return each.id == id; });
    return at == task.reminders.end() ? nullptr : &*at;
}

/// One that was in the past when its date was set is passed over, unless the moment itself was asked for.
void schedule(Reminder& reminder, std::optional<Instant> when, Instant at) {
    reminder.at = when;
    if (reminder.relative && when && *when <= at) reminder.done = when;
}

void set(Task& task, const ReminderSet& e, Instant at) {
    Reminder* present = find(task, e.reminder);
    Reminder& reminder = present ? *present : task.reminders.emplace_back();
    reminder = {.id = e.reminder, .person = e.person, .relative = e.relative, .at = {}, .done = {}};
    schedule(reminder, e.at, at);
}

}  // namespace

const List* Workspace::list(const ListId& list_id) const {
    const auto at = lists.find(list_id);
    return at == lists.end() || at->second.deleted ? nullptr : &at->second;
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

PersonId Workspace::owner() const {
    for (const auto& [person, role] : members)
        if (role == Role::owner) return person;
    return {};
}

struct Journal::Head {
    bool exists;
    std::string title;
    std::uint64_t version;
    std::map<PersonId, Role> members;
    std::map<InvitationId, Invitation> invitations;
    Instant read_through;
    std::set<NotificationId> read;
    std::string last_task_rank;
    std::string last_list_rank;
};

void Journal::keep(const Workspace& w) {
    if (!head_)
        head_ = std::make_shared<Head>(Head{w.exists, w.title, w.version, w.members, w.invitations, w.read_through,
                                            w.read, w.last_task_rank, w.last_list_rank});
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

void Journal::take_back(Workspace& workspace) const {
    if (head_) {
        workspace.exists = head_->exists;
        workspace.title = head_->title;
        workspace.version = head_->version;
        workspace.members = head_->members;
        workspace.invitations = head_->invitations;
        workspace.read_through = head_->read_through;
        workspace.read = head_->read;
        workspace.last_task_rank = head_->last_task_rank;
        workspace.last_list_rank = head_->last_list_rank;
    }
    put_back(workspace, tasks_);
    put_back(workspace, lists_);
    put_back(workspace, comments_);
}

Task created(const TaskCreated& e, Instant at) {
    return {.id = e.task,
            .list = e.list,
            .title = e.title,
            .notes = e.notes,
            .tags = e.tags,
            .due = e.due,
            .start = e.start,
            .parent = {},
            .assignee = {},
            .next = {},
            .recurrence = {},
            .reminders = {},
            .rank = e.rank,
            .priority = e.priority,
            .version = 1,
            .created_at = at,
            .updated_at = at};
}

bool evolve(Task& task, const Event& event, Instant at) {
    const bool known =
        std::visit(Overloaded{[&](const TaskDetailsChanged& e) {
                                  if (e.title) task.title = *e.title;
                                  if (e.notes) task.notes = *e.notes;
                                  if (e.priority) task.priority = *e.priority;
                                  if (e.tags) task.tags = *e.tags;
                                  if (e.due) task.due = *e.due;
                                  if (e.start) task.start = *e.start;
                                  return true;
                              },
                              [&](const TaskCompleted&) { return end(task, Status::completed, at), true; },
                              [&](const TaskCancelled&) { return end(task, Status::cancelled, at), true; },
                              [&](const TaskReopened&) {
                                  task.status = Status::open;
                                  task.ended_at.reset();
                                  pass_over(task, at);
                                  return true;
                              },
                              [&](const TaskMoved& e) {
                                  task.list = e.list;
                                  task.rank = e.rank;
                                  return true;
                              },
                              [&](const TaskReordered& e) { return task.rank = e.rank, true; },
                              [&](const TaskDeleted&) { return task.deleted = true; },
                              [&](const TaskRestored&) {
                                  task.deleted = false;
                                  pass_over(task, at);
                                  return true;
                              },
                              [&](const RecurrenceSet& e) {
                                  task.recurrence = e.recurrence;
                                  task.next.reset();  // the series is this task's (again): it has no successor yet
                                  return true;
                              },
                              [&](const NextOccurrenceCreated& e) { return task.next = e.next, true; },
                              [&](const TaskNested& e) { return task.parent = e.parent, true; },
                              [&](const TaskAssigned& e) { return task.assignee = e.assignee, true; },
                              [&](const SeriesEnded&) { return task.recurrence.reset(), true; },
                              [&](const TaskBackdated& e) {
                                  if (e.created) task.created_at = *e.created;
                                  if (e.ended) task.ended_at = e.ended;
                                  return true;
                              },
                              [&](const ReminderSet& e) { return set(task, e, at), true; },
                              [&](const ReminderRescheduled& e) {
                                  if (Reminder* reminder = find(task, e.reminder)) schedule(*reminder, e.at, at);
                                  return true;
                              },
                              [&](const ReminderRemoved& e) {
                                  std::erase_if(task.reminders, [&](const Reminder& r) { return r.id == e.reminder; });
                                  return true;
                              },
                              [&](const ReminderFired& e) {
                                  if (Reminder* reminder = find(task, e.reminder)) reminder->done = e.due;
                                  return true;
                              },
                              [](const auto&) { return false; }},
                   event);
    if (!known) return false;
    ++task.version;
    task.updated_at = at;
    return true;
}

List created(const ListCreated& e, Instant at) {
    return {.id = e.list,
            .name = e.title,
            .color = e.color,
            .rank = e.rank,
            .version = 1,
            .created_at = at,
            .updated_at = at};
}

bool evolve(List& list, const Event& event, Instant at) {
    const bool known = std::visit(Overloaded{[&](const ListRenamed& e) { return list.name = e.title, true; },
                                             [&](const ListRecoloured& e) { return list.color = e.color, true; },
                                             [&](const ListReordered& e) { return list.rank = e.rank, true; },
                                             [&](const ListArchived&) { return list.archived = true; },
                                             [&](const ListUnarchived&) { return list.archived = false, true; },
                                             [&](const ListDeleted&) { return list.deleted = true; },
                                             [&](const ListRestored&) { return list.deleted = false, true; },
                                             [&](const ListBackdated& e) { return list.created_at = e.created, true; },
                                             [](const auto&) { return false; }},
                                  event);
    if (!known) return false;
    ++list.version;
    list.updated_at = at;
    return true;
}

Comment created(const CommentAdded& e, Instant at) {
    return {.id = e.comment,
            .task = e.about,
            .author = e.author,
            .text = e.text,
            .version = 1,
            .created_at = at,
            .updated_at = at};
}

bool evolve(Comment& comment, const Event& event, Instant at) {
    const bool known =
        std::visit(Overloaded{[&](const CommentEdited& e) { return comment.text = e.text, true; },
                              [&](const CommentDeleted&) { return comment.deleted = true; },
                              [&](const CommentRestored&) { return comment.deleted = false, true; },
                              [&](const CommentBackdated& e) { return comment.created_at = e.created, true; },
                              [](const auto&) { return false; }},
                   event);
    if (!known) return false;
    ++comment.version;
    comment.updated_at = at;
    return true;
}

namespace {

void evolve_people(Workspace& w, const Event& event) {
    std::visit(Overloaded{[&](const MemberInvited& e) {
                              w.invitations[e.invitation] = {e.role, e.person};
                          },
                          [&](const InvitationRevoked& e) { w.invitations.erase(e.invitation); },
                          [&](const MemberJoined& e) {
                              w.invitations.erase(e.invitation);
                              w.members[e.person] = e.role;
                          },
                          [&](const MemberRoleChanged& e) { w.members.at(e.person) = e.role; },
                          [&](const MemberRemoved& e) { w.members.erase(e.person); },
                          [&](const MemberLeft& e) { w.members.erase(e.person); },
                          [&](const OwnershipTransferred& e) {
                              w.members.at(e.from) = Role::editor;
                              w.members.at(e.to) = Role::owner;
                          },
                          [&](const WorkspaceReclaimed& e) {
                              w.members.erase(e.from);
                              w.members[e.person] = Role::owner;
                          },
                          [&](const NotificationsRead& e) {
                              if (e.through) {
                                  w.read_through = *e.through;
                                  w.read.clear();
                              } else {
                                  w.read.insert(*e.notification);
                                  // What is forgotten can be marked again, which changes nothing.
                                  if (w.read.size() > max_read_singly) w.read.erase(w.read.begin());
                              }
                          },
                          [](const auto&) {}},
               event);
}

}  // namespace

void evolve(Workspace& w, const Event& event, Instant at, Journal* journal) {
    if (journal) journal->keep(w);
    std::visit(Overloaded{[&](const WorkspaceCreated& e) {
                              w.exists = true;
                              w.title = e.title;
                              w.members = {{e.owner, Role::owner}};
                              ++w.version;
                          },
                          [&](const WorkspaceRenamed& e) {
                              w.title = e.title;
                              ++w.version;
                          },
                          [&]<AboutTask E>(const E& e) {
                              if (journal) journal->keep(w, e.task);
                              if constexpr (std::is_same_v<E, TaskCreated>) {
                                  w.put(created(e, at));
                              } else {
                                  w.change(e.task, [&](Task& task) { evolve(task, event, at); });
                              }
                              if constexpr (requires { e.rank; }) w.last_task_rank = std::max(w.last_task_rank, e.rank);
                          },
                          [&]<AboutList E>(const E& e) {
                              if (journal) journal->keep(w, e.list);
                              if constexpr (std::is_same_v<E, ListCreated>) {
                                  w.put(created(e, at));
                              } else {
                                  List& list = w.lists.at(e.list);
                                  w.bytes -= memory_bytes(list);
                                  evolve(list, event, at);
                                  w.bytes += memory_bytes(list);
                              }
                              if constexpr (requires { e.rank; }) w.last_list_rank = std::max(w.last_list_rank, e.rank);
                          },
                          [&]<AboutComment E>(const E& e) {
                              if (journal) journal->keep(w, e.comment);
                              if constexpr (std::is_same_v<E, CommentAdded>) {
                                  w.put(created(e, at));
                              } else {
                                  Comment& comment = w.comments.at(e.comment);
                                  w.bytes -= memory_bytes(comment);
                                  evolve(comment, event, at);
                                  w.bytes += memory_bytes(comment);
                              }
                          },
                          [&](const auto&) {
                              evolve_people(w, event);
                              ++w.version;
                          }},
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
