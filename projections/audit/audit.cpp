#include "projections/audit/audit.hpp"

#include <chrono>
#include <set>
#include <string>

#include "infra/postgres/array.hpp"
#include "projections/audit/entries.hpp"
#include "projections/things/stored_things.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

using postgres::ArrayText;

/// The first moment of the month after "2026-11", in UTC.
std::string after_month(const std::string& month) {
    using namespace std::chrono;
    const year_month_day first = Date::parse(month + "-01")->day;
    return Date{first + months(1)}.text() + "T00:00:00Z";
}

/// The partitions of these months, "2026-11", made where they are missing.
void make_months(postgres::UnitOfWork& unit, const std::string& schema, const std::set<std::string>& months) {
    for (const std::string& month : months) {
        const std::string table = schema + ".entries_" + month.substr(0, 4) + "_" + month.substr(5, 2);
        if (!unit.run("SELECT to_regclass($1)", {table})[0][0].is_null()) continue;
        unit.exec("SELECT pg_advisory_xact_lock(hashtext('tasklog migrate'))");  // another runner may be at it
        unit.exec("CREATE TABLE IF NOT EXISTS " + table + " PARTITION OF " + schema + ".entries FOR VALUES FROM ('" +
                  month + "-01T00:00:00Z') TO ('" + after_month(month) + "')");
    }
}

void insert_entries(postgres::UnitOfWork& unit, const std::string& schema, const std::vector<Entry>& entries) {
    ArrayText workspaces, ats, numbers, partitions, offsets, actors, types, tasks, lists, bodies;
    std::set<std::string> months;
    for (const Entry& entry : entries) {
        const std::string at = entry.at.text();
        months.insert(at.substr(0, 7));
        workspaces.add_plain(entry.workspace.text());
        ats.add_plain(at);
        numbers.add_plain(std::to_string(entry.number));
        partitions.add_plain(std::to_string(entry.partition));
        offsets.add_plain(std::to_string(entry.offset));
        actors.add_plain(entry.actor.text());
        types.add_plain(entry.type);
        entry.task ? tasks.add_plain(entry.task->text()) : tasks.add_null();
        entry.subject.list ? lists.add_plain(entry.subject.list->text()) : lists.add_null();
        bodies.add(entry.body);
    }
    make_months(unit, schema, months);
    unit.put_in(schema, embedded::insert_entries_sql,
                {workspaces.text(), ats.text(), numbers.text(), partitions.text(), offsets.text(), actors.text(),
                 types.text(), tasks.text(), lists.text(), bodies.text()});
}

void apply(postgres::UnitOfWork& unit, const std::string& schema, std::span<const CountedCommit> commits) {
    if (commits.empty()) return;
    Things things = load_things(unit, schema, things_of(commits, false));
    std::vector<Entry> entries;
    for (const CountedCommit& each : commits)
        for (Entry& entry : entries_of(things, each)) entries.push_back(std::move(entry));
    insert_entries(unit, schema, entries);
    write_things(unit, schema, things, things_of(commits, true));
}

}  // namespace

Projection audit_projection(const std::string& schema) {
    return projection_from(schema, std::string(embedded::things_sql) + std::string(embedded::audit_sql), apply);
}

}  // namespace tasklog::projections
