#include "infra/postgres/migrate.hpp"

namespace tasklog::postgres {

void migrate(Session& session, const std::string& schema, std::string_view sql) {
    pqxx::work transaction(session.connection());
    transaction.exec("SELECT pg_advisory_xact_lock(hashtext('tasklog migrate'))");
    transaction.exec("SET LOCAL client_min_messages = warning");
    transaction.exec(in_schema(sql, schema));
    transaction.commit();
}

}  // namespace tasklog::postgres
