#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "events/form.hpp"
#include "events/value/id.hpp"
#include "events/value/time.hpp"

/// Lists of tasks.
namespace tasklog {

struct List {
    ListId id{};
    std::string name{};
    std::string color{};
    std::string rank{};
    bool archived = false;
    bool deleted = false;            ///< its tasks are gone with it until they are restored elsewhere
    std::optional<ListId> parent{};  ///< the list that this one stands in, and is gone with
    bool section = false;            ///< it is a part of that list, shown there under its name
    std::uint64_t version = 0;
    Instant created_at{};
    Instant updated_at{};
    TASKLOG_STATE_FIELDS {
        f("id", s.id), f("name", s.name), f("color", s.color), f("rank", s.rank), f("archived", s.archived);
        f("deleted", s.deleted), f("parent", s.parent), f("section", s.section), f("version", s.version),
            f("createdAt", s.created_at), f("updatedAt", s.updated_at);
    }
    bool operator==(const List&) const = default;
};

/// A list for tasks; `rank` is its place among the others.
struct ListCreated {
    TASKLOG_EVENT("ListCreated", 1);
    ListId list;
    std::string title;
    std::string color;
    std::string rank;
    TASKLOG_EVENT_FIELDS { f("list", e.list), f("name", e.title), f("color", e.color), f("rank", e.rank); }
    bool operator==(const ListCreated&) const = default;
};
List created(const ListCreated& event, Instant at);

/// The list was renamed.
struct ListRenamed {
    TASKLOG_EVENT("ListRenamed", 1);
    ListId list;
    std::string title;
    TASKLOG_EVENT_FIELDS { f("list", e.list), f("name", e.title); }
    void evolve(List& it, Instant) const { it.name = title; }
    bool operator==(const ListRenamed&) const = default;
};

/// It got another colour, or with none its own again.
struct ListRecoloured {
    TASKLOG_EVENT("ListRecoloured", 1);
    ListId list;
    std::string color;
    TASKLOG_EVENT_FIELDS { f("list", e.list), f("color", e.color); }
    void evolve(List& it, Instant) const { it.color = color; }
    bool operator==(const ListRecoloured&) const = default;
};

/// It was moved among the lists.
struct ListReordered {
    TASKLOG_EVENT("ListReordered", 1);
    ListId list;
    std::string rank;
    TASKLOG_EVENT_FIELDS { f("list", e.list), f("rank", e.rank); }
    void evolve(List& it, Instant) const { it.rank = rank; }
    bool operator==(const ListReordered&) const = default;
};

/// Out of sight, with its tasks, which stay as they are.
struct ListArchived {
    TASKLOG_EVENT("ListArchived", 1);
    ListId list;
    TASKLOG_EVENT_FIELDS { f("list", e.list); }
    void evolve(List& it, Instant) const { it.archived = true; }
    bool operator==(const ListArchived&) const = default;
};

/// In sight again.
struct ListUnarchived {
    TASKLOG_EVENT("ListUnarchived", 1);
    ListId list;
    TASKLOG_EVENT_FIELDS { f("list", e.list); }
    void evolve(List& it, Instant) const { it.archived = false; }
    bool operator==(const ListUnarchived&) const = default;
};

/// The list was deleted, and every task in it.
struct ListDeleted {
    TASKLOG_EVENT("ListDeleted", 1);
    ListId list;
    TASKLOG_EVENT_FIELDS { f("list", e.list); }
    void evolve(List& it, Instant) const { it.deleted = true; }
    bool operator==(const ListDeleted&) const = default;
};

/// The list was restored, with every task that went with it.
struct ListRestored {
    TASKLOG_EVENT("ListRestored", 1);
    ListId list;
    TASKLOG_EVENT_FIELDS { f("list", e.list); }
    void evolve(List& it, Instant) const { it.deleted = false; }
    bool operator==(const ListRestored&) const = default;
};

/// Into another list, as a list of its own or as a section of it; with none out of all.
struct ListNested {
    TASKLOG_EVENT("ListNested", 1);
    ListId list;
    std::optional<ListId> parent;
    bool section = false;
    TASKLOG_EVENT_FIELDS { f("list", e.list), f("parent", e.parent), f("section", e.section); }
    void evolve(List& it, Instant) const { it.parent = parent, it.section = section; }
    bool operator==(const ListNested&) const = default;
};

/// The list is older than its first event: another program, or another workspace, had it before.
struct ListBackdated {
    TASKLOG_EVENT("ListBackdated", 1);
    ListId list;
    Instant created;
    TASKLOG_EVENT_FIELDS { f("list", e.list), f("createdAt", e.created); }
    void evolve(List& it, Instant) const { it.created_at = created; }
    bool operator==(const ListBackdated&) const = default;
};

}  // namespace tasklog
