#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tasklog::identity {

/// The SHA-256 of a secret in hex: what is kept of it.
std::string hash_of(std::string_view secret);

/// `text` so that only who has the shared keys can read it (XSalsa20-Poly1305, by libsodium), and back; none if it was
/// sealed with a key that is no longer there.
std::string seal(const std::map<std::string, std::string>& keys, const std::string& text);
std::optional<std::string> open_sealed(const std::map<std::string, std::string>& keys, const std::string& sealed);

}  // namespace tasklog::identity
