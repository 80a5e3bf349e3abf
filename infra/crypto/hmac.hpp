#pragma once
#include <string>
#include <string_view>

namespace tasklog {

/// The 32 bytes of HMAC-SHA-256 (RFC 2104).
std::string hmac_sha256(std::string_view key, std::string_view text);

/// True if the two are the same, in a time that does not tell where they differ.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace tasklog
