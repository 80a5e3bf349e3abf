#pragma once
#include <string>

#include "command/field.hpp"

/// A workspace as a whole.
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

}  // namespace tasklog::command
