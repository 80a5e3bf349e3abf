#pragma once
#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "command/cost.hpp"
#include "events/event.hpp"
#include "events/workspace.hpp"
#include "infra/problem.hpp"

/// What the decisions are made of.
namespace tasklog::command {

/// What a command comes to: events, none where it changes nothing, or a refusal.
using Decision = std::expected<std::vector<Event>, Problem>;

/// Who sends a command, and when. A worker of ours may do what it is for in every workspace, and nothing else.
struct Sender {
    Sender(const PersonId& who, bool is_worker = false, Instant now = {}) : person(who), worker(is_worker), at(now) {}
    PersonId person;
    bool worker;
    Instant at;
};

inline std::unexpected<Problem> refuse(ProblemType type, std::string detail, std::string pointer) {
    return std::unexpected(Problem{.type = type, .detail = std::move(detail), .pointer = std::move(pointer)});
}

inline auto no_task(const char* pointer = "/task") {
    return refuse(problems::task_not_found, "There is no such task in this workspace.", pointer);
}
inline auto no_list(const char* pointer = "/list") {
    return refuse(problems::list_not_found, "There is no such list in this workspace.", pointer);
}
/// `things`: such as "2000 lists".
inline auto no_space_for_more(std::size_t most, const std::string& things) {
    return refuse(problems::workspace_full, "A workspace holds at most " + std::to_string(most) + " " + things + ".",
                  "");
}
/// Only who fills a place on purpose, with some hundred thousand things, comes to this.
inline std::unexpected<Problem> no_room() {
    return refuse(problems::rank_exhausted, "There is no room left between these two: move one of them first.",
                  "/rank");
}

inline auto not_yet(const char* pointer) {
    return refuse(problems::invalid_field, "The field " + std::string(pointer + 1) + " must not be in the future.",
                  pointer);
}

inline Decision nothing_to_do() { return std::vector<Event>{}; }

template <class... E>
Decision happened(E&&... events) {
    std::vector<Event> out;
    out.reserve(sizeof...(events));
    (out.emplace_back(std::forward<E>(events)), ...);
    return out;
}

}  // namespace tasklog::command
