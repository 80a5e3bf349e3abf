#include "projections/schema.hpp"

#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

void create_schema(postgres::Session& session, const std::string& schema, std::string_view sql) {
    pqxx::work transaction(session.connection());
    transaction.exec("SELECT pg_advisory_xact_lock(hashtext('tasklog migrate'))");  // two processes may start at once
    transaction.exec("SET LOCAL client_min_messages = warning");
    transaction.exec(postgres::in_schema(embedded::common_sql, schema));
    transaction.exec(postgres::in_schema(sql, schema));
    transaction.commit();
}

}  // namespace

Projection projection_into(const std::string& schema, std::string_view sql, Apply apply) {
    return {.schema = schema,
            .create = [schema, sql](postgres::Session& session) { create_schema(session, schema, sql); },
            .apply = [schema, apply](
                         postgres::Session& session, pqxx::transaction_base& transaction,
                         std::span<const CountedCommit> commits) { apply(session, transaction, schema, commits); }};
}

}  // namespace tasklog::projections
