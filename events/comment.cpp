#include "events/comment.hpp"

namespace tasklog {

Comment created(const CommentAdded& event, Instant at) {
    return {.id = event.comment,
            .task = event.about,
            .author = event.author,
            .text = event.text,
            .version = 1,
            .created_at = at,
            .updated_at = at};
}

}  // namespace tasklog
