#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/id.hpp"
#include "events/rarely.hpp"
#include "events/time.hpp"

namespace tasklog {

enum class Priority : std::uint8_t { none, low, medium, high, urgent };
enum class Status : std::uint8_t { open, completed, cancelled };

/// Due on a day, wherever the person is.
struct DueDate {
    Date date;
    bool operator==(const DueDate&) const = default;
};
/// Due at a moment; `zone` (IANA) is where it was meant, for showing it.
struct DueInstant {
    Instant at;
    std::string zone;
    bool operator==(const DueInstant&) const = default;
};
using Due = std::variant<DueDate, DueInstant>;

/// A task that comes again: completing one occurrence makes the next, a task of its own.
struct Recurrence {
    std::string rule{};            ///< the value of an RRULE (RFC 5545 §3.3.10)
    std::vector<Date> except{};    ///< days on which there is none (EXDATE)
    bool from_completion = false;  ///< counted from when it was completed, not from when it was due
    bool skip_missed = false;      ///< of those that are past when the next is made, none is
    std::string zone{};            ///< IANA: where a day ends, for tasks that are due on a day
    Due start{};                   ///< DTSTART: the due date that the series began with
    Due occurrence{};              ///< the one that this task stands for, wherever it was moved to
    std::uint64_t number = 1;      ///< of this occurrence
    bool operator==(const Recurrence&) const = default;
};

/// So many minutes after a task is due or starts, before it if negative. Of a day they are counted from its first
/// moment by the clock in `zone`: 540 is nine in the morning, whatever happened to the clock that night. With `days` it
/// is a time of day, so many days after the one that the date falls on.
struct RelativeTime {
    enum class To { due, start } to = To::due;
    std::int64_t minutes = 0;
    std::string zone{};  ///< IANA
    std::optional<std::int64_t> days{};
    bool operator==(const RelativeTime&) const = default;
};

/// Reminds one person of a task at a moment, once.
struct Reminder {
    ReminderId id{};
    PersonId person{};
    std::optional<RelativeTime> relative{};  ///< `at` moves with the task's dates
    std::optional<Instant> at{};             ///< none: relative to a date that the task does not have
    std::optional<Instant> done{};           ///< the `at` for which it fired or was passed over
    bool operator==(const Reminder&) const = default;
};

/// Memory holds one of these for each task there ever was: the fields stand where they leave no gaps.
struct Task {
    TaskId id{};
    std::optional<ListId> list{};  ///< none: the inbox
    std::string title{};
    std::string notes{};
    std::vector<std::string> tags{};
    std::optional<Due> due{};
    std::optional<Date> start{};
    std::optional<TaskId> parent{};      ///< the task that this one is a part of
    std::optional<PersonId> assignee{};  ///< who is to do it
    std::optional<TaskId> next{};        ///< the occurrence that was made when this one was completed
    Rarely<Recurrence> recurrence{};
    std::vector<Reminder> reminders{};
    std::string rank{};
    Priority priority = Priority::none;
    Status status = Status::open;
    bool deleted = false;
    std::uint64_t version = 0;  ///< the number of events that this task has seen
    Instant created_at{};
    Instant updated_at{};
    std::optional<Instant> ended_at{};  ///< when it was completed or cancelled
    bool operator==(const Task&) const = default;
};

/// What someone said about a task.
struct Comment {
    CommentId id{};
    TaskId task{};
    PersonId author{};
    std::string text{};
    bool deleted = false;
    std::uint64_t version = 0;
    Instant created_at{};
    Instant updated_at{};
    bool operator==(const Comment&) const = default;
};

struct List {
    ListId id{};
    std::string name{};
    std::string color{};
    std::string rank{};
    bool archived = false;
    bool deleted = false;  ///< its tasks are gone with it until they are restored elsewhere
    std::uint64_t version = 0;
    Instant created_at{};
    Instant updated_at{};
    bool operator==(const List&) const = default;
};

}  // namespace tasklog
