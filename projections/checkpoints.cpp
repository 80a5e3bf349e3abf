#include "projections/checkpoints.hpp"

#include "infra/postgres/array.hpp"

namespace tasklog::projections {
namespace {

std::string print_of(const LogMark& mark) {
    return std::to_string(static_cast<std::int64_t>(mark.fingerprint));  // bigint has a sign
}

std::uint64_t print_from(const pqxx::field& field) { return static_cast<std::uint64_t>(field.as<std::int64_t>()); }

/// Empty for NULL.
std::string if_known(const LogMark& mark, std::string text) { return mark.known() ? std::move(text) : std::string(); }

}  // namespace

Checkpoint checkpoint_from(const pqxx::row& row) {
    Checkpoint out{
        .next_offset = row[1].as<std::int64_t>(),
        .filter = {.claim = row[2].as<std::int64_t>(), .seq = static_cast<std::uint64_t>(row[3].as<std::int64_t>())}};
    if (!row[4].is_null()) out.first = {0, print_from(row[4])};
    if (!row[5].is_null()) out.last = {row[5].as<std::int64_t>(), print_from(row[6])};
    return out;
}

Checkpoint read_checkpoint(postgres::Session& session, const std::string& schema, int partition) {
    pqxx::work transaction(session.connection());
    session.run(transaction, "INSERT INTO " + schema + ".checkpoints VALUES ($1, 0, -1, 0) ON CONFLICT DO NOTHING",
                {std::to_string(partition)});
    const auto rows = session.run(
        transaction, std::string("SELECT ") + checkpoint_columns + " FROM " + schema + ".checkpoints WHERE part = $1",
        {std::to_string(partition)});
    transaction.commit();
    return checkpoint_from(rows[0]);
}

std::map<int, Checkpoint> lock_checkpoints(postgres::Session& session, pqxx::transaction_base& transaction,
                                           const std::string& schema, const std::set<int>& partitions) {
    postgres::ArrayText list;
    for (const int partition : partitions) list.add_plain(std::to_string(partition));
    std::map<int, Checkpoint> out;
    for (const auto& row : session.run(transaction,
                                       std::string("SELECT ") + checkpoint_columns + " FROM " + schema +
                                           ".checkpoints WHERE part = ANY ($1::int[]) ORDER BY part FOR UPDATE",
                                       {list.text()}))
        out.emplace(row[0].as<int>(), checkpoint_from(row));
    return out;
}

void write_checkpoint(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                      int partition, const Checkpoint& checkpoint) {
    session.run(
        transaction,
        "UPDATE " + schema +
            ".checkpoints SET next_offset = $2, claim = $3, seq = $4, first_print = coalesce(nullif($5, "
            "'')::bigint, first_print), last_offset = nullif($6, '')::bigint, last_print = nullif($7, "
            "'')::bigint WHERE part = $1",
        {std::to_string(partition), std::to_string(checkpoint.next_offset), std::to_string(checkpoint.filter.claim),
         std::to_string(checkpoint.filter.seq), if_known(checkpoint.first, print_of(checkpoint.first)),
         if_known(checkpoint.last, std::to_string(checkpoint.last.offset)),
         if_known(checkpoint.last, print_of(checkpoint.last))});
}

void write_marks(postgres::Session& session, const std::string& schema, int partition, const Checkpoint& checkpoint) {
    pqxx::work transaction(session.connection());
    session.run(transaction,
                "UPDATE " + schema +
                    ".checkpoints SET first_print = $2, last_offset = $3, last_print = $4 WHERE part = $1 AND "
                    "first_print IS NULL",
                {std::to_string(partition), print_of(checkpoint.first), std::to_string(checkpoint.last.offset),
                 print_of(checkpoint.last)});
    transaction.commit();
}

}  // namespace tasklog::projections
