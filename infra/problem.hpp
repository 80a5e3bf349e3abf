#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace tasklog {

/// What is wrong with a request, as RFC 9457 (`application/problem+json`) tells it. `type` is the stable last part of
/// the problem's URN: clients branch on it, so it is part of the API.
struct Problem {
    unsigned status = 400;
    std::string type;
    std::string detail;
    std::string pointer{};  ///< JSON pointer (RFC 6901) of the field at fault; empty if no one field is
    std::optional<std::uint64_t> current_version{};
    std::optional<unsigned> retry_after_s{};
};

/// A field of a body that is not as it must be. `why` follows the pointer: "must be a string".
inline Problem invalid_field(const std::string& pointer, const std::string& why) {
    return {.status = 400,
            .type = "invalid-field",
            .detail = (pointer.empty() ? "The body" : pointer) + " " + why + ".",
            .pointer = pointer};
}
inline Problem malformed_json(std::size_t at_byte) {
    return {.status = 400,
            .type = "malformed-json",
            .detail = "The body is not valid UTF-8 JSON: something is wrong at byte " + std::to_string(at_byte) + "."};
}

/// The problem's JSON body.
std::string to_json(const Problem& problem);

}  // namespace tasklog
