#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tasklog::identity {

/// What a mail's unsubscribe link holds (RFC 8058): a person's id, signed with the first of the JWT keys.
std::string unsubscribe_token(const std::map<std::string, std::string>& keys, const std::string& person);
/// The person of such a token, signed with any of the keys; none if it is not one.
std::optional<std::string> person_of(const std::map<std::string, std::string>& keys, std::string_view token);

}  // namespace tasklog::identity
