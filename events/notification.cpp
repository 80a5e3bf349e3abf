#include "events/notification.hpp"

#include "events/value/limits.hpp"

namespace tasklog {
namespace {}  // namespace

void NotificationsRead::evolve(ReadMarks& marks) const {
    if (through) {
        marks = {.through = *through, .singly = {}};
    } else {
        marks.singly.insert(*notification);
        // What is forgotten can be marked again, which changes nothing.
        if (marks.singly.size() > max_read_singly) marks.singly.erase(marks.singly.begin());
    }
}

}  // namespace tasklog
