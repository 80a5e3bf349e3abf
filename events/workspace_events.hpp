#pragma once
#include <string>

#include "events/form.hpp"
#include "events/people.hpp"
#include "events/value/id.hpp"

/// What happens to a workspace as a whole.
namespace tasklog {

/// The first event of every workspace: its creator owns it.
struct WorkspaceCreated {
    TASKLOG_EVENT("WorkspaceCreated", 1);
    std::string title;
    PersonId owner;
    TASKLOG_EVENT_FIELDS { f("name", e.title), f("owner", e.owner); }
    void evolve(auto& people) const { people.member(owner, Role::owner); }
    bool operator==(const WorkspaceCreated&) const = default;
};

/// The workspace was renamed.
struct WorkspaceRenamed {
    TASKLOG_EVENT("WorkspaceRenamed", 1);
    std::string title;
    TASKLOG_EVENT_FIELDS { f("name", e.title); }
    bool operator==(const WorkspaceRenamed&) const = default;
};

/// The trash no longer shows what was deleted until now. It stays in the log, and can be restored from the history.
struct TrashEmptied {
    TASKLOG_EVENT("TrashEmptied", 1);
    TASKLOG_EVENT_FIELDS {}
    bool operator==(const TrashEmptied&) const = default;
};

}  // namespace tasklog
