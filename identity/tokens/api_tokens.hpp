#pragma once
#include <optional>
#include <string>

#include "infra/postgres/session.hpp"

/// Tokens that people make for their programs: shown once, kept as hashes.
namespace tasklog::identity::api_tokens {

struct NewToken {
    std::string name;
    unsigned scopes;  ///< never the account's
    int days;         ///< that it is good for
};
struct TokenSecret {
    std::string id;
    std::string token;
};
/// None if the account has as many as it may.
std::optional<TokenSecret> add(postgres::Session& session, const std::string& schema, const std::string& account,
                               const NewToken& what);
bool remove(postgres::Session& session, const std::string& schema, const std::string& person, const std::string& id);
/// As GET /api/v1/tokens gives them.
std::string list_json(postgres::Session& session, const std::string& schema, const std::string& person);

struct TokenGrant {
    std::string account;
    std::string scopes;  ///< their names
};
/// None if the token is not known, or over.
std::optional<TokenGrant> find(postgres::Session& session, const std::string& schema, const std::string& token);

}  // namespace tasklog::identity::api_tokens
