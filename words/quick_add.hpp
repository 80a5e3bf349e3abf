#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/task.hpp"

/// A whole task written as one line: docs/quick-add.md.
namespace tasklog::words {

enum class Part { due, recurrence, start, reminder, estimate, priority, tag, list, assignee };
constexpr std::array<std::string_view, 9> part_names{"due",      "recurrence", "start", "reminder", "estimate",
                                                     "priority", "tag",        "list",  "assignee"};

/// Where a part was understood, in characters from the text's beginning.
struct Range {
    Part part{};
    std::size_t from = 0;
    std::size_t to = 0;
    bool operator==(const Range&) const = default;
};

/// A reminder at a moment, or from when the task is due.
struct ReminderInWords {
    std::optional<Instant> at{};
    std::optional<RelativeTime> relative{};
    bool operator==(const ReminderInWords&) const = default;
};

/// What a line says. The title is the line without what was understood; a line that would leave none is a title whole.
struct Understood {
    std::string title{};
    std::optional<Due> due{};
    std::string rule{};  ///< the value of an RRULE; empty: it does not repeat
    bool from_completion = false;
    std::optional<Date> start{};
    std::optional<ReminderInWords> reminder{};
    std::optional<std::uint64_t> estimate{};  ///< in minutes
    std::optional<Priority> priority{};
    std::vector<std::string> tags{};
    std::optional<ListId> list{};
    std::optional<PersonId> assignee{};
    std::string zone{};                  ///< where it was written
    std::vector<Range> ranges{};         ///< in their order
    std::vector<std::string> unknown{};  ///< @lists and +people that there are not; they stay in the title
};

/// Calls back for each thing of a kind with its name.
template <class Id>
using EachNamed = std::function<void(const std::function<void(std::string_view name, const Id& id)>&)>;

/// Tells the names that a list goes by in a line: its own; of a section "/Dairy", and with its list before it. `of`:
/// the name of the list that it is a section of; empty for a list of its own.
void tell_list(std::string_view name, std::string_view of, const ListId& id,
               const std::function<void(std::string_view name, const ListId& id)>& tell);

/// Who writes, when and where; and what can be named.
struct Writing {
    Instant now{};
    std::string zone{};       ///< IANA
    unsigned week_start = 1;  ///< the first day of a week: 0 is Sunday
    std::optional<PersonId> me{};
    EachNamed<ListId> lists{};     ///< asked only for a text that names one
    EachNamed<PersonId> people{};  ///< the same
};

Understood understand(std::string_view line, const Writing& writing);

/// A day or a series, with a time or without.
struct DateInWords {
    Date day{};                             ///< of a series its first one
    std::optional<std::int64_t> minutes{};  ///< of the day, by the clock
    std::string rule{};                     ///< the value of an RRULE; empty: once
    bool from_completion = false;
};

/// A text that says nothing but when, as other programs write dates. None for one that says anything else.
std::optional<DateInWords> understand_date(std::string_view text, const Writing& writing);

}  // namespace tasklog::words
