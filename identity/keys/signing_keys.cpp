#include "identity/keys/signing_keys.hpp"

#include <optional>

#include "identity/secret.hpp"
#include "identity_embedded.hpp"

namespace tasklog::identity::signing_keys {
namespace {

using Shared = std::map<std::string, std::string>;

std::optional<SigningKey> present(postgres::Session& session, pqxx::transaction_base& transaction,
                                  const std::string& schema, const Shared& shared) {
    for (const auto& row : session.run_in(transaction, schema, sql::signing_keys::that_sign))
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
    session.run_in(transaction, schema, sql::signing_keys::one_maker);
    if (auto key = present(session, transaction, schema, shared)) return std::move(*key);
    SigningKey key = new_signing_key();
    session.run_in(transaction, schema, sql::signing_keys::add,
                   {key.kid, seal(shared, key.private_pem), key.public_jwk});
    session.run_in(transaction, schema, sql::signing_keys::forget_old);
    transaction.commit();
    return key;
}

std::string jwks(postgres::Session& session, const std::string& schema) {
    pqxx::nontransaction read(session.connection());
    return session.run_in(read, schema, sql::signing_keys::jwks)[0][0].c_str();
}

}  // namespace tasklog::identity::signing_keys
