#include "identity/identity.hpp"

#include <rapidjson/document.h>

#include <chrono>
#include <jwt/jwt.hpp>
#include <stdexcept>

#include "infra/base64.hpp"
#include "infra/clock.hpp"
#include "infra/uuid.hpp"

namespace tasklog::identity {
namespace {

constexpr std::size_t max_known_tokens = 20'000;
constexpr std::size_t max_token_bytes = 8'000;

Problem unauthorized(std::string detail) {
    return {.status = 401, .type = "unauthorized", .detail = std::move(detail)};
}

/// The token's `kid`, empty if its header has none.
std::string kid_of(const std::string& token) {
    const auto header = base64url_decode(std::string_view(token).substr(0, token.find('.')));
    if (!header) return {};
    rapidjson::Document document;
    document.Parse(header->data(), header->size());
    if (document.HasParseError() || !document.IsObject()) return {};
    const auto at = document.FindMember("kid");
    return at != document.MemberEnd() && at->value.IsString() ? at->value.GetString() : std::string();
}

}  // namespace

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

std::string Identity::person_id(std::string_view issuer, std::string_view subject) {
    return uuid_v5(std::string(issuer) + "\n" + std::string(subject));
}

std::expected<Person, Problem> Identity::authenticate(const http::Request& request) {
    const std::string_view header = request.header("Authorization");
    if (header.empty())
        return std::unexpected(unauthorized(
            "Send `Authorization: Bearer TOKEN`; `tasklog token --user NAME` makes a token for development."));
    if (!header.starts_with("Bearer ") || header.size() > max_token_bytes)
        return std::unexpected(unauthorized("The Authorization header must be `Bearer TOKEN`."));
    const std::int64_t now = unix_s();
    if (const auto at = known_.find(header.substr(7)); at != known_.end() && at->second.expires_s > now)
        return at->second.person;
    const std::string token(header.substr(7));
    auto known = check(token, now);
    if (!known) return std::unexpected(known.error());
    if (known_.size() >= max_known_tokens) known_.clear();
    return known_.insert_or_assign(token, std::move(*known)).first->second.person;
}

std::expected<Person, Problem> Identity::verify(const std::string& token, std::int64_t now) const {
    auto known = check(token, now);
    if (!known) return std::unexpected(known.error());
    return known->person;
}

std::expected<Identity::Known, Problem> Identity::check(const std::string& token, std::int64_t now) const {
    const auto key = config_.keys.find(kid_of(token));
    if (key == config_.keys.end())
        return std::unexpected(unauthorized("The token is not signed with a key that is known here."));
    std::error_code error;
    using namespace jwt::params;
    // The library checks the signature and the algorithm; the times are checked below, against the given clock.
    const auto decoded = jwt::decode(token, algorithms({"HS256"}), error, secret(key->second),
                                     jwt::params::verify(true), leeway(1'000'000'000), issuer(config_.issuer));
    if (error) return std::unexpected(unauthorized("The token is not valid: " + error.message() + "."));
    const auto& claims = decoded.payload().create_json_obj();
    const auto expires = claims.find("exp");
    const auto subject = claims.find("sub");
    if (expires == claims.end() || !expires->is_number())
        return std::unexpected(unauthorized("The token has no expiry (`exp`)."));
    if (subject == claims.end() || !subject->is_string() || subject->get<std::string>().empty())
        return std::unexpected(unauthorized("The token has no subject (`sub`)."));
    if (expires->get<std::int64_t>() <= now)
        return std::unexpected(unauthorized("The token has expired. Get a new one."));
    if (const auto begins = claims.find("nbf");
        begins != claims.end() && begins->is_number() && begins->get<std::int64_t>() > now)
        return std::unexpected(unauthorized("The token is not valid yet."));
    const auto name = subject->get<std::string>();
    return Known{{person_id(config_.issuer, name), name}, expires->get<std::int64_t>()};
}

std::string Identity::issue(const std::string& subject, std::int64_t now, std::int64_t lifetime_s) const {
    if (config_.keys.empty())
        throw std::invalid_argument("no JWT key is configured: set TASKLOG_JWT_KEYS or --jwt-keys to kid:secret");
    const auto& [kid, key] = *config_.keys.begin();
    jwt::jwt_object token{jwt::params::algorithm("HS256"), jwt::params::secret(key)};
    token.header().add_header("kid", kid);
    token.add_claim("iss", config_.issuer)
        .add_claim("sub", subject)
        .add_claim("iat", now)
        .add_claim("exp", now + lifetime_s);
    return token.signature();
}

}  // namespace tasklog::identity
