#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace tasklog::query {

/// A position of the log, "partition:offset".
struct Position {
    int partition = 0;
    std::int64_t offset = 0;
};
std::optional<Position> parse_position(std::string_view text);

}  // namespace tasklog::query
