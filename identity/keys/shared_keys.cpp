#include "identity/keys/shared_keys.hpp"

#include <stdexcept>

#include "base/base64.hpp"
#include "infra/crypto/hmac.hpp"
#include "infra/uuid.hpp"

namespace tasklog::identity {
namespace {

std::string signature(const std::string& key, std::string_view purpose, std::string_view text) {
    return base64url_encode(hmac_sha256(key, std::string(purpose) + "\n" + std::string(text)));
}

}  // namespace

std::expected<Person, Problem> SharedKeys::verify(const std::string& token, std::int64_t now) const {
    const auto key = keys.find(jwt::look_at(token).kid);
    if (key == keys.end())
        return std::unexpected(jwt::unauthorized("The token is not signed with a key that is known here."));
    return jwt::verify(token, {.algorithm = "HS256", .key = key->second, .issuer = issuer}, now);
}

std::string SharedKeys::issue(const std::string& subject, std::int64_t now, std::int64_t lifetime_s, bool may_backdate,
                              const std::string& mail) const {
    if (keys.empty())
        throw std::invalid_argument("no JWT key is configured: set TASKLOG_JWT_KEYS or --jwt-keys to kid:secret");
    const auto& [kid, key] = *keys.begin();
    return jwt::sign({.issuer = issuer,
                      .subject = subject,
                      .issued_s = now,
                      .expires_s = now + lifetime_s,
                      .mail = mail,
                      .may_backdate = may_backdate},
                     "HS256", kid, key);
}

std::map<std::string, std::string> parse_keys(std::string_view text) {
    std::map<std::string, std::string> keys;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        const std::size_t colon = part.find(':');
        if (colon == 0 || colon == std::string_view::npos || part.size() - colon - 1 < 32)
            throw std::invalid_argument("a JWT key is written kid:secret, and its secret has at least 32 bytes");
        keys.emplace(part.substr(0, colon), part.substr(colon + 1));
    }
    return keys;
}

std::string signed_id(const std::map<std::string, std::string>& keys, std::string_view purpose, const std::string& id) {
    return keys.empty() ? std::string() : id + "." + signature(keys.begin()->second, purpose, id);
}

std::optional<std::string> verified_id(const std::map<std::string, std::string>& keys, std::string_view purpose,
                                       std::string_view signed_id) {
    const std::string_view id = signed_id.substr(0, signed_id.find('.'));
    if (!is_uuid(id) || id.size() == signed_id.size()) return std::nullopt;
    for (const auto& [kid, key] : keys)
        if (same_secret(signed_id.substr(id.size() + 1), signature(key, purpose, id))) return std::string(id);
    return std::nullopt;
}

}  // namespace tasklog::identity
