#include "events/recurrence.hpp"

#include "events/task.hpp"

namespace tasklog {

void RecurrenceSet::evolve(Task& it, Instant) const {
    it.recurrence = recurrence;
    it.next.reset();  // the series is this task's (again): it has no successor yet
}

void NextOccurrenceCreated::evolve(Task& it, Instant) const { it.next = next; }

void SeriesEnded::evolve(Task& it, Instant) const { it.recurrence.reset(); }

}  // namespace tasklog
