#pragma once
#include <optional>
#include <string>

#include "command/field.hpp"

/// A workspace as a whole, and the filters that are kept in it.
namespace tasklog::command {

struct CreateWorkspace {
    TASKLOG_COMMAND(CreateWorkspace, editors, whole_workspace);
    std::string title;
    TASKLOG_FIELDS { f("name", c.title, must, form::Line{max_name_chars}); }
};
struct RenameWorkspace {
    TASKLOG_COMMAND(RenameWorkspace, owners, whole_workspace);
    std::string title;
    TASKLOG_FIELDS { f("name", c.title, must, form::Line{max_name_chars}); }
};
/// The trash shows nothing that was deleted until now.
struct EmptyTrash {
    TASKLOG_COMMAND(EmptyTrash, editors, whole_workspace);
    TASKLOG_FIELDS {}
};
/// A filter under a name: a new one, or in the place of the one that has this id.
struct SaveFilter {
    TASKLOG_COMMAND(SaveFilter, editors, filter);
    std::optional<FilterId> filter;
    std::string title;
    std::string words;
    bool if_absent = false;  ///< an existing filter of this id is no error, and stays as it is
    TASKLOG_FIELDS {
        f("id", c.filter, or_made), f("name", c.title, must, form::Line{max_name_chars});
        f("words", c.words, must, form::FilterWords{}), f("ifAbsent", c.if_absent, may);
    }
};
struct DeleteFilter {
    TASKLOG_COMMAND(DeleteFilter, editors, filter);
    std::optional<FilterId> filter;
    TASKLOG_FIELDS { f("filter", c.filter, must); }
};

}  // namespace tasklog::command
