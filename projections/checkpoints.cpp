#include "projections/checkpoints.hpp"

#include "infra/postgres/array.hpp"

namespace tasklog::projections {
namespace {

std::string print_of(const LogMark& mark) {
    return std::to_string(static_cast<std::int64_t>(mark.fingerprint));  // bigint has a sign
}

std::uint64_t print_from(const pqxx::field& field) { return static_cast<std::uint64_t>(field.as<std::int64_t>()); }

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
                                       std::string("SELECT ") + checkpoint_columns +
                                           ", set_config('synchronous_commit', 'off', true) FROM " + schema +
                                           ".checkpoints WHERE part = ANY ($1::int[]) ORDER BY part FOR UPDATE",
                                       {list.text()}))
        out.emplace(row[0].as<int>(), checkpoint_from(row));
    return out;
}

void write_checkpoints(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                       const std::map<int, Checkpoint>& checkpoints, const std::string& channel,
                       const std::vector<std::string>& texts) {
    postgres::ArrayText partitions, offsets, claims, numbers, first_prints, last_offsets, last_prints, told;
    const auto add_if_known = [](postgres::ArrayText& to, const LogMark& mark, const std::string& text) {
        mark.known() ? to.add_plain(text) : to.add_null();
    };
    for (const auto& [partition, checkpoint] : checkpoints) {
        partitions.add_plain(std::to_string(partition));
        offsets.add_plain(std::to_string(checkpoint.next_offset));
        claims.add_plain(std::to_string(checkpoint.filter.claim));
        numbers.add_plain(std::to_string(checkpoint.filter.seq));
        add_if_known(first_prints, checkpoint.first, print_of(checkpoint.first));
        add_if_known(last_offsets, checkpoint.last, std::to_string(checkpoint.last.offset));
        add_if_known(last_prints, checkpoint.last, print_of(checkpoint.last));
    }
    for (const std::string& text : texts) told.add(text);
    session.run(transaction,
                "WITH moved AS (UPDATE " + schema +
                    ".checkpoints c SET next_offset = n.next_offset, claim = n.claim, seq = n.seq, first_print = "
                    "coalesce(n.first_print, c.first_print), last_offset = n.last_offset, last_print = n.last_print "
                    "FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], "
                    "$7::bigint[]) AS n (part, next_offset, claim, seq, first_print, last_offset, last_print) "
                    "WHERE c.part = n.part) SELECT pg_notify($8, text) FROM unnest($9::text[]) AS text",
                {partitions.text(), offsets.text(), claims.text(), numbers.text(), first_prints.text(),
                 last_offsets.text(), last_prints.text(), channel, told.text()});
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
