#pragma once
#include <expected>
#include <map>
#include <string>
#include <string_view>

/// Keys of tokens that anyone can verify: ES256 (RFC 7518 §3.4), published as JWK sets (RFC 7517).
namespace tasklog::identity {

struct SigningKey {
    std::string kid;          ///< its JWK thumbprint (RFC 7638)
    std::string private_pem;  ///< PKCS #8
    std::string public_jwk;   ///< JSON
};
SigningKey new_signing_key();

/// A key that tokens are verified with.
struct PublicKey {
    std::string algorithm;  ///< the only one that it is used with: ES256 or RS256
    std::string pem;
};
/// The keys of a JWK set by their `kid`; those that don't sign, or are of a kind not known here, are left out
/// (RFC 7517 §5). An error is a sentence.
std::expected<std::map<std::string, PublicKey>, std::string> parse_jwks(std::string_view text);

}  // namespace tasklog::identity
