#pragma once
#include <utility>

#include "command/decide.hpp"
#include "events/rank.hpp"

/// What the decisions are made of.
namespace tasklog::command {

inline std::unexpected<Problem> refuse(ProblemType type, std::string detail, std::string pointer) {
    return std::unexpected(Problem{.type = type, .detail = std::move(detail), .pointer = std::move(pointer)});
}

inline auto no_task(const char* pointer = "/task") {
    return refuse(problems::task_not_found, "There is no such task in this workspace.", pointer);
}
inline auto no_list(const char* pointer = "/list") {
    return refuse(problems::list_not_found, "There is no such list in this workspace.", pointer);
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
