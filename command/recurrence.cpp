#include "command/recurrence.hpp"

#include <algorithm>

#include "command/reminder.hpp"
#include "command/subtasks.hpp"
#include "command/task.hpp"
#include "infra/calendar/series.hpp"
#include "infra/uuid.hpp"

namespace tasklog::command {

calendar::Moment moment_of(const Due& due) {
    if (const auto* day = std::get_if<DueDate>(&due)) return {midnight_us(day->date), ""};
    const auto& instant = std::get<DueInstant>(due);
    return {instant.at.us, instant.zone};
}

namespace {

Due due_of(const calendar::Moment& moment) {
    if (moment.zone.empty()) return DueDate{date_at(moment.us)};
    return DueInstant{{moment.us}, moment.zone};
}

Problem too_long() {
    return {
        .type = problems::recurrence_too_long,
        .detail =
            "Finding this task's next date takes too many steps. Set its recurrence again, from its present due date.",
        .pointer = "/task"};
}

calendar::Standing standing_of(const Task& task) {
    const Recurrence& r = *task.recurrence;
    calendar::Standing out{.series = {r.rule, moment_of(r.start), {}},
                           .from_completion = r.from_completion,
                           .skip_missed = r.skip_missed,
                           .zone = r.zone,
                           .occurrence = moment_of(r.occurrence),
                           .number = r.number,
                           .due = {}};
    for (const Date& day : r.except) out.series.except.push_back(midnight_us(day));
    if (task.due) out.due = moment_of(*task.due);
    return out;
}

/// The due date of the occurrence after the task's, if that is ended `at`; none if the series is over.
std::expected<std::optional<Due>, Problem> due_after(const Task& task, Instant at, Cost& cost) {
    if (!cost.steps().take(steps_of_a_rule)) return std::unexpected(too_costly());
    const auto next = calendar::next_dates(standing_of(task), at.us, 1, cost.steps());
    if (!next) return std::unexpected(too_long());
    return next->empty() ? std::nullopt : std::optional(due_of(next->front()));
}

std::expected<std::optional<Due>, Problem> due_from_today(const Task& task, Instant at, Cost& cost) {
    if (!cost.steps().take(steps_of_a_rule)) return std::unexpected(too_costly());
    const auto next = calendar::date_from_today(standing_of(task), at.us, cost.steps());
    if (!next) return std::unexpected(too_long());
    return *next ? std::optional(due_of(**next)) : std::nullopt;
}

/// The start date keeps its distance in days to the due date.
std::optional<Date> start_for(const Task& task, const Due& next) {
    if (!task.start || !task.due) return std::nullopt;
    const auto days = calendar::day_of(moment_of(next)) - calendar::day_of(moment_of(*task.due));
    return Date{std::chrono::sys_days(task.start->day) + std::chrono::days(days)};
}

Recurrence continued(Recurrence recurrence, const Due& occurrence) {
    recurrence.occurrence = occurrence;
    ++recurrence.number;
    return recurrence;
}

auto not_recurring() {
    return refuse(problems::not_recurring, "This task does not repeat: set its recurrence first.", "/task");
}
auto has_ended() {
    return refuse(problems::task_ended, "This task is completed or cancelled: reopen it, or change the one after it.",
                  "/task");
}

/// Whether nobody has done anything with an occurrence since it was made, nor with what is below it.
bool is_untouched(const Workspace& w, const Task& task, Cost& cost) {
    const auto as_made = [](const Task& each) {
        return each.status == Status::open && each.updated_at == each.created_at;
    };
    const auto below = subtasks_of(w, task.id, cost);
    return as_made(task) && std::all_of(below.begin(), below.end(), [&](const Task* each) { return as_made(*each); });
}

/// The events that make the occurrence after a task that was ended `at`, or end the series.
Decision successor(const Workspace& w, const Task& task, const TaskId& next, Instant at, Cost& cost) {
    const auto found = due_after(task, at, cost);
    if (!found) return std::unexpected(found.error());
    const std::optional<Due>& due = *found;
    if (!due) return happened(SeriesEnded{task.id});
    const auto below = subtasks_of(w, task.id, cost);
    if (w.tasks.size() + below.size() >= max_tasks) return no_space_for_more(max_tasks, "tasks");
    TaskCreated made = copy_of(task, next, task.rank);
    made.due = due;
    made.start = start_for(task, *due);
    std::vector<Event> events;
    events.emplace_back(made);
    events.emplace_back(RecurrenceSet{next, continued(*task.recurrence, *due)});
    // A series never stops for want of room: the next one stands by itself, or without its subtasks.
    if (task.parent && w.task(*task.parent) && has_room_for_subtasks(w, *task.parent, below.size() + 1, cost))
        events.emplace_back(TaskNested{next, task.parent});
    add_rest_of_copy(task, made, events);
    if (has_room_for_copies(below, cost))
        for (Event& event : copies_of(below, task.id, next)) events.push_back(std::move(event));
    events.emplace_back(NextOccurrenceCreated{task.id, next});
    return events;
}

}  // namespace

json::MaybeFault SetRecurrence::fault() const {
    if (start.has_value() != occurrence.has_value() || start.has_value() != number.has_value())
        return json::Fault{"needs start, occurrence and number, or none of them", "/start"};
    return std::nullopt;
}

Decision decide(const Workspace& w, const Sender&, const SetRecurrence& c, Cost& cost) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (task->status != Status::open) return has_ended();
    if (!task->due)
        return refuse(problems::recurrence_needs_due, "A task that repeats needs a due date: set it first.",
                      "/task");
    Recurrence wanted{.rule = c.rule,
                      .except = c.except,
                      .from_completion = c.from == RepeatFrom::completion,
                      .skip_missed = c.skip_missed,
                      .zone = c.zone,
                      .start = c.start.value_or(*task->due),
                      .occurrence = c.occurrence.value_or(*task->due),
                      .number = c.number.value_or(1)};
    if (task->recurrence && *task->recurrence == wanted) return nothing_to_do();
    if (const auto& present = task->recurrence; present && !c.start) {
        Recurrence as_before = wanted;
        as_before.start = present->start;
        as_before.occurrence = present->occurrence;
        as_before.number = present->number;
        if (as_before == *present && present->occurrence == *task->due) return nothing_to_do();
    }
    auto recurrence = new_recurrence(std::move(wanted), *task->due, cost, "");
    if (!recurrence) return std::unexpected(std::move(recurrence.error()));
    return happened(RecurrenceSet{task->id, std::move(*recurrence)});
}

Decision decide(const Workspace& w, const Sender& sender, const SkipOccurrence& c, Cost& cost) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (!task->recurrence) return not_recurring();
    if (task->status != Status::open) return has_ended();
    const auto found =
        c.to == SkipTo::today ? due_from_today(*task, sender.at, cost) : due_after(*task, sender.at, cost);
    if (!found) return std::unexpected(found.error());
    const std::optional<Due>& next = *found;
    if (next == task->due) return nothing_to_do();
    if (!next)
        return refuse(problems::series_over, "This is the last occurrence: complete the task, or end the series.",
                      "/task");
    TaskDetailsChanged moved{
        .task = task->id, .title = {}, .notes = {}, .priority = {}, .tags = {}, .due = {}, .start = {}};
    moved.due.emplace(*next);
    if (const auto start = start_for(*task, *next)) moved.start.emplace(start);
    if (*next == task->recurrence->occurrence) return happened(std::move(moved));  // it was put forward
    return happened(std::move(moved), RecurrenceSet{task->id, continued(*task->recurrence, *next)});
}

Decision decide(const Workspace& w, const Sender&, const EndSeries& c, Cost&) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (!task->recurrence) return nothing_to_do();
    return happened(SeriesEnded{task->id});
}

Decision decide(const Workspace& w, const Sender& sender, const CreateNextOccurrence& c, Cost& cost) {
    const auto place = w.tasks.find(*c.task);
    if (place == w.tasks.end()) return nothing_to_do();
    // One that was thrown away after it was done has its successor all the same, as if that had been made before.
    const Task& task = place->second;
    const bool list_is_gone = task.list && !w.list(*task.list);
    if (list_is_gone || task.status != Status::completed || !task.recurrence || task.next) return nothing_to_do();
    if (w.tasks.contains(*c.next))
        return refuse(problems::task_exists, "There is, or was, a task with this id.", "/next");
    return successor(w, task, *c.next, task.recurrence->from_completion ? *task.ended_at : sender.at, cost);
}

Decision decide(const Workspace& w, const Sender& sender, const CancelTask& c, Cost& cost) {
    const Instant at = sender.at;
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (task->status == Status::cancelled) return nothing_to_do();
    if (c.ended && *c.ended > at) return not_yet("/endedAt");
    std::vector<Event> events;
    events.emplace_back(TaskCancelled{task->id});
    if (c.ended) events.emplace_back(TaskBackdated{task->id, {}, c.ended});
    if (!task->recurrence || task->next) return events;
    // What is called off is one occurrence: the series goes on as if it were done.
    const auto next = TaskId::parse(uuid_v5("cancelled\n" + task->id.text() + "\n" + std::to_string(at.us)));
    auto more = successor(w, *task, *next, at, cost);
    if (!more) return more;
    for (Event& event : *more) events.push_back(std::move(event));
    return events;
}

namespace {

/// One that has ended is open again, and what came of its end is taken back.
std::vector<Event> reopen(const Workspace& w, const Sender& sender, const Task& task, Cost& cost) {
    std::vector<Event> events;
    if (!task.recurrence || !task.next) return events.emplace_back(TaskReopened{task.id}), events;
    const auto next = w.tasks.find(*task.next);  // an importer may name one that never came
    const bool has_the_series = next != w.tasks.end() && next->second.recurrence && next->second.status == Status::open;
    if (has_the_series && (!w.task(next->first) || is_untouched(w, next->second, cost))) {
        // It is as if it had never been ended. What was made of it is thrown away; if it comes back, then by itself.
        events.emplace_back(SeriesEnded{next->first});
        Decision thrown_away = decide(w, sender, DeleteTask{next->first}, cost);
        for (Event& event : *thrown_away) events.push_back(std::move(event));
        events.emplace_back(TaskReopened{task.id});
        events.emplace_back(RecurrenceSet{task.id, *task.recurrence});
    } else {
        // The series has gone on from there: this one stands by itself.
        events.emplace_back(SeriesEnded{task.id});
        events.emplace_back(TaskReopened{task.id});
    }
    return events;
}

}  // namespace

Decision decide(const Workspace& w, const Sender& sender, const ReopenTask& c, Cost& cost) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (task->status == Status::open) return nothing_to_do();
    std::vector<Event> events = reopen(w, sender, *task, cost);
    if (!c.with_subtasks) return events;
    // What ended in one commit ended at one moment.
    for (const Task* each : subtasks_of(w, task->id, cost)) {
        if (each->status == Status::open || each->ended_at != task->ended_at) continue;
        for (Event& event : reopen(w, sender, *each, cost)) events.push_back(std::move(event));
    }
    return events;
}

std::expected<Recurrence, Problem> new_recurrence(Recurrence wanted, const Due& due, Cost& cost,
                                                  const std::string& pointer) {
    if (wanted.start.index() != due.index() || wanted.occurrence.index() != due.index())
        return std::unexpected(invalid_field(pointer + "/start", "must be a day or a moment, as the due date is"));
    if (!cost.steps().take(steps_of_a_rule)) return std::unexpected(too_costly());
    if (const auto fault = calendar::fault_of_rule(wanted.rule, moment_of(wanted.start), cost.steps()))
        return std::unexpected(invalid_field(pointer + "/rule", *fault));
    return wanted;
}

std::expected<std::optional<Recurrence>, Problem> recurrence_in_form(const Task& task, const Due& due) {
    if (!task.recurrence || task.status != Status::open) return std::optional<Recurrence>();
    const Recurrence& present = *task.recurrence;
    if (present.occurrence.index() == due.index()) return std::optional<Recurrence>();
    const calendar::Moment form = moment_of(due);
    if (form.zone.empty() && calendar::is_within_a_day(present.rule))
        return refuse(problems::recurrence_needs_time,
                      "This task repeats within a day: change how it repeats before you take its time away.",
                      "/due");
    Recurrence out = present;
    if (form.zone.empty()) out.zone = moment_of(present.occurrence).zone;
    out.start = due_of(calendar::with_form_of(moment_of(present.start), form));
    out.occurrence = due_of(calendar::with_form_of(moment_of(present.occurrence), form));
    return out;
}

}  // namespace tasklog::command
