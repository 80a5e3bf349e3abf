#include "projections/checkpoints.hpp"

#include "infra/postgres/array.hpp"
#include "projections_embedded.hpp"

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
    postgres::UnitOfWork unit(session);
    unit.put_in(schema, sql::checkpoints::add, {std::to_string(partition)});
    const auto rows = unit.run_in(schema, sql::checkpoints::read, {std::to_string(partition)});
    unit.commit();
    return checkpoint_from(rows[0]);
}

std::map<int, Checkpoint> lock_checkpoints(postgres::UnitOfWork& unit, const std::string& schema,
                                           const std::set<int>& partitions) {
    postgres::ArrayText list;
    for (const int partition : partitions) list.add_plain(std::to_string(partition));
    std::map<int, Checkpoint> out;
    for (const auto& row : unit.run_in(schema, sql::checkpoints::hold, {list.text()}))
        out.emplace(row[0].as<int>(), checkpoint_from(row));
    return out;
}

void move_checkpoints(postgres::UnitOfWork& unit, const std::string& schema, const std::map<int, CheckpointMove>& moves,
                      bool none_parked) {
    postgres::ArrayText partitions, offsets, claims, numbers, first_prints, last_offsets, last_prints;
    postgres::ArrayText from_offsets, from_claims, from_numbers;
    const auto add_if_known = [](postgres::ArrayText& to, const LogMark& mark, const std::string& text) {
        mark.known() ? to.add_plain(text) : to.add_null();
    };
    for (const auto& [partition, move] : moves) {
        partitions.add_plain(std::to_string(partition));
        offsets.add_plain(std::to_string(move.after.next_offset));
        claims.add_plain(std::to_string(move.after.filter.claim));
        numbers.add_plain(std::to_string(move.after.filter.seq));
        add_if_known(first_prints, move.after.first, print_of(move.after.first));
        add_if_known(last_offsets, move.after.last, std::to_string(move.after.last.offset));
        add_if_known(last_prints, move.after.last, print_of(move.after.last));
        from_offsets.add_plain(std::to_string(move.before.next_offset));
        from_claims.add_plain(std::to_string(move.before.filter.claim));
        from_numbers.add_plain(std::to_string(move.before.filter.seq));
    }
    unit.put(
        postgres::in_schema(embedded::move_checkpoints_sql, schema),
        {partitions.text(), offsets.text(), claims.text(), numbers.text(), first_prints.text(), last_offsets.text(),
         last_prints.text(), from_offsets.text(), from_claims.text(), from_numbers.text(), none_parked ? "t" : "f"});
}

void write_marks(postgres::Session& session, const std::string& schema, int partition, const Checkpoint& checkpoint) {
    postgres::UnitOfWork unit(session);
    unit.put_in(schema, sql::checkpoints::write_marks,
                {std::to_string(partition), print_of(checkpoint.first), std::to_string(checkpoint.last.offset),
                 print_of(checkpoint.last)});
    unit.commit();
}

}  // namespace tasklog::projections
