#include "projections/parked.hpp"

#include "base/hex.hpp"
#include "events/format/commit_json.hpp"
#include "infra/log.hpp"
#include "infra/postgres/array.hpp"
#include "projections/checkpoints.hpp"
#include "projections/tell.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

/// As Postgres writes a bytea: \x and two digits each. A parked record need not be text.
std::string bytea_of(const std::string& bytes) { return "\\x" + hex_encode(bytes); }
std::string bytes_of(std::string_view bytea) { return hex_decode(bytea.substr(2)).value(); }

/// What stands in the way of applying this parked commit; empty once it is applied.
std::string retry_one(postgres::UnitOfWork& unit, const Projection& projection, const pqxx::row& row) {
    const std::string value = bytes_of(row[2].c_str());
    auto commit = decode_commit(value);
    if (!commit) return commit.error().why;
    const CountedCommit counted{.partition = row[0].as<int>(),
                                .offset = row[1].as<std::int64_t>(),
                                .shared = std::make_shared<const Commit>(std::move(*commit)),
                                .value = value};
    try {
        postgres::Savepoint savepoint(unit);
        projection.apply(unit, projection.schema, {&counted, 1});
        savepoint.release();
        return {};
    } catch (const std::exception& error) {
        if (!is_unappliable(error)) throw;
        return error.what();
    }
}

}  // namespace

void park(postgres::UnitOfWork& unit, const std::string& schema, int partition, std::int64_t offset,
          const std::string& workspace, const std::string& error, const std::string& value) {
    unit.put_in(schema, sql::parked::park,
                {workspace, std::to_string(offset), std::to_string(partition), error, bytea_of(value)});
}

std::set<std::string> parked_workspaces(postgres::UnitOfWork& unit, const std::string& schema,
                                        const std::set<int>& partitions) {
    postgres::ArrayText list;
    for (const int partition : partitions) list.add_plain(std::to_string(partition));
    std::set<std::string> out;
    for (const auto& row : unit.run_in(schema, sql::parked::workspaces_of, {list.text()}))
        out.insert(row[0].as<std::string>());
    return out;
}

std::vector<ParkedCommits> parked_by_workspace(postgres::Session& session, pqxx::transaction_base& transaction,
                                               const std::string& schema) {
    std::vector<ParkedCommits> out;
    for (const auto& row : session.run_in(transaction, schema, sql::parked::summary))
        out.push_back({row[0].c_str(), row[1].c_str(), row[2].c_str(), row[3].as<std::uint64_t>()});
    return out;
}

RetryCounts retry_parked(postgres::Session& session, const Projection& projection) {
    RetryCounts result;
    const auto workspaces = [&] {
        pqxx::work transaction(session.connection());
        return session.run_in(transaction, projection.schema, sql::parked::workspaces);
    }();
    for (const auto& workspace : workspaces) {
        postgres::UnitOfWork unit(session);
        lock_checkpoints(unit, projection.schema, {workspace[1].as<int>()});
        const auto id = workspace[0].as<std::string>();
        const auto rows = unit.run_in(projection.schema, sql::parked::of_workspace, {id});
        std::size_t applied = 0;
        std::string error;
        for (; applied < rows.size(); ++applied) {
            error = retry_one(unit, projection, rows[static_cast<pqxx::result::size_type>(applied)]);
            if (!error.empty()) break;
            unit.run_in(projection.schema, sql::parked::applied,
                        {id, rows[static_cast<pqxx::result::size_type>(applied)][1].as<std::string>()});
        }
        if (!error.empty()) log::warn("still parked", {{"workspace", id}, {"why", error}});
        tell(unit, channel_of(projection.schema), texts_of({.all_workspaces = true}));
        unit.commit();
        result.applied += applied;
        result.still_parked += rows.size() - applied;
    }
    return result;
}

}  // namespace tasklog::projections
