#include "events/reminder.hpp"

#include <algorithm>

#include "events/task.hpp"

namespace tasklog {
namespace {

Reminder* find(Task& task, const ReminderId& id) {
    const auto at =
        std::find_if(task.reminders.begin(), task.reminders.end(), [&](const Reminder& each) { return each.id == id; });
    return at == task.reminders.end() ? nullptr : &*at;
}

/// One that was in the past when its date was set is passed over, unless the moment itself was asked for.
void schedule(Reminder& reminder, std::optional<Instant> when, Instant now) {
    reminder.at = when;
    if (reminder.relative && when && *when <= now) reminder.done = when;
}

}  // namespace

void ReminderSet::evolve(Task& it, Instant now) const {
    Reminder* present = find(it, reminder);
    Reminder& set = present ? *present : it.reminders.emplace_back();
    set = {.id = reminder, .person = person, .relative = relative, .at = {}, .done = {}};
    schedule(set, at, now);
}

void ReminderRescheduled::evolve(Task& it, Instant now) const {
    if (Reminder* present = find(it, reminder)) schedule(*present, at, now);
}

void ReminderRemoved::evolve(Task& it, Instant) const {
    std::erase_if(it.reminders, [&](const Reminder& each) { return each.id == reminder; });
}

void ReminderFired::evolve(Task& it, Instant) const {
    if (Reminder* present = find(it, reminder)) present->done = due;
}

void pass_over_reminders(Task& task, Instant now) {
    for (Reminder& each : task.reminders)
        if (each.at && *each.at <= now) each.done = each.at;
}

}  // namespace tasklog
