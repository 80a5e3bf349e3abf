#include "command/task.hpp"

#include <algorithm>

#include "command/list.hpp"
#include "command/place.hpp"
#include "command/recurrence.hpp"
#include "command/subtasks.hpp"
#include "events/value/rank.hpp"
#include "infra/uuid.hpp"

namespace tasklog::command {

namespace {

auto no_member() {
    return refuse(problems::member_not_found, "There is no such member in this workspace.", "/assignee");
}

/// What it takes to fold a list's name, and to read a character of a line (Cost::steps).
constexpr std::size_t steps_of_a_name = 20;
constexpr std::size_t steps_of_a_character = 30;

std::unexpected<Problem> bad_line(const std::string& why) { return std::unexpected(invalid_field("/words/text", why)); }

}  // namespace

json::MaybeFault CreateTask::fault() const {
    if (title.empty() && !words) return json::Fault{"is missing", "/title"};
    if (!title.empty() && words) return json::Fault{"is not given beside words", "/title"};
    return std::nullopt;
}

std::expected<words::Understood, Problem> understand(const Workspace& w, const Sender& sender, CreateTask& c,
                                                     Cost& cost) {
    const words::EachNamed<ListId> lists = [&](const auto& tell) {
        if (!cost.steps().take(w.lists.size() * steps_of_a_name)) return;
        for (const auto& [id, list] : w.lists)
            if (!is_put_away(w, list))
                words::tell_list(list.name, list.section ? w.lists.at(*list.parent).name : "", id, tell);
    };
    if (!cost.steps().take(c.words->text.size() * steps_of_a_character)) return std::unexpected(too_costly());
    words::Understood understood = c.words->understand(sender.at, sender.person, lists);
    if (cost.steps().left() == 0) return std::unexpected(too_costly());
    if (const auto fault = form::Line{max_title_chars}(understood.title))
        return bad_line("says a title that " + fault->why);
    c.title = understood.title;
    if (understood.due) c.due = understood.due;
    if (understood.start) c.start = understood.start;
    if (!understood.rule.empty())
        c.recurrence = Recurrence{.rule = understood.rule,
                                  .from_completion = understood.from_completion,
                                  .zone = understood.zone,
                                  .start = *understood.due,
                                  .occurrence = *understood.due};
    // One that has passed since the line was written reminds of nothing.
    if (understood.reminder && understood.reminder->at && is_past_reminder(*understood.reminder->at, sender.at))
        understood.reminder.reset();
    if (understood.reminder) {
        if (c.reminders.size() >= max_reminders) return bad_line("says one reminder too many");
        // The same whenever this is decided again.
        c.reminders.push_back({.reminder = ReminderId::parse(uuid_v8(c.task->text() + "\nreminder")),
                               .at = understood.reminder->at,
                               .relative = understood.reminder->relative});
    }
    if (understood.estimate) c.estimate = understood.estimate;
    if (understood.priority) c.priority = *understood.priority;
    c.tags.insert(c.tags.end(), understood.tags.begin(), understood.tags.end());
    if (const auto fault = check(c.tags)) return bad_line("says a tag that " + fault->why);
    if (understood.list) c.list = understood.list;
    if (understood.assignee) c.assignee = understood.assignee;
    return understood;
}

Decision decide(const Workspace& w, const Sender& sender, const CreateTask& c, Cost& cost) {
    if (w.tasks.contains(*c.task)) {
        if (c.if_absent) return nothing_to_do();
        return refuse(problems::task_exists, "There is, or was, a task with this id.", "/id");
    }
    if (c.list && !w.list(*c.list)) return no_list();
    if (w.tasks.size() >= max_tasks) return no_space_for_more(max_tasks, "tasks");
    if (c.created_at && *c.created_at > sender.at) return not_yet("/createdAt");
    if (c.ended_at && *c.ended_at > sender.at) return not_yet("/endedAt");
    const std::string rank = c.rank.value_or(rank::after(w.last_task_rank));
    if (rank.size() > rank::max_length) return no_room();
    if (c.assignee && !w.members.contains(*c.assignee)) return no_member();
    const TaskCreated made{*c.task, c.list, c.title, c.notes, c.priority, c.tags, c.due, c.start, rank};
    Decision decision = happened(made);
    if (c.recurrence) {
        if (!c.due)
            return refuse(problems::recurrence_needs_due, "A task that repeats needs a due date: set it first.",
                          "/recurrence");
        auto recurrence = new_recurrence(*c.recurrence, *c.due, cost, "/recurrence");
        if (!recurrence) return std::unexpected(std::move(recurrence.error()));
        decision->emplace_back(RecurrenceSet{*c.task, std::move(*recurrence)});
    }
    if (auto refused = add_new_reminders(sender, made, c.reminders, *decision))
        return std::unexpected(std::move(*refused));
    if (c.assignee) decision->emplace_back(TaskAssigned{*c.task, c.assignee});
    if (c.estimate) decision->emplace_back(TaskEstimated{*c.task, c.estimate});
    if (c.status == Status::completed) decision->emplace_back(TaskCompleted{*c.task});
    if (c.status == Status::cancelled) decision->emplace_back(TaskCancelled{*c.task});
    // What an importer brings goes on where it stood: what is ended has its successor already, or never gets one.
    if (c.next) decision->emplace_back(NextOccurrenceCreated{*c.task, *c.next});
    if (c.created_at || c.ended_at) decision->emplace_back(TaskBackdated{*c.task, c.created_at, c.ended_at});
    return decision;
}

namespace {

/// `wanted`, if it is asked for and differs from what there is.
template <class T>
std::optional<T> change(const std::optional<T>& wanted, const T& present) {
    return wanted && *wanted != present ? wanted : std::nullopt;
}

}  // namespace

Decision decide(const Workspace& w, const Sender&, const ChangeTaskDetails& c, Cost&) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (task->recurrence && c.due && !*c.due)
        return refuse(problems::recurrence_needs_due, "A task that repeats needs a due date: end the series first.",
                      "/due");
    TaskDetailsChanged changed{task->id,
                               change(c.title, task->title),
                               change(c.notes, task->notes),
                               change(c.priority, task->priority),
                               change(c.tags, task->tags),
                               change(c.due, task->due),
                               change(c.start, task->start)};
    std::vector<Event> events;
    if (const auto estimate = change(c.estimate, task->estimate))
        events.emplace_back(TaskEstimated{task->id, *estimate});
    if (changed == TaskDetailsChanged{.task = task->id}) return events;
    if (changed.due && *changed.due) {
        auto recurrence = recurrence_in_form(*task, **changed.due);
        if (!recurrence) return std::unexpected(std::move(recurrence.error()));
        if (*recurrence) events.emplace_back(RecurrenceSet{task->id, std::move(**recurrence)});
    }
    events.emplace_back(std::move(changed));
    return events;
}

Decision decide(const Workspace& w, const Sender&, const MoveTask& c, Cost& cost) {
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

Decision decide(const Workspace& w, const Sender&, const AssignTask& c, Cost&) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    const std::optional<PersonId>& to = *c.assignee;
    if (task->assignee == to) return nothing_to_do();
    if (to && !w.members.contains(*to)) return no_member();
    return happened(TaskAssigned{task->id, to});
}

Decision decide(const Workspace& w, const Sender&, const ReorderTask& c, Cost&) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    const auto place = place_of(w, task->id, {c.rank, c.after, c.before});
    if (!place) return std::unexpected(place.error());
    if (place->rank.size() > rank::max_length) return no_room();
    return reordered<TaskReordered>(w.tasks, task->id, *place);
}

Decision decide(const Workspace& w, const Sender&, const RenameTag& c, Cost& cost) {
    if (c.tag == c.to) return nothing_to_do();
    if (!cost.steps().take(w.tasks.size())) return std::unexpected(too_costly());
    std::vector<Event> events;
    for (const auto& [id, task] : w.tasks) {
        const auto at = std::find(task.tags.begin(), task.tags.end(), c.tag);
        if (at == task.tags.end() || !w.task(id)) continue;
        TaskDetailsChanged changed{
            .task = id, .title = {}, .notes = {}, .priority = {}, .tags = {}, .due = {}, .start = {}};
        std::vector<std::string>& tags = changed.tags.emplace(task.tags);
        const auto place = tags.begin() + (at - task.tags.begin());
        if (std::find(tags.begin(), tags.end(), c.to) == tags.end()) {
            *place = c.to;
        } else {
            tags.erase(place);
        }
        events.emplace_back(std::move(changed));
    }
    return events;
}

void add_rest_of_copy(const Task& task, const TaskCreated& copy, std::vector<Event>& events) {
    if (task.assignee) events.emplace_back(TaskAssigned{copy.task, task.assignee});
    if (task.estimate) events.emplace_back(TaskEstimated{copy.task, task.estimate});
    add_copied_reminders(task, copy, events);
}

}  // namespace tasklog::command
