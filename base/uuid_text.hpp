#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tasklog {

using UuidBytes = std::array<std::uint8_t, 16>;

/// From the canonical text (RFC 9562 §4), in lower or upper case; false for anything else.
bool parse_uuid(std::string_view text, UuidBytes& bytes);
/// In lower case.
std::array<char, 36> uuid_chars(const UuidBytes& bytes);
inline std::string uuid_text(const UuidBytes& bytes) {
    const auto chars = uuid_chars(bytes);
    return {chars.data(), chars.size()};
}

}  // namespace tasklog
