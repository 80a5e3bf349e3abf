#pragma once
#include <cstdint>
#include <string>

#include "events/form.hpp"
#include "events/value/id.hpp"
#include "events/value/time.hpp"

/// What people say about tasks.
namespace tasklog {

struct Comment {
    CommentId id{};
    TaskId task{};
    PersonId author{};
    std::string text{};
    bool deleted = false;
    std::uint64_t version = 0;
    Instant created_at{};
    Instant updated_at{};
    TASKLOG_STATE_FIELDS {
        f("id", s.id), f("task", s.task), f("author", s.author), f("text", s.text), f("deleted", s.deleted);
        f("version", s.version), f("createdAt", s.created_at), f("updatedAt", s.updated_at);
    }
    bool operator==(const Comment&) const = default;
};

/// Someone said something about a task.
struct CommentAdded {
    TASKLOG_EVENT("CommentAdded", 1);
    CommentId comment;
    TaskId about;
    PersonId author;
    std::string text;
    TASKLOG_EVENT_FIELDS { f("comment", e.comment), f("task", e.about), f("author", e.author), f("text", e.text); }
    bool operator==(const CommentAdded&) const = default;
};
Comment created(const CommentAdded& event, Instant at);

/// The author changed the text.
struct CommentEdited {
    TASKLOG_EVENT("CommentEdited", 1);
    CommentId comment;
    std::string text;
    TASKLOG_EVENT_FIELDS { f("comment", e.comment), f("text", e.text); }
    void evolve(Comment& it, Instant) const { it.text = text; }
    bool operator==(const CommentEdited&) const = default;
};

/// The comment was deleted.
struct CommentDeleted {
    TASKLOG_EVENT("CommentDeleted", 1);
    CommentId comment;
    TASKLOG_EVENT_FIELDS { f("comment", e.comment); }
    void evolve(Comment& it, Instant) const { it.deleted = true; }
    bool operator==(const CommentDeleted&) const = default;
};

/// The comment was restored as it was.
struct CommentRestored {
    TASKLOG_EVENT("CommentRestored", 1);
    CommentId comment;
    TASKLOG_EVENT_FIELDS { f("comment", e.comment); }
    void evolve(Comment& it, Instant) const { it.deleted = false; }
    bool operator==(const CommentRestored&) const = default;
};

/// It was said before its first event, elsewhere.
struct CommentBackdated {
    TASKLOG_EVENT("CommentBackdated", 1);
    CommentId comment;
    Instant created;
    TASKLOG_EVENT_FIELDS { f("comment", e.comment), f("createdAt", e.created); }
    void evolve(Comment& it, Instant) const { it.created_at = created; }
    bool operator==(const CommentBackdated&) const = default;
};

}  // namespace tasklog
