#include "identity/keys/signing_keys.hpp"

#include <optional>

#include "identity/secret.hpp"

namespace tasklog::identity::signing_keys {
namespace {

using Shared = std::map<std::string, std::string>;

std::optional<SigningKey> present(postgres::Session& session, pqxx::transaction_base& transaction,
                                  const std::string& schema, const Shared& shared) {
    for (const auto& row : session.run(transaction, "SELECT kid, private_key, public_jwk FROM " + schema +
                                                        ".signing_keys WHERE created_at > now() - interval '30 days' "
                                                        "ORDER BY created_at DESC"))
        if (auto pem = open_sealed(shared, row[1].c_str()))
            return SigningKey{.kid = row[0].c_str(), .private_pem = std::move(*pem), .public_jwk = row[2].c_str()};
    return std::nullopt;
}

}  // namespace

SigningKey newest(postgres::Session& session, const std::string& schema, const Shared& shared) {
    {
        pqxx::nontransaction read(session.connection());
        if (auto key = present(session, read, schema, shared)) return std::move(*key);
    }
    pqxx::work transaction(session.connection());
    transaction.exec("SELECT pg_advisory_xact_lock(hashtext('tasklog signing key'))");
    if (auto key = present(session, transaction, schema, shared)) return std::move(*key);
    SigningKey key = new_signing_key();
    session.run(transaction,
                "INSERT INTO " + schema + ".signing_keys (kid, private_key, public_jwk) VALUES ($1, $2, $3)",
                {key.kid, seal(shared, key.private_pem), key.public_jwk});
    // A day longer than it signs: its last tokens are over by then.
    session.run(transaction, "DELETE FROM " + schema + ".signing_keys WHERE created_at < now() - interval '31 days'");
    transaction.commit();
    return key;
}

std::string jwks(postgres::Session& session, const std::string& schema) {
    pqxx::nontransaction read(session.connection());
    return session
        .run(
            read,
            R"(SELECT '{"keys":[' || coalesce(string_agg(public_jwk, ',' ORDER BY created_at DESC), '') || ']}' FROM )" +
                schema + ".signing_keys")[0][0]
        .c_str();
}

}  // namespace tasklog::identity::signing_keys
