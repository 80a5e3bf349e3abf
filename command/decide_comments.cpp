#include "command/decide_comments.hpp"

#include "command/decisions.hpp"
#include "command/limits.hpp"

namespace tasklog::command {
namespace {

auto no_comment() {
    return refuse(404, "comment-not-found", "There is no such comment in this workspace.", "/comment");
}

}  // namespace

Decision decide_comment(const Workspace& w, const PersonId& actor, const AddComment& c) {
    if (!w.task(*c.about)) return no_task();
    if (w.comments.contains(*c.comment))
        return refuse(409, "comment-exists", "There is, or was, a comment with this id.", "/id");
    if (w.comments.size() >= max_comments)
        return refuse(409, "workspace-full", "A workspace holds at most " + std::to_string(max_comments) + " comments.",
                      "");
    return happened(CommentAdded{*c.comment, *c.about, actor, c.text});
}

Decision decide_comment(const Workspace& w, const PersonId& actor, const EditComment& c) {
    const Comment* comment = w.comment(*c.comment);
    if (!comment) return no_comment();
    if (comment->author != actor)
        return refuse(403, "not-yours", "Only who wrote a comment can change it.", "/comment");
    if (comment->text == c.text) return nothing_to_do();
    return happened(CommentEdited{comment->id, c.text});
}

Decision decide_comment(const Workspace& w, const PersonId& actor, const DeleteComment& c) {
    const auto at = w.comments.find(*c.comment);
    if (at == w.comments.end()) return no_comment();
    if (at->second.author != actor && w.members.at(actor) != Role::owner)
        return refuse(403, "not-yours", "Only who wrote a comment, or the owner of the workspace, can delete it.",
                      "/comment");
    if (at->second.deleted) return nothing_to_do();
    return happened(CommentDeleted{*c.comment});
}

}  // namespace tasklog::command
