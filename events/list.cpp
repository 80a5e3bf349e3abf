#include "events/list.hpp"

namespace tasklog {

List created(const ListCreated& event, Instant at) {
    return {.id = event.list,
            .name = event.title,
            .color = event.color,
            .rank = event.rank,
            .version = 1,
            .created_at = at,
            .updated_at = at};
}

}  // namespace tasklog
