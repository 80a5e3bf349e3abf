#pragma once
#include <string>
#include <vector>

#include "projections/projection.hpp"
#include "projections/things/things.hpp"

namespace tasklog::projections {

/// One event of the history, as its row holds it.
struct Entry {
    WorkspaceId workspace;
    Instant at;
    unsigned number = 0;  ///< of the event within its commit
    int partition = 0;
    std::int64_t offset = 0;
    PersonId actor;
    std::string type;
    Subject subject;
    std::optional<TaskId> task{};  ///< the subject, or what the comment is about
    std::string body;  ///< JSON: all of it, with the commit's id and hash, and each changed field before and after
    bool operator==(const Entry& other) const {
        return workspace == other.workspace && at == other.at && number == other.number &&
               partition == other.partition && offset == other.offset && actor == other.actor && type == other.type &&
               task == other.task && subject.list == other.subject.list && body == other.body;
    }
};

/// What a commit adds to the history; `things` are as before it, and are changed. Throws Unappliable.
std::vector<Entry> entries_of(Things& things, const CountedCommit& counted);

}  // namespace tasklog::projections
