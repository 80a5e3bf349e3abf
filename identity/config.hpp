#pragma once
#include <optional>
#include <string>

#include "identity/keys/shared_keys.hpp"

namespace tasklog::identity {

/// An OpenID Connect issuer that is not ours and is trusted all the same.
struct ExternalIssuer {
    std::string issuer;               ///< its tokens' `iss`, where its configuration is found, too
    std::string audience;             ///< their `aud`
    std::string algorithm = "RS256";  ///< or ES256
    std::string jwks_url{};           ///< empty: as its configuration has it
};

struct Config {
    SharedKeys shared;
    std::string url;  ///< of the identity role: where its keys are, and where API tokens are exchanged
    std::optional<ExternalIssuer> external{};
    unsigned exchanges_of_a_network = 8;  ///< API tokens that are looked up at a time: the others' do not wait
};

/// Who may make an account: whoever reads the mail of an address; whoever comes; nobody but who is invited. The first
/// account of all is made by whoever comes first.
enum class Registration { by_mail, open, closed };

}  // namespace tasklog::identity
