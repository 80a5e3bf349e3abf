#pragma once
#include <map>
#include <string>

#include "identity/keys/signing_key.hpp"
#include "infra/postgres/session.hpp"

/// The keys that the identity role signs with: made by itself, changed every 30 days, shared by its instances through
/// Postgres, where they are sealed with the shared keys.
namespace tasklog::identity::signing_keys {

/// The one that signs now.
SigningKey newest(postgres::Session& session, const std::string& schema,
                  const std::map<std::string, std::string>& shared);
/// All whose tokens may still be about, as a JWK set.
std::string jwks(postgres::Session& session, const std::string& schema);

}  // namespace tasklog::identity::signing_keys
