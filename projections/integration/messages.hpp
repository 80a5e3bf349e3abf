#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "projections/projection.hpp"
#include "projections/things/things.hpp"

namespace tasklog::projections::integration {

/// The topics for programs that are not ours; what is on them is told by docs/asyncapi.yaml.
inline constexpr std::string_view task_events = "task-events";    ///< every event
inline constexpr std::string_view task_updates = "task-updates";  ///< a task and a commit at a time: what became of it
inline constexpr std::string_view reminders = "reminders";        ///< those that fired

/// A CloudEvents 1.0 event in its JSON form, and where it belongs. Made again it is the same to the byte.
struct Message {
    std::string topic;
    WorkspaceId workspace{};
    int partition = 0;        ///< of the log
    std::int64_t offset = 0;  ///< of its commit
    unsigned number = 0;      ///< of its event within the commit
    std::string body;
    bool operator==(const Message&) const = default;
};

/// What a commit tells the outside, in order; `things` are as before it, and are changed. Throws Unappliable.
std::vector<Message> messages_of(Things& things, const CountedCommit& counted);

}  // namespace tasklog::projections::integration
