#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace tasklog {

/// Two digits a byte, lower case.
std::string hex_encode(std::string_view bytes);
/// Of either case; nullopt for anything else.
std::optional<std::string> hex_decode(std::string_view text);

}  // namespace tasklog
