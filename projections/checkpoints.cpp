#include "projections/checkpoints.hpp"

#include "infra/postgres/array.hpp"

namespace tasklog::projections {
Checkpoint checkpoint_from(const pqxx::row& row) {
    return {
        .next_offset = row[1].as<std::int64_t>(),
        .filter = {.claim = row[2].as<std::int64_t>(), .seq = static_cast<std::uint64_t>(row[3].as<std::int64_t>())}};
}

Checkpoint read_checkpoint(postgres::Session& session, const std::string& schema, int partition) {
    pqxx::work transaction(session.connection());
    session.run(transaction, "INSERT INTO " + schema + ".checkpoints VALUES ($1, 0, -1, 0) ON CONFLICT DO NOTHING",
                {std::to_string(partition)});
    const auto rows =
        session.run(transaction, "SELECT part, next_offset, claim, seq FROM " + schema + ".checkpoints WHERE part = $1",
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
                                       "SELECT part, next_offset, claim, seq FROM " + schema +
                                           ".checkpoints WHERE part = ANY ($1::int[]) ORDER BY part FOR UPDATE",
                                       {list.text()}))
        out.emplace(row[0].as<int>(), checkpoint_from(row));
    return out;
}

void write_checkpoint(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                      int partition, const Checkpoint& checkpoint) {
    session.run(transaction,
                "UPDATE " + schema + ".checkpoints SET next_offset = $2, claim = $3, seq = $4 WHERE part = $1",
                {std::to_string(partition), std::to_string(checkpoint.next_offset),
                 std::to_string(checkpoint.filter.claim), std::to_string(checkpoint.filter.seq)});
}

}  // namespace tasklog::projections
