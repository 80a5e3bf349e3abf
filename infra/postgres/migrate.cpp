#include "infra/postgres/migrate.hpp"

namespace tasklog::postgres {
namespace {

/// The mark that the statements leave on their schema: without it each start would take the locks of CREATE INDEX,
/// which wait for everyone who writes, and can wait in a circle.
bool is_marked(Session& session, pqxx::transaction_base& transaction, const std::string& schema,
               const std::string& mark) {
    const auto rows =
        session.run(transaction, "SELECT coalesce(obj_description(to_regnamespace($1), 'pg_namespace') = $2, false)",
                    {schema, mark});
    return rows[0][0].as<bool>();
}

}  // namespace

void migrate(Session& session, const std::string& schema, std::string_view sql) {
    pqxx::work transaction(session.connection());
    const std::string mark =
        session.run(transaction, "SELECT 'made by ' || md5($1)", {std::string(sql)})[0][0].as<std::string>();
    if (is_marked(session, transaction, schema, mark)) return;
    transaction.exec("SELECT pg_advisory_xact_lock(hashtext('tasklog migrate'))");
    if (is_marked(session, transaction, schema, mark)) return;
    transaction.exec("SET LOCAL client_min_messages = warning");
    transaction.exec(in_schema(sql, schema));
    transaction.exec("COMMENT ON SCHEMA " + schema + " IS '" + mark + "'");
    transaction.commit();
}

}  // namespace tasklog::postgres
