#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "events/task.hpp"
#include "projections/projection.hpp"

namespace tasklog::projections::notifications {

/// What is told of a task, and whose it is.
struct Subject {
    std::string title;
    PersonId creator;
    std::optional<PersonId> assignee{};
};

/// To a person, or to whoever an invitation was sent to by mail.
struct Notice {
    std::string recipient;
    bool to_invitation = false;
    std::string id;
    Instant at;
    std::string body;  ///< JSON, as the feed gives it
    bool sent = true;  ///< by mail and webhook, too
};

/// The rows that a batch reads and changes: loaded together, written together.
struct Rows {
    std::map<std::pair<WorkspaceId, TaskId>, Subject> subjects;
    std::set<std::pair<WorkspaceId, TaskId>> changed;  ///< of the subjects
    std::map<WorkspaceId, std::string> names;
    std::map<std::pair<WorkspaceId, PersonId>, bool> members;                           ///< false: no member any more
    std::map<std::tuple<WorkspaceId, TaskId, ReminderId>, std::optional<Instant>> due;  ///< none: nothing is due
    std::vector<Notice> notices;
    std::map<PersonId, Instant> read_through;
    std::vector<std::pair<PersonId, NotificationId>> read_singly;
};

/// What the batch's events look at: their tasks, and the names and members of their workspaces.
Rows load(postgres::UnitOfWork& unit, const std::string& schema, std::span<const CountedCommit> commits);
void write(postgres::UnitOfWork& unit, const std::string& schema, const std::string& outbox, const Rows& rows);

}  // namespace tasklog::projections::notifications
