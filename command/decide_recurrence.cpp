#include "command/decide_recurrence.hpp"

#include <algorithm>

#include "command/decide_reminders.hpp"
#include "command/decisions.hpp"
#include "command/limits.hpp"
#include "command/subtasks.hpp"
#include "infra/calendar/recurrence.hpp"

namespace tasklog::command {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;

std::int64_t us_of(const Date& date) {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::sys_days(date.day).time_since_epoch())
        .count();
}

Date date_of(std::int64_t us) {
    return {std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(us)))};
}

calendar::Moment moment_of(const Due& due) {
    if (const auto* day = std::get_if<DueDate>(&due)) return {us_of(day->date), ""};
    const auto& instant = std::get<DueInstant>(due);
    return {instant.at.us, instant.zone};
}

Due due_of(const calendar::Moment& moment) {
    if (moment.zone.empty()) return DueDate{date_of(moment.us)};
    return DueInstant{{moment.us}, moment.zone};
}

Problem too_long() {
    return {
        .status = 409,
        .type = "recurrence-too-long",
        .detail =
            "Finding this task's next date takes too many steps. Set its recurrence again, from its present due date.",
        .pointer = "/task"};
}

/// The due date of the occurrence after the task's, when it was completed or skipped `at`; none if the series is over.
std::expected<std::optional<Due>, Problem> due_after(const Recurrence& r, Instant at, Cost& cost) {
    if (!cost.steps().take(steps_of_a_rule)) return std::unexpected(too_costly());
    calendar::Series series{r.rule, moment_of(r.start), {}};
    for (const Date& day : r.except) series.except.push_back(us_of(day));
    const calendar::Moment occurrence = moment_of(r.occurrence);
    const bool is_day = occurrence.zone.empty();
    std::int64_t after = occurrence.us;
    if (r.from_completion) {
        if (const auto count = calendar::count_of(r.rule); count && r.number >= *count) return std::optional<Due>();
        series.without_count = true;
        series.start = calendar::same_time_on_day_of(at.us, occurrence, r.zone);
        after = series.start.us;
    } else if (r.skip_missed) {
        // A day is past when it is over.
        const std::int64_t now = is_day ? calendar::same_time_on_day_of(at.us, occurrence, r.zone).us - day_us : at.us;
        after = std::max(after, now);
    }
    const auto next = calendar::occurrences(series, after, 1, cost.steps());
    if (!next) return std::unexpected(too_long());
    return next->empty() ? std::nullopt : std::optional(due_of(next->front()));
}

/// The start date keeps its distance to the due date.
std::optional<Date> start_for(const Task& task, const Due& next) {
    if (!task.start || !task.due) return std::nullopt;
    return date_of(us_of(*task.start) + (moment_of(next).us - moment_of(*task.due).us) / day_us * day_us);
}

Recurrence continued(Recurrence recurrence, const Due& occurrence) {
    recurrence.occurrence = occurrence;
    ++recurrence.number;
    return recurrence;
}

auto not_recurring() {
    return refuse(409, "not-recurring", "This task does not come again: set its recurrence first.", "/task");
}
auto has_ended() {
    return refuse(409, "task-ended", "This task is completed or cancelled: reopen it, or change the one after it.",
                  "/task");
}

}  // namespace

Decision decide_recurrence(const Workspace& w, Instant, const SetRecurrence& c, Cost& cost) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (task->status != Status::open) return has_ended();
    if (!task->due)
        return refuse(409, "recurrence-needs-due", "A task that comes again needs a due date: set it first.", "/task");
    Recurrence wanted{.rule = c.rule,
                      .except = c.except,
                      .from_completion = c.from == RepeatFrom::completion,
                      .skip_missed = c.skip_missed,
                      .zone = c.zone,
                      .start = *task->due,
                      .occurrence = *task->due,
                      .number = 1};
    if (const auto& present = task->recurrence) {
        Recurrence as_before = wanted;
        as_before.start = present->start;
        as_before.occurrence = present->occurrence;
        as_before.number = present->number;
        if (as_before == *present) return nothing_to_do();
    }
    if (!cost.steps().take(steps_of_a_rule)) return std::unexpected(too_costly());
    if (const auto fault = calendar::fault_of_rule(c.rule, moment_of(*task->due), cost.steps()))
        return std::unexpected(invalid_field("/rule", *fault));
    return happened(RecurrenceSet{task->id, std::move(wanted)});
}

Decision decide_recurrence(const Workspace& w, Instant at, const SkipOccurrence& c, Cost& cost) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (!task->recurrence) return not_recurring();
    if (task->status != Status::open) return has_ended();
    const auto found = due_after(*task->recurrence, at, cost);
    if (!found) return std::unexpected(found.error());
    const std::optional<Due>& next = *found;
    if (!next)
        return refuse(409, "series-over", "This is the last occurrence: complete the task, or end the series.",
                      "/task");
    TaskDetailsChanged moved{
        .task = task->id, .title = {}, .notes = {}, .priority = {}, .tags = {}, .due = {}, .start = {}};
    moved.due.emplace(*next);
    if (const auto start = start_for(*task, *next)) moved.start.emplace(start);
    return happened(std::move(moved), RecurrenceSet{task->id, continued(*task->recurrence, *next)});
}

Decision decide_recurrence(const Workspace& w, Instant, const EndSeries& c, Cost&) {
    const Task* task = w.task(*c.task);
    if (!task) return no_task();
    if (!task->recurrence) return nothing_to_do();
    return happened(SeriesEnded{task->id});
}

Decision decide_recurrence(const Workspace& w, Instant at, const CreateNextOccurrence& c, Cost& cost) {
    const Task* task = w.task(*c.task);
    if (!task || task->status != Status::completed || !task->recurrence || task->next) return nothing_to_do();
    if (w.tasks.contains(*c.next)) return refuse(409, "task-exists", "There is, or was, a task with this id.", "/next");
    Recurrence from = *task->recurrence;
    const auto found = due_after(from, from.from_completion ? *task->ended_at : at, cost);
    if (!found) return std::unexpected(found.error());
    const std::optional<Due>& due = *found;
    if (!due) return happened(SeriesEnded{task->id});
    const auto below = subtasks_of(w, task->id, cost);
    if (w.tasks.size() + below.size() >= max_tasks)
        return refuse(409, "workspace-full", "A workspace holds at most " + std::to_string(max_tasks) + " tasks.", "");
    TaskCreated made = copy_of(*task, *c.next, task->rank);
    made.due = due;
    made.start = start_for(*task, *due);
    std::vector<Event> events;
    events.emplace_back(made);
    events.emplace_back(RecurrenceSet{*c.next, continued(std::move(from), *due)});
    // A series never stops for want of room: the next one stands by itself, or without its subtasks.
    if (task->parent && has_room_for_subtasks(w, *task->parent, below.size() + 1, cost))
        events.emplace_back(TaskNested{*c.next, task->parent});
    if (task->assignee) events.emplace_back(TaskAssigned{*c.next, task->assignee});
    add_copied_reminders(*task, made, events);
    if (has_room_for_copies(below, cost))
        for (Event& event : copies_of(below, task->id, *c.next)) events.push_back(std::move(event));
    events.emplace_back(NextOccurrenceCreated{task->id, *c.next});
    return events;
}

}  // namespace tasklog::command
