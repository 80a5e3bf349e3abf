#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace tasklog {

/// Base64 with padding (RFC 4648 §4), and back; nullopt for any character outside the alphabet.
std::string base64_encode(std::string_view bytes);
std::optional<std::string> base64_decode(std::string_view text);

/// base64url without padding (RFC 4648 §5).
std::string base64url_encode(std::string_view bytes);
/// nullopt for any character outside the alphabet.
std::optional<std::string> base64url_decode(std::string_view text);

}  // namespace tasklog
