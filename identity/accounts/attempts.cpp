#include "identity/accounts/attempts.hpp"

#include <algorithm>

#include "identity/secret.hpp"
#include "identity_embedded.hpp"

namespace tasklog::identity::attempts {

std::optional<unsigned> too_many(postgres::Session& session, const std::string& schema, const Limit& limit,
                                 const std::string& who) {
    pqxx::nontransaction write(session.connection());
    const auto rows =
        session.run_in(write, schema, sql::attempts::count, {limit.what, hash_of(who), std::to_string(limit.window_s)});
    if (rows[0][0].as<int>() <= limit.count) return std::nullopt;
    return static_cast<unsigned>(std::max(1, rows[0][1].as<int>()));
}

void forgive(postgres::Session& session, const std::string& schema, const Limit& limit, const std::string& who) {
    pqxx::nontransaction write(session.connection());
    session.run_in(write, schema, sql::attempts::forgive, {limit.what, hash_of(who)});
}

void clean(postgres::Session& session, const std::string& schema) {
    pqxx::nontransaction write(session.connection());
    session.run_in(write, schema, sql::attempts::forget_old);
}

}  // namespace tasklog::identity::attempts
