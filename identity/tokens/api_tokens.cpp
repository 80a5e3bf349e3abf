#include "identity/tokens/api_tokens.hpp"

#include "identity/identity.hpp"
#include "identity/secret.hpp"
#include "infra/crypto/random.hpp"
#include "infra/uuid.hpp"

namespace tasklog::identity::api_tokens {
namespace {

constexpr int max_tokens = 50;

}  // namespace

std::optional<Made> add(postgres::Session& session, const std::string& schema, const std::string& account,
                        const NewToken& what) {
    const Made made{uuid_v7(), std::string(api_token_prefix) + random_token()};
    const std::string table = schema + ".api_tokens";
    pqxx::work transaction(session.connection());
    const auto rows = session.run(
        transaction,
        "INSERT INTO " + table +
            " (token_id, account_id, token_hash, name, scopes, expires_at) SELECT $1::uuid, "
            "$2::uuid, $3, $4, $5, now() + make_interval(days => $6::int) WHERE (SELECT count(*) "
            "FROM " +
            table + " WHERE account_id = $2::uuid) < " + std::to_string(max_tokens),
        {made.id, account, hash_of(made.token), what.name, scope_names(what.scopes), std::to_string(what.days)});
    transaction.commit();
    return rows.affected_rows() > 0 ? std::optional(made) : std::nullopt;
}

bool remove(postgres::Session& session, const std::string& schema, const std::string& person, const std::string& id) {
    pqxx::nontransaction write(session.connection());
    const auto rows = session.run(write,
                                  "DELETE FROM " + schema +
                                      ".api_tokens WHERE token_id = $2::uuid AND account_id = "
                                      "(SELECT account_id FROM " +
                                      schema + ".accounts WHERE person_id = $1::uuid)",
                                  {person, id});
    return rows.affected_rows() > 0;
}

std::string list_json(postgres::Session& session, const std::string& schema, const std::string& person) {
    pqxx::nontransaction read(session.connection());
    return session
        .run(read,
             "SELECT json_build_object('items', coalesce(json_agg(json_build_object('id', token_id, 'name', name, "
             "'scopes', string_to_array(scopes, ' '), 'created', " +
                 postgres::utc_text("t.created_at") + ", 'expires', " + postgres::utc_text("t.expires_at") +
                 ", 'used', " + postgres::utc_text("t.used_at") + ") ORDER BY t.created_at DESC), '[]'))::text FROM " +
                 schema + ".api_tokens t JOIN " + schema + ".accounts USING (account_id) WHERE person_id = $1::uuid",
             {person})[0][0]
        .c_str();
}

std::optional<Known> find(postgres::Session& session, const std::string& schema, const std::string& token) {
    pqxx::nontransaction write(session.connection());
    const auto rows = session.run(write,
                                  "UPDATE " + schema +
                                      ".api_tokens SET used_at = now() WHERE token_hash = $1 AND "
                                      "expires_at > now() RETURNING account_id, scopes",
                                  {hash_of(token)});
    if (rows.empty()) return std::nullopt;
    return Known{rows[0][0].c_str(), rows[0][1].c_str()};
}

}  // namespace tasklog::identity::api_tokens
