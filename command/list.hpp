#pragma once
#include <optional>
#include <string>

#include "command/field.hpp"
#include "command/place.hpp"

/// Lists of tasks.
namespace tasklog::command {

/// Deleted or archived, by itself or with a list that it stands in.
bool is_put_away(const Workspace& w, const List& list);

/// A section is one of some list.
json::MaybeFault fault_of_section(bool section, bool parent);

struct CreateList {
    TASKLOG_COMMAND(CreateList, editors, list);
    std::optional<ListId> list;
    std::string title;
    std::string color;
    std::optional<std::string> rank;
    std::optional<ListId> parent{};    ///< the list to stand in
    bool section = false;              ///< as a section of it
    std::optional<Instant> created{};  ///< for importers: before now
    bool if_absent = false;            ///< an existing list of this id is no error, and stays as it is
    TASKLOG_FIELDS {
        f("id", c.list, or_made), f("name", c.title, must, form::Line{max_name_chars});
        f("color", c.color, may, form::Color{}), f("rank", c.rank, may, form::Rank{});
        f("parent", c.parent, may), f("section", c.section, may);
        f("createdAt", c.created, may), f("ifAbsent", c.if_absent, may);
    }
    json::MaybeFault fault() const { return fault_of_section(section, parent.has_value()); }
};
struct RenameList {
    TASKLOG_COMMAND(RenameList, editors, list);
    std::optional<ListId> list;
    std::string title;
    TASKLOG_FIELDS { f("list", c.list, must), f("name", c.title, must, form::Line{max_name_chars}); }
};
struct RecolourList {
    TASKLOG_COMMAND(RecolourList, editors, list);
    std::optional<ListId> list;
    std::string color;
    TASKLOG_FIELDS { f("list", c.list, must), f("color", c.color, must, form::Color{}); }
};
/// To `rank`, or between two neighbours (one of them at the ends).
struct ReorderList {
    TASKLOG_COMMAND(ReorderList, editors, list);
    std::optional<ListId> list;
    std::optional<std::string> rank;
    std::optional<ListId> after;
    std::optional<ListId> before;
    TASKLOG_FIELDS {
        f("list", c.list, must), f("rank", c.rank, may, form::Rank{}), f("after", c.after, may);
        f("before", c.before, may);
    }
    json::MaybeFault fault() const { return fault_of_place(rank.has_value(), after || before); }
};
/// Into another list, or with null out of all; as a section of it, or as a list of its own.
struct NestList {
    TASKLOG_COMMAND(NestList, editors, list);
    std::optional<ListId> list;
    std::optional<std::optional<ListId>> parent;
    bool section = false;
    TASKLOG_FIELDS { f("list", c.list, must), f("parent", c.parent, must_or_null), f("section", c.section, may); }
    json::MaybeFault fault() const { return fault_of_section(section, parent && *parent); }
};
struct ArchiveList {
    TASKLOG_COMMAND(ArchiveList, editors, list);
    std::optional<ListId> list;
    TASKLOG_FIELDS { f("list", c.list, must); }
};
struct UnarchiveList {
    TASKLOG_COMMAND(UnarchiveList, editors, list);
    std::optional<ListId> list;
    TASKLOG_FIELDS { f("list", c.list, must); }
};
struct DeleteList {
    TASKLOG_COMMAND(DeleteList, editors, list);
    std::optional<ListId> list;
    bool if_empty = false;  ///< one with tasks stays
    TASKLOG_FIELDS { f("list", c.list, must), f("ifEmpty", c.if_empty, may); }
};
/// A deleted one, with the tasks that went with it, where they were.
struct RestoreList {
    TASKLOG_COMMAND(RestoreList, editors, list);
    std::optional<ListId> list;
    TASKLOG_FIELDS { f("list", c.list, must); }
};

}  // namespace tasklog::command
