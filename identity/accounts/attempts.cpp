#include "identity/accounts/attempts.hpp"

#include <algorithm>

#include "identity/secret.hpp"
#include "identity_embedded.hpp"

namespace tasklog::identity::attempts {

std::optional<unsigned> too_many(postgres::Session& session, const std::string& schema, const Limit& limit,
                                 const std::string& who) {
    pqxx::nontransaction write(session.connection());
    const auto rows = session.run(write, postgres::in_schema(embedded::attempts_sql, schema),
                                  {limit.what, hash_of(who), std::to_string(limit.window_s)});
    if (rows[0][0].as<int>() <= limit.count) return std::nullopt;
    return static_cast<unsigned>(std::max(1, rows[0][1].as<int>()));
}

void forgive(postgres::Session& session, const std::string& schema, const Limit& limit, const std::string& who) {
    pqxx::nontransaction write(session.connection());
    session.run(write, "DELETE FROM " + schema + ".attempts WHERE what = $1 AND who = $2", {limit.what, hash_of(who)});
}

void clean(postgres::Session& session, const std::string& schema) {
    pqxx::nontransaction write(session.connection());
    session.run(write, "DELETE FROM " + schema + ".attempts WHERE since < now() - interval '1 hour'");
}

}  // namespace tasklog::identity::attempts
