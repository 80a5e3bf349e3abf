#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "contract/problems.hpp"

namespace tasklog {

/// What is wrong with a request, as RFC 9457 (`application/problem+json`) tells it.
struct Problem {
    ProblemType type = problems::internal;
    std::string detail;
    std::string pointer{};  ///< JSON pointer (RFC 6901) of the field at fault; empty if no one field is
    std::optional<std::uint64_t> current_version{};
    std::optional<std::size_t> column{};  ///< of a text at fault, in characters from 1
    std::optional<unsigned> retry_after_s{};
};

/// A field of a body that is not as it must be. `why` follows the pointer: "must be a string".
inline Problem invalid_field(const std::string& pointer, const std::string& why) {
    return {.type = problems::invalid_field,
            .detail = (pointer.empty() ? "The body" : pointer) + " " + why + ".",
            .pointer = pointer};
}
inline Problem malformed_json(std::size_t at_byte) {
    return {.type = problems::malformed_json,
            .detail = "The body is not valid UTF-8 JSON: something is wrong at byte " + std::to_string(at_byte) + "."};
}

/// Something that will be there again in a moment.
inline Problem unavailable(const ProblemType& type, std::string detail) {
    return {.type = type, .detail = std::move(detail), .retry_after_s = 1};
}

/// The problem's JSON body.
std::string to_json(const Problem& problem);

}  // namespace tasklog
