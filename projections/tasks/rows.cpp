#include "projections/tasks/rows.hpp"

#include <algorithm>
#include <array>

#include "events/format/row.hpp"
#include "infra/postgres/array.hpp"
#include "projections/tasks/texts.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

using postgres::ArrayText;

template <class T>
T decoded(std::expected<T, std::string> row) {
    if (!row) throw std::runtime_error("a row of the read model cannot be read: " + row.error());
    return std::move(*row);
}

/// The bodies of the rows with these keys.
template <class Kind>
pqxx::result bodies(postgres::UnitOfWork& unit, const std::string& schema, std::string_view sql,
                    const std::set<std::pair<WorkspaceId, Id<Kind>>>& keys) {
    ArrayText workspaces;
    ArrayText ids;
    for (const auto& [workspace, key] : keys) {
        workspaces.add_plain(workspace.text());
        ids.add_plain(key.text());
    }
    return unit.run_in(schema, sql, {workspaces.text(), ids.text()});
}

void write_workspaces(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows) {
    ArrayText ids;
    ArrayText names;
    ArrayText versions;
    ArrayText partitions;
    ArrayText offsets;
    ArrayText emptied;
    for (const auto& [id, row] : rows.workspaces) {
        ids.add_plain(id.text());
        names.add(row.name);
        versions.add_plain(std::to_string(row.version));
        partitions.add_plain(std::to_string(row.partition));
        offsets.add_plain(std::to_string(row.last_offset));
        emptied.add_plain(row.trash_emptied_at.text());
    }
    unit.put_in(schema, sql::task_rows::write_workspaces,
                {ids.text(), names.text(), versions.text(), partitions.text(), offsets.text(), emptied.text()});
}

/// Takes all of these away, then puts those in that are there.
void write_members(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows) {
    ArrayText workspaces, people, roles;
    for (const auto& [key, role] : rows.members) {
        workspaces.add_plain(key.first.text());
        people.add_plain(key.second.text());
        role ? roles.add_plain(name_of(*role)) : roles.add_null();
    }
    unit.put_in(schema, embedded::write_members_sql, {workspaces.text(), people.text(), roles.text()});
}

void write_invitations(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows) {
    ArrayText workspaces, ids, roles, people;
    for (const auto& [key, invitation] : rows.invitations) {
        workspaces.add_plain(key.first.text());
        ids.add_plain(key.second.text());
        invitation ? roles.add_plain(name_of(invitation->role)) : roles.add_null();
        invitation && invitation->person ? people.add_plain(invitation->person->text()) : people.add_null();
    }
    unit.put_in(schema, embedded::write_invitations_sql, {workspaces.text(), ids.text(), roles.text(), people.text()});
}

void write_filters(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows) {
    ArrayText workspaces, ids, names, words;
    for (const auto& [key, filter] : rows.filters) {
        workspaces.add_plain(key.first.text());
        ids.add_plain(key.second.text());
        filter.deleted ? names.add_null() : names.add(filter.name);
        words.add(filter.words);
    }
    unit.put_in(schema, embedded::write_filters_sql, {workspaces.text(), ids.text(), names.text(), words.text()});
}

void write_lists(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows, bool all_new) {
    ArrayText workspaces, ids, ranks, archived, deleted, parents, sections, body;
    for (const auto& [key, list] : rows.lists) {
        workspaces.add_plain(key.first.text());
        ids.add_plain(key.second.text());
        ranks.add_plain(list.rank);
        archived.add_plain(list.archived ? "t" : "f");
        deleted.add_plain(list.deleted ? "t" : "f");
        list.parent ? parents.add_plain(list.parent->text()) : parents.add_null();
        sections.add_plain(list.section ? "t" : "f");
        body.add(encode(list));
    }
    unit.put(upsert(embedded::upsert_lists_sql, schema, all_new),
             {workspaces.text(), ids.text(), ranks.text(), archived.text(), deleted.text(), parents.text(),
              sections.text(), body.text()});
}

void write_comments(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows, bool all_new) {
    ArrayText workspaces, ids, tasks, created, deleted, body;
    for (const auto& [key, comment] : rows.comments) {
        workspaces.add_plain(key.first.text());
        ids.add_plain(key.second.text());
        tasks.add_plain(comment.task.text());
        created.add_plain(comment.created_at.text());
        deleted.add_plain(comment.deleted ? "t" : "f");
        body.add(encode(comment));
    }
    unit.put(upsert(embedded::upsert_comments_sql, schema, all_new),
             {workspaces.text(), ids.text(), tasks.text(), created.text(), deleted.text(), body.text()});
}

void write_tasks(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows, bool all_new) {
    ArrayText workspaces, ids, lists, statuses, deleted, priorities, tags, dates, instants, created, updated, ranks,
        body, parents, assignees, ended, starts, estimates, recurs;
    for (const auto& [key, task] : rows.tasks) {
        workspaces.add_plain(key.first.text());
        ids.add_plain(key.second.text());
        task.list ? lists.add_plain(task.list->text()) : lists.add_null();
        statuses.add_plain(std::to_string(static_cast<int>(task.status)));
        deleted.add_plain(task.deleted ? "t" : "f");
        priorities.add_plain(std::to_string(static_cast<int>(task.priority)));
        ArrayText own_tags;
        for (const std::string& tag : task.tags) own_tags.add(tag);
        tags.add(own_tags.text());
        const auto* day = task.due ? std::get_if<DueDate>(&*task.due) : nullptr;
        const auto* at = task.due ? std::get_if<DueInstant>(&*task.due) : nullptr;
        day ? dates.add_plain(day->date.text()) : dates.add_null();
        at ? instants.add_plain(at->at.text()) : instants.add_null();
        created.add_plain(task.created_at.text());
        updated.add_plain(task.updated_at.text());
        ranks.add_plain(task.rank);
        body.add(encode(task));
        task.ended_at ? ended.add_plain(task.ended_at->text()) : ended.add_null();
        task.start ? starts.add_plain(task.start->text()) : starts.add_null();
        task.estimate ? estimates.add_plain(std::to_string(*task.estimate)) : estimates.add_null();
        recurs.add_plain(task.recurrence ? "t" : "f");
        task.parent ? parents.add_plain(task.parent->text()) : parents.add_null();
        task.assignee ? assignees.add_plain(task.assignee->text()) : assignees.add_null();
    }
    unit.put(upsert(embedded::upsert_tasks_sql, schema, all_new),
             {workspaces.text(), ids.text(), lists.text(), statuses.text(), deleted.text(), priorities.text(),
              tags.text(), dates.text(), instants.text(), created.text(), updated.text(), ranks.text(), body.text(),
              parents.text(), assignees.text(), ended.text(), starts.text(), estimates.text(), recurs.text()});
}

/// `add_key` puts a key into that many columns.
template <std::size_t columns, class Changes, class AddKey>
void write_counts(postgres::UnitOfWork& unit, const std::string& add, const std::string& drop, const Changes& changes,
                  AddKey add_key) {
    std::array<ArrayText, columns> all, less;  // only what became less may be none
    ArrayText more;
    bool any_less = false;
    for (const auto& [key, by] : changes) {
        if (by == 0) continue;
        add_key(all, key);
        more.add_plain(std::to_string(by));
        if (by > 0) continue;
        add_key(less, key);
        any_less = true;
    }
    const auto texts = [](const auto& arrays) {
        std::vector<std::string> out;
        out.reserve(columns + 1);
        for (const ArrayText& each : arrays) out.push_back(each.text());
        return out;
    };
    std::vector<std::string> keys_and_more = texts(all);
    keys_and_more.push_back(more.text());
    unit.put(add, keys_and_more);
    if (any_less) unit.put(drop, texts(less));
}

void write_task_counts(postgres::UnitOfWork& unit, const std::string& schema, const CountChanges& changes) {
    write_counts<3>(unit, postgres::in_schema(embedded::add_task_counts_sql, schema),
                    postgres::in_schema(embedded::drop_task_counts_sql, schema), changes.tasks,
                    [](auto& columns, const auto& key) {
                        const auto& [workspace, list, status] = key;
                        columns[0].add_plain(workspace.text());
                        columns[1].add_plain(list.value_or(ListId{}).text());
                        columns[2].add_plain(std::to_string(static_cast<int>(status)));
                    });
}

void write_tag_counts(postgres::UnitOfWork& unit, const std::string& schema, const CountChanges& changes) {
    write_counts<2>(unit, postgres::in_schema(embedded::add_tag_counts_sql, schema),
                    postgres::in_schema(embedded::drop_tag_counts_sql, schema), changes.open_by_tag,
                    [](auto& columns, const auto& key) {
                        columns[0].add_plain(key.first.text());
                        columns[1].add(key.second);
                    });
}

}  // namespace

std::string upsert(std::string_view sql, const std::string& schema, bool all_new) {
    return postgres::in_schema(sql.substr(0, all_new ? sql.find("ON CONFLICT") : sql.npos), schema);
}

void TextKeys::sort() {
    const auto each_once = [](auto& keys) {
        std::sort(keys.begin(), keys.end());
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    };
    each_once(lists), each_once(tasks), each_once(comments);
}

void CountChanges::add(const WorkspaceId& workspace, const CountKey& task, const std::vector<std::string>& tags,
                       std::int64_t by) {
    if (task.deleted) return;
    tasks[{workspace, task.list, task.status}] += by;
    if (task.status != Status::open) return;
    for (const std::string& tag : tags) open_by_tag[{workspace, tag}] += by;
}

Rows load(postgres::UnitOfWork& unit, const std::string& schema, const RowKeys& wanted) {
    Rows rows;
    const auto workspace_of = [](const pqxx::row& row) { return *WorkspaceId::parse(row[0].c_str()); };
    if (!wanted.workspaces.empty()) {
        ArrayText ids;
        for (const WorkspaceId& id : wanted.workspaces) ids.add_plain(id.text());
        for (const auto& row : unit.run_in(schema, sql::task_rows::workspaces, {ids.text()}))
            rows.workspaces.emplace(workspace_of(row),
                                    WorkspaceRow{row[1].as<std::string>(), row[2].as<std::uint64_t>(), row[3].as<int>(),
                                                 row[4].as<std::int64_t>(), *Instant::parse(row[5].c_str())});
    }
    if (!wanted.lists.empty())
        for (const auto& row : bodies(unit, schema, sql::task_rows::lists, wanted.lists)) {
            List list = decoded(decode_list(row[1].c_str()));
            rows.lists.emplace(std::pair(workspace_of(row), list.id), std::move(list));
        }
    if (!wanted.tasks.empty())
        for (const auto& row : bodies(unit, schema, sql::task_rows::tasks, wanted.tasks)) {
            Task task = decoded(decode_task(row[1].c_str()));
            rows.tasks.emplace(std::pair(workspace_of(row), task.id), std::move(task));
        }
    if (!wanted.comments.empty())
        for (const auto& row : bodies(unit, schema, sql::task_rows::comments, wanted.comments)) {
            Comment comment = decoded(decode_comment(row[1].c_str()));
            rows.comments.emplace(std::pair(workspace_of(row), comment.id), std::move(comment));
        }
    return rows;
}

void write(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows, const TextKeys& texts,
           bool all_new) {
    if (!rows.workspaces.empty()) write_workspaces(unit, schema, rows);
    if (!rows.members.empty()) write_members(unit, schema, rows);
    if (!rows.invitations.empty()) write_invitations(unit, schema, rows);
    if (!rows.filters.empty()) write_filters(unit, schema, rows);
    if (!rows.lists.empty()) write_lists(unit, schema, rows, all_new);
    if (!rows.comments.empty()) write_comments(unit, schema, rows, all_new);
    if (!rows.tasks.empty()) write_tasks(unit, schema, rows, all_new);
    write_texts(unit, schema, rows, texts, all_new);
    if (!rows.counts.tasks.empty()) write_task_counts(unit, schema, rows.counts);
    if (!rows.counts.open_by_tag.empty()) write_tag_counts(unit, schema, rows.counts);
}

}  // namespace tasklog::projections
