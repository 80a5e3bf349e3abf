#include "projections/audit/audit.hpp"

#include <chrono>
#include <set>

#include "infra/postgres/array.hpp"
#include "projections/audit/entries.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

using postgres::ArrayText;

enum class Kind { workspace, list, task, comment };

Kind kind_of(const Subject& subject) {
    if (subject.task) return Kind::task;
    if (subject.list) return Kind::list;
    return subject.comment ? Kind::comment : Kind::workspace;
}

/// A thing's key in Postgres.
struct Key {
    WorkspaceId workspace;
    Subject subject;

    std::string id() const {
        if (subject.task) return subject.task->text();
        if (subject.list) return subject.list->text();
        return subject.comment ? subject.comment->text() : workspace.text();
    }
    auto as_tuple() const { return std::tuple(workspace, subject.task, subject.list, subject.comment); }
    bool operator<(const Key& other) const { return as_tuple() < other.as_tuple(); }
};

/// Every thing that the commits change, and among them those that are there already.
std::set<Key> keys_of(std::span<const CountedCommit> commits, bool new_ones) {
    std::set<Key> keys;
    std::set<Key> begun;
    for (const CountedCommit& each : commits)
        for (const Event& event : each.commit.events) {
            const Key key{each.commit.workspace, subject_of(event)};
            if (begins(event)) begun.insert(key);
            if (new_ones || !begun.contains(key)) keys.insert(key);
        }
    return keys;
}

struct KeyColumns {
    ArrayText workspaces, kinds, ids;
    void add(const Key& key) {
        workspaces.add_plain(key.workspace.text());
        kinds.add_plain(std::to_string(static_cast<int>(kind_of(key.subject))));
        ids.add_plain(key.id());
    }
};

Things load_things(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                   const std::set<Key>& keys) {
    Things things;
    if (keys.empty()) return things;
    KeyColumns columns;
    for (const Key& key : keys) columns.add(key);
    const auto rows = session.run(transaction,
                                  "SELECT t.workspace_id, t.kind, t.thing_id, t.body FROM " + schema +
                                      ".things t JOIN unnest($1::uuid[], $2::smallint[], $3::uuid[]) AS k (w, n, i) ON "
                                      "t.workspace_id = k.w AND t.kind = k.n AND t.thing_id = k.i",
                                  {columns.workspaces.text(), columns.kinds.text(), columns.ids.text()});
    for (const auto& row : rows) {
        Subject subject;
        const auto kind = static_cast<Kind>(row[1].as<int>());
        if (kind == Kind::task) subject.task = TaskId::parse(row[2].c_str());
        if (kind == Kind::list) subject.list = ListId::parse(row[2].c_str());
        if (kind == Kind::comment) subject.comment = CommentId::parse(row[2].c_str());
        put(things, *WorkspaceId::parse(row[0].c_str()), subject, row[3].c_str());
    }
    return things;
}

void write_things(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                  const Things& things, const std::set<Key>& keys) {
    KeyColumns columns;
    ArrayText bodies;
    for (const Key& key : keys) {
        columns.add(key);
        bodies.add(text_of(things, key.workspace, key.subject));
    }
    session.run(transaction,
                "INSERT INTO " + schema +
                    ".things (workspace_id, kind, thing_id, body) SELECT * FROM unnest($1::uuid[], $2::smallint[], "
                    "$3::uuid[], $4::text[]) ON CONFLICT (workspace_id, kind, thing_id) DO UPDATE SET body = "
                    "excluded.body",
                {columns.workspaces.text(), columns.kinds.text(), columns.ids.text(), bodies.text()});
}

/// The first moment of the month after "2026-11", in UTC.
std::string after_month(const std::string& month) {
    using namespace std::chrono;
    const year_month_day first = Date::parse(month + "-01")->day;
    return Date{first + months(1)}.text() + "T00:00:00Z";
}

/// The partitions of these months, "2026-11", made where they are missing.
void make_months(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                 const std::set<std::string>& months) {
    for (const std::string& month : months) {
        const std::string table = schema + ".entries_" + month.substr(0, 4) + "_" + month.substr(5, 2);
        if (!session.run(transaction, "SELECT to_regclass($1)", {table})[0][0].is_null()) continue;
        transaction.exec("SELECT pg_advisory_xact_lock(hashtext('tasklog migrate'))");  // another runner may be at it
        transaction.exec("CREATE TABLE IF NOT EXISTS " + table + " PARTITION OF " + schema +
                         ".entries FOR VALUES FROM ('" + month + "-01T00:00:00Z') TO ('" + after_month(month) + "')");
    }
}

void insert_entries(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                    const std::vector<Entry>& entries) {
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
    make_months(session, transaction, schema, months);
    session.run(transaction, postgres::in_schema(embedded::insert_entries_sql, schema),
                {workspaces.text(), ats.text(), numbers.text(), partitions.text(), offsets.text(), actors.text(),
                 types.text(), tasks.text(), lists.text(), bodies.text()});
}

void apply(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
           std::span<const CountedCommit> commits) {
    if (commits.empty()) return;
    Things things = load_things(session, transaction, schema, keys_of(commits, false));
    std::vector<Entry> entries;
    for (const CountedCommit& each : commits)
        for (Entry& entry : entries_of(things, each)) entries.push_back(std::move(entry));
    insert_entries(session, transaction, schema, entries);
    write_things(session, transaction, schema, things, keys_of(commits, true));
}

}  // namespace

Projection audit_projection(const std::string& schema) { return projection_from(schema, embedded::audit_sql, apply); }

}  // namespace tasklog::projections
