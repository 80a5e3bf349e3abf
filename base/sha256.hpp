#pragma once
#include <string>
#include <string_view>

namespace tasklog {

/// The 32 bytes of SHA-256 (FIPS 180-4).
std::string sha256(std::string_view bytes);
/// The same in hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace tasklog
