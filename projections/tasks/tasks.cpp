#include "projections/tasks/tasks.hpp"

#include "projections/tasks/folding.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

void apply(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
           std::span<const CountedCommit> commits) {
    if (commits.empty()) return;
    Rows rows = load(session, transaction, schema, wanted_by(commits));
    fold(rows, commits);
    write(session, transaction, schema, rows);
}

}  // namespace

Projection tasks_projection(const std::string& schema) { return projection_from(schema, embedded::tasks_sql, apply); }

}  // namespace tasklog::projections
