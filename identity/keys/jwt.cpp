#include "identity/keys/jwt.hpp"

#include <algorithm>
#include <jwt/jwt.hpp>

#include "base/base64.hpp"
#include "base/json_read.hpp"

namespace tasklog::identity::jwt {
namespace {

/// A string member of a part of a token, empty if there is none.
std::string text_in(std::string_view part, const char* name) {
    const auto json = base64url_decode(part);
    return json ? json::text_member_of_json(*json, name) : std::string();
}

bool names(const auto& claims, const std::string& audience) {
    const auto at = claims.find("aud");
    if (at == claims.end()) return false;
    if (at->is_array()) return std::any_of(at->begin(), at->end(), [&](const auto& each) { return each == audience; });
    return *at == audience;
}

std::string text_claim(const auto& claims, const char* name) {
    const auto at = claims.find(name);
    return at != claims.end() && at->is_string() ? at->template get<std::string>() : std::string();
}

/// OpenID Connect Core 1.0 §5.1. An address that is not verified is what anybody may have written.
std::string verified_mail(const auto& claims) {
    const auto at = claims.find("email_verified");
    const bool verified = at != claims.end() && at->is_boolean() && at->template get<bool>();
    return verified ? text_claim(claims, "email") : std::string();
}

}  // namespace

Problem unauthorized(std::string detail) { return {.type = problems::unauthorized, .detail = std::move(detail)}; }

UnverifiedToken look_at(std::string_view token) {
    const std::size_t dot = token.find('.');
    if (dot == std::string_view::npos) return {};
    const std::string_view payload = token.substr(dot + 1, token.find('.', dot + 1) - dot - 1);
    return {.kid = text_in(token.substr(0, dot), "kid"), .issuer = text_in(payload, "iss")};
}

std::expected<Person, Problem> verify(const std::string& token, const TokenRules& expected, std::int64_t now) {
    std::error_code error;
    using namespace ::jwt::params;
    // The library checks the signature and the algorithm; the times are checked below, against the given clock.
    const auto decoded =
        ::jwt::decode(token, algorithms({expected.algorithm}), error, secret(expected.key), ::jwt::params::verify(true),
                      leeway(1'000'000'000), ::jwt::params::issuer(expected.issuer));
    if (error) return std::unexpected(unauthorized("The token is not valid: " + error.message() + "."));
    const auto& claims = decoded.payload().create_json_obj();
    const auto expires = claims.find("exp");
    const std::string subject = text_claim(claims, "sub");
    if (expires == claims.end() || !expires->is_number())
        return std::unexpected(unauthorized("The token has no expiry (`exp`)."));
    if (subject.empty()) return std::unexpected(unauthorized("The token has no subject (`sub`)."));
    if (!expected.audience.empty() && !names(claims, expected.audience))
        return std::unexpected(unauthorized("The token is meant for others: its `aud` is not Tasklog's."));
    if (expires->template get<std::int64_t>() <= now)
        return std::unexpected(unauthorized("The token has expired. Get a new one."));
    if (const auto begins = claims.find("nbf");
        begins != claims.end() && begins->is_number() && begins->template get<std::int64_t>() > now)
        return std::unexpected(unauthorized("The token is not valid yet."));
    const auto scope = claims.find("scope");
    const auto backdate = claims.find("backdate");
    return Person{.id = person_id(expected.issuer, subject),
                  .subject = subject,
                  .scopes = scope == claims.end() ? all_scopes : parse_scopes(text_claim(claims, "scope")),
                  .mail = verified_mail(claims),
                  .session = text_claim(claims, "sid"),
                  .may_backdate = backdate != claims.end() && backdate->is_boolean() && backdate->get<bool>(),
                  .until_s = expires->template get<std::int64_t>()};
}

std::string sign(const Claims& claims, const std::string& algorithm, const std::string& kid, const std::string& key) {
    ::jwt::jwt_object token{::jwt::params::algorithm(algorithm), ::jwt::params::secret(key)};
    token.header().add_header("kid", kid);
    token.add_claim("iss", claims.issuer)
        .add_claim("sub", claims.subject)
        .add_claim("iat", claims.issued_s)
        .add_claim("exp", claims.expires_s);
    if (!claims.audience.empty()) token.add_claim("aud", claims.audience);
    if (!claims.scope.empty()) token.add_claim("scope", claims.scope);
    if (!claims.session.empty()) token.add_claim("sid", claims.session);
    if (!claims.mail.empty()) token.add_claim("email", claims.mail).add_claim("email_verified", true);
    if (claims.may_backdate) token.add_claim("backdate", true);
    return token.signature();
}

}  // namespace tasklog::identity::jwt
