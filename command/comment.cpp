#include "command/comment.hpp"

namespace tasklog::command {
namespace {

auto no_comment() {
    return refuse(problems::comment_not_found, "There is no such comment in this workspace.", "/comment");
}

/// Why the sender may not delete or restore it, if they may not.
std::optional<Problem> not_theirs(const Workspace& w, const Sender& sender, const Comment& comment) {
    if (comment.author == sender.person || w.members.at(sender.person) == Role::owner) return std::nullopt;
    return Problem{problems::not_yours,
                   "Only who wrote a comment, or the owner of the workspace, can delete it or bring it back.",
                   "/comment"};
}

}  // namespace

Decision decide(const Workspace& w, const Sender& sender, const AddComment& c, Cost&) {
    if (!w.task(*c.about)) return no_task();
    if (w.comments.contains(*c.comment)) {
        if (c.if_absent) return nothing_to_do();
        return refuse(problems::comment_exists, "There is, or was, a comment with this id.", "/id");
    }
    if (c.created && *c.created > sender.at) return not_yet("/createdAt");
    if (w.comments.size() >= max_comments) return no_space_for_more(max_comments, "comments");
    CommentAdded added{*c.comment, *c.about, sender.person, c.text};
    if (c.created) return happened(std::move(added), CommentBackdated{*c.comment, *c.created});
    return happened(std::move(added));
}

Decision decide(const Workspace& w, const Sender& sender, const EditComment& c, Cost&) {
    const Comment* comment = w.comment(*c.comment);
    if (!comment) return no_comment();
    if (comment->author != sender.person)
        return refuse(problems::not_yours, "Only who wrote a comment can change it.", "/comment");
    if (comment->text == c.text) return nothing_to_do();
    return happened(CommentEdited{comment->id, c.text});
}

Decision decide(const Workspace& w, const Sender& sender, const DeleteComment& c, Cost&) {
    const auto at = w.comments.find(*c.comment);
    if (at == w.comments.end()) return no_comment();
    if (auto fault = not_theirs(w, sender, at->second)) return std::unexpected(std::move(*fault));
    if (at->second.deleted) return nothing_to_do();
    return happened(CommentDeleted{*c.comment});
}

Decision decide(const Workspace& w, const Sender& sender, const RestoreComment& c, Cost&) {
    const auto at = w.comments.find(*c.comment);
    if (at == w.comments.end()) return no_comment();
    if (auto fault = not_theirs(w, sender, at->second)) return std::unexpected(std::move(*fault));
    if (!at->second.deleted) return nothing_to_do();
    return happened(CommentRestored{*c.comment});
}

}  // namespace tasklog::command
