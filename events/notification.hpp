#pragma once
#include <optional>
#include <set>

#include "events/form.hpp"
#include "events/value/id.hpp"

/// What a person has read of their notifications. It is kept in their personal workspace.
namespace tasklog {

struct ReadMarks {
    Instant through{};                  ///< what came till then is read,
    std::set<NotificationId> singly{};  ///< and these of what came later, a thousand at most
    bool operator==(const ReadMarks&) const = default;
};

/// In their own workspace, by the person whose it is: all notifications up to a moment, or one.
struct NotificationsRead {
    TASKLOG_EVENT("NotificationsRead", 1);
    std::optional<Instant> through;
    std::optional<NotificationId> notification;
    TASKLOG_EVENT_FIELDS { f("through", e.through), f("notification", e.notification); }
    void evolve(ReadMarks& marks) const;
    bool operator==(const NotificationsRead&) const = default;
};

}  // namespace tasklog
