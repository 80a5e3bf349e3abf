#include "identity/tokens/api_tokens.hpp"

#include "identity/identity.hpp"
#include "identity/limits.hpp"
#include "identity/secret.hpp"
#include "identity_embedded.hpp"
#include "infra/crypto/random.hpp"
#include "infra/uuid.hpp"

namespace tasklog::identity::api_tokens {
std::optional<TokenSecret> add(postgres::Session& session, const std::string& schema, const std::string& account,
                               const NewToken& what) {
    const TokenSecret made{uuid_v7(), std::string(api_token_prefix) + random_token()};
    pqxx::work transaction(session.connection());
    const auto rows = session.run_in(transaction, schema, sql::api_tokens::add,
                                     {made.id, account, hash_of(made.token), what.name, scope_names(what.scopes),
                                      std::to_string(what.days), std::to_string(max_tokens)});
    transaction.commit();
    return rows.affected_rows() > 0 ? std::optional(made) : std::nullopt;
}

bool remove(postgres::Session& session, const std::string& schema, const std::string& person, const std::string& id) {
    pqxx::nontransaction write(session.connection());
    const auto rows = session.run_in(write, schema, sql::api_tokens::remove, {person, id});
    return rows.affected_rows() > 0;
}

std::string list_json(postgres::Session& session, const std::string& schema, const std::string& person) {
    pqxx::nontransaction read(session.connection());
    return session.run_in(read, schema, sql::api_tokens::of_person_json, {person})[0][0].c_str();
}

std::optional<TokenGrant> find(postgres::Session& session, const std::string& schema, const std::string& token) {
    pqxx::nontransaction write(session.connection());
    const auto rows = session.run_in(write, schema, sql::api_tokens::use, {hash_of(token)});
    if (rows.empty()) return std::nullopt;
    return TokenGrant{rows[0][0].c_str(), rows[0][1].c_str()};
}

}  // namespace tasklog::identity::api_tokens
