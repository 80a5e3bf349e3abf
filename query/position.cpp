#include "query/position.hpp"

#include <charconv>

namespace tasklog::query {

std::optional<Position> parse_position(std::string_view text) {
    Position position;
    const char* end = text.data() + text.size();
    const auto [colon, no_partition] = std::from_chars(text.data(), end, position.partition);
    if (no_partition != std::errc() || colon == end || *colon != ':' || position.partition < 0) return std::nullopt;
    const auto [rest, no_offset] = std::from_chars(colon + 1, end, position.offset);
    if (no_offset != std::errc() || rest != end || position.offset < 0) return std::nullopt;
    return position;
}

}  // namespace tasklog::query
