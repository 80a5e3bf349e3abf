#pragma once
#include <string>

#include "events/form.hpp"
#include "events/people.hpp"
#include "events/value/id.hpp"

/// What happens to a workspace as a whole, and the filters that are kept in it.
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

/// A filter with a name, kept in its words (docs/filters.md): what they mean is found anew at each reading.
struct SavedFilter {
    std::string name{};
    std::string words{};
    bool deleted = false;
    TASKLOG_STATE_FIELDS { f("name", s.name), f("words", s.words), f("deleted", s.deleted); }
    bool operator==(const SavedFilter&) const = default;
};
template <class E>
concept AboutFilter = requires(E e) { e.filter; };

/// A filter was saved: a new one, or in the place of what it was.
struct FilterSaved {
    TASKLOG_EVENT("FilterSaved", 1);
    FilterId filter;
    std::string title;
    std::string words;
    TASKLOG_EVENT_FIELDS { f("filter", e.filter), f("name", e.title), f("words", e.words); }
    void evolve(SavedFilter& it) const { it = {title, words}; }
    bool operator==(const FilterSaved&) const = default;
};

/// The saved filter was deleted; no task is.
struct FilterDeleted {
    TASKLOG_EVENT("FilterDeleted", 1);
    FilterId filter;
    TASKLOG_EVENT_FIELDS { f("filter", e.filter); }
    void evolve(SavedFilter& it) const { it = {.deleted = true}; }
    bool operator==(const FilterDeleted&) const = default;
};

}  // namespace tasklog
