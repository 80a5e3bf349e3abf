#pragma once
#include <string>

#include "events/value/id.hpp"
#include "infra/uuid.hpp"

namespace tasklog::projections {

/// The id of what a commit's event tells someone: it follows from the commit, and is the same whenever it is made
/// again. `number`: the event's within its commit.
inline std::string notice_id(const CommitId& commit, std::size_t number, const std::string& recipient) {
    return uuid_v5("notification\n" + commit.text() + "\n" + std::to_string(number) + "\n" + recipient);
}

}  // namespace tasklog::projections
