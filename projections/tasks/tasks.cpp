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

/// Those of the wanted rows that are not here.
Wanted missing(Wanted wanted, const Rows& rows) {
    const auto drop = [](auto& keys, const auto& present) {
        std::erase_if(keys, [&](const auto& key) { return present.contains(key); });
    };
    drop(wanted.workspaces, rows.workspaces);
    drop(wanted.lists, rows.lists);
    drop(wanted.tasks, rows.tasks);
    drop(wanted.comments, rows.comments);
    return wanted;
}

/// Takes up to so many out of the front of a map.
template <class Map>
Map take(Map& from, std::size_t most) {
    Map out;
    while (!from.empty() && out.size() < most) out.insert(out.end(), from.extract(from.begin()));
    return out;
}

constexpr std::size_t rows_a_statement = 10'000;

void write_all(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema, Rows& rows,
               bool all_new) {
    while (!rows.workspaces.empty() || !rows.members.empty() || !rows.invitations.empty() || !rows.lists.empty() ||
           !rows.tasks.empty() || !rows.comments.empty()) {
        const Rows part{.workspaces = take(rows.workspaces, rows_a_statement),
                        .members = take(rows.members, rows_a_statement),
                        .invitations = take(rows.invitations, rows_a_statement),
                        .lists = take(rows.lists, rows_a_statement),
                        .tasks = take(rows.tasks, rows_a_statement),
                        .comments = take(rows.comments, rows_a_statement)};
        write(session, transaction, schema, part, all_new);
    }
}

Accumulation accumulation() {
    const auto rows = std::make_shared<Rows>();
    return {.add =
                [rows](postgres::Session& session, const std::string& schema, std::span<const CountedCommit> commits,
                       bool load_rows) {
                    if (load_rows) {
                        pqxx::read_transaction transaction(session.connection());
                        Rows found = load(session, transaction, schema, missing(wanted_by(commits), *rows));
                        rows->workspaces.merge(found.workspaces);
                        rows->lists.merge(found.lists);
                        rows->tasks.merge(found.tasks);
                        rows->comments.merge(found.comments);
                    }
                    fold(*rows, commits);
                },
            .rows =
                [rows] {
                    return rows->workspaces.size() + rows->members.size() + rows->lists.size() + rows->tasks.size() +
                           rows->comments.size();
                },
            .write = [rows](postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                            bool load_rows) { write_all(session, transaction, schema, *rows, !load_rows); }};
}

}  // namespace

Projection tasks_projection(const std::string& schema) {
    Projection projection = projection_from(schema, embedded::tasks_sql, apply);
    projection.accumulate = accumulation;
    return projection;
}

}  // namespace tasklog::projections
