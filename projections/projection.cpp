#include "projections/projection.hpp"

#include "infra/postgres/migrate.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {

Projection projection_from(std::string schema, std::string_view sql, Projection::Apply apply) {
    const std::size_t indexes = sql.find("\n-- INDEXES");
    return {.schema = std::move(schema),
            .tables = std::string(embedded::common_sql) + std::string(sql.substr(0, indexes)),
            .indexes = std::string(sql.substr(indexes)),
            .apply = std::move(apply)};
}

void create(postgres::Session& session, const Projection& projection) {
    projection.prepare(session);
    postgres::migrate(session, projection.schema, projection.tables + projection.indexes);
}

}  // namespace tasklog::projections
