#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "identity/person.hpp"
#include "infra/problem.hpp"

/// JSON web tokens (RFC 7519) as Tasklog reads and makes them. The signatures are the library's business; what a token
/// must say is checked here, against a given time.
namespace tasklog::identity::jwt {

/// What a token says before anything of it is believed.
struct UnverifiedToken {
    std::string kid;
    std::string issuer;
};
UnverifiedToken look_at(std::string_view token);

/// What a token must be signed with, and say. The algorithm is ours to choose, never the token's.
struct TokenRules {
    std::string algorithm;   ///< HS256, ES256, …
    std::string key;         ///< the secret, or the public key as PEM
    std::string issuer;      ///< its `iss`
    std::string audience{};  ///< its `aud`, or one of them; empty: anything
};

/// The person that the token names, or a 401 that says what is wrong with it.
std::expected<Person, Problem> verify(const std::string& token, const TokenRules& expected, std::int64_t now_s);

/// What a new token says.
struct Claims {
    std::string issuer;
    std::string subject;
    std::string audience{};
    std::int64_t issued_s;
    std::int64_t expires_s;
    std::string scope{};    ///< left out if empty
    std::string session{};  ///< `sid`; left out if empty
    std::string mail{};     ///< `email`, as one that the person was seen to read; left out if empty
    bool may_backdate = false;
};
/// `key`: the secret of HS256, or the private key of ES256 as PEM.
std::string sign(const Claims& claims, const std::string& algorithm, const std::string& kid, const std::string& key);

Problem unauthorized(std::string detail);

}  // namespace tasklog::identity::jwt
