#include "projections/schema.hpp"

#include "infra/postgres/migrate.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {

Projection projection_into(const std::string& schema, std::string_view sql, Apply apply) {
    return {.schema = schema,
            .create = [schema, all = std::string(embedded::common_sql) + std::string(sql)](
                          postgres::Session& session) { postgres::migrate(session, schema, all); },
            .apply = [schema, apply = std::move(apply)](
                         postgres::Session& session, pqxx::transaction_base& transaction,
                         std::span<const CountedCommit> commits) { apply(session, transaction, schema, commits); }};
}

}  // namespace tasklog::projections
