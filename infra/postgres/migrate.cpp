#include "infra/postgres/migrate.hpp"

namespace tasklog::postgres {
namespace {

/// The mark that the statements leave on their schema: without it each start would take the locks of CREATE INDEX,
/// which wait for everyone who writes, and can wait in a circle.
bool is_marked(Session& session, pqxx::transaction_base& transaction, const std::string& schema,
               const std::string& mark) {
    // From the tables themselves: what to_regnamespace() remembers is not renewed by the lock below.
    return !session
                .run(transaction,
                     "SELECT FROM pg_namespace n JOIN pg_description d ON d.objoid = n.oid AND d.classoid = "
                     "'pg_namespace'::regclass WHERE n.nspname = $1 AND d.description = $2",
                     {schema, mark})
                .empty();
}

}  // namespace

void migrate(Session& session, const std::string& schema, std::string_view sql) {
    std::string mark;
    {
        pqxx::nontransaction read(session.connection());
        mark = session.run(read, "SELECT 'made by ' || md5($1)", {std::string(sql)})[0][0].as<std::string>();
        if (is_marked(session, read, schema, mark)) return;
    }
    pqxx::work transaction(session.connection());
    transaction.exec("SELECT pg_advisory_xact_lock(hashtext('tasklog migrate'))");
    if (is_marked(session, transaction, schema, mark)) return;
    transaction.exec("SET LOCAL client_min_messages = warning");
    transaction.exec(in_schema(sql, schema));
    transaction.exec("COMMENT ON SCHEMA " + schema + " IS '" + mark + "'");
    transaction.commit();
}

}  // namespace tasklog::postgres
