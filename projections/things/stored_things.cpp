#include "projections/things/stored_things.hpp"

#include <tuple>

#include "infra/postgres/array.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

using postgres::ArrayText;

enum class Kind { workspace, list, task, comment, filter };

Kind kind_of(const Subject& subject) {
    if (subject.task) return Kind::task;
    if (subject.list) return Kind::list;
    if (subject.filter) return Kind::filter;
    return subject.comment ? Kind::comment : Kind::workspace;
}

struct KeyColumns {
    ArrayText workspaces, kinds, ids;
    void add(const ThingKey& key) {
        workspaces.add_plain(key.workspace.text());
        kinds.add_plain(std::to_string(static_cast<int>(kind_of(key.subject))));
        ids.add_plain(id_of(key.workspace, key.subject));
    }
};

}  // namespace

bool ThingKey::operator<(const ThingKey& other) const {
    const auto as_tuple = [](const ThingKey& key) {
        return std::tie(key.workspace, key.subject.task, key.subject.list, key.subject.comment, key.subject.filter);
    };
    return as_tuple(*this) < as_tuple(other);
}

std::set<ThingKey> things_of(std::span<const CountedCommit> commits, bool new_ones) {
    std::set<ThingKey> keys;
    std::set<ThingKey> begun;
    for (const CountedCommit& each : commits)
        for (const Event& event : each.commit.events) {
            const ThingKey key{each.commit.workspace, subject_of(event)};
            if (begins(event)) begun.insert(key);
            if (new_ones || !begun.contains(key)) keys.insert(key);
        }
    return keys;
}

Things load_things(postgres::UnitOfWork& unit, const std::string& schema, const std::set<ThingKey>& keys) {
    Things things;
    if (keys.empty()) return things;
    KeyColumns columns;
    for (const ThingKey& key : keys) columns.add(key);
    const auto rows = unit.run_in(schema, sql::stored_things::load,
                                  {columns.workspaces.text(), columns.kinds.text(), columns.ids.text()});
    for (const auto& row : rows) {
        Subject subject;
        const auto kind = static_cast<Kind>(row[1].as<int>());
        if (kind == Kind::task) subject.task = TaskId::parse(row[2].c_str());
        if (kind == Kind::list) subject.list = ListId::parse(row[2].c_str());
        if (kind == Kind::comment) subject.comment = CommentId::parse(row[2].c_str());
        if (kind == Kind::filter) subject.filter = FilterId::parse(row[2].c_str());
        put(things, *WorkspaceId::parse(row[0].c_str()), subject, row[3].c_str());
    }
    return things;
}

void write_things(postgres::UnitOfWork& unit, const std::string& schema, const Things& things,
                  const std::set<ThingKey>& keys) {
    KeyColumns columns;
    ArrayText bodies;
    for (const ThingKey& key : keys) {
        columns.add(key);
        bodies.add(text_of(things, key.workspace, key.subject));
    }
    unit.put_in(schema, sql::stored_things::write,
                {columns.workspaces.text(), columns.kinds.text(), columns.ids.text(), bodies.text()});
}

}  // namespace tasklog::projections
