#pragma once
#include <optional>
#include <string>

#include "command/field.hpp"

/// What people say about tasks.
namespace tasklog::command {

struct AddComment {
    TASKLOG_COMMAND(AddComment, commenters, comment);
    std::optional<CommentId> comment;
    std::optional<TaskId> about;
    std::string text;
    std::optional<Instant> created{};  ///< for importers: before now
    bool if_absent = false;            ///< an existing comment of this id is no error, and stays as it is
    TASKLOG_FIELDS {
        f("id", c.comment, or_made), f("task", c.about, must);
        f("text", c.text, must, form::Text{.max_chars = max_comment_chars, .blank = false});
        f("createdAt", c.created, may), f("ifAbsent", c.if_absent, may);
    }
};
/// For its author.
struct EditComment {
    TASKLOG_COMMAND(EditComment, commenters, comment);
    std::optional<CommentId> comment;
    std::string text;
    TASKLOG_FIELDS {
        f("comment", c.comment, must);
        f("text", c.text, must, form::Text{.max_chars = max_comment_chars, .blank = false});
    }
};
/// For its author, and the workspace's owner.
struct DeleteComment {
    TASKLOG_COMMAND(DeleteComment, commenters, comment);
    std::optional<CommentId> comment;
    TASKLOG_FIELDS { f("comment", c.comment, must); }
};
/// For its author, and the workspace's owner.
struct RestoreComment {
    TASKLOG_COMMAND(RestoreComment, commenters, comment);
    std::optional<CommentId> comment;
    TASKLOG_FIELDS { f("comment", c.comment, must); }
};

}  // namespace tasklog::command
