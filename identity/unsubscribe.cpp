#include "identity/unsubscribe.hpp"

#include "infra/base64.hpp"
#include "infra/hmac.hpp"
#include "infra/uuid.hpp"

namespace tasklog::identity {
namespace {

std::string sign(const std::string& key, std::string_view person) {
    return base64url_encode(hmac_sha256(key, "unsubscribe\n" + std::string(person)));
}

}  // namespace

std::string unsubscribe_token(const std::map<std::string, std::string>& keys, const std::string& person) {
    return keys.empty() ? std::string() : person + "." + sign(keys.begin()->second, person);
}

std::optional<std::string> person_of(const std::map<std::string, std::string>& keys, std::string_view token) {
    const std::string_view person = token.substr(0, token.find('.'));
    if (!is_uuid(person) || person.size() == token.size()) return std::nullopt;
    const std::string_view signature = token.substr(person.size() + 1);
    for (const auto& [kid, key] : keys)
        if (same_secret(signature, sign(key, person))) return std::string(person);
    return std::nullopt;
}

}  // namespace tasklog::identity
