#include "command/cost.hpp"

#include "events/size.hpp"

namespace tasklog::command {

std::optional<Problem> Cost::add(std::span<const Event> events) {
    events_ += events.size();
    for (const Event& event : events) bytes_ += json_bytes(event) + 1;
    if (has_room_for(0, 0)) return std::nullopt;
    return too_costly();
}

Problem too_costly() {
    return {.type = problems::too_much_at_once,
            .detail = "This asks for too much in one request. Nothing was changed. Send it in smaller parts."};
}

}  // namespace tasklog::command
