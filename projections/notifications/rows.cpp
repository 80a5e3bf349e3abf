#include "projections/notifications/rows.hpp"

#include "infra/postgres/array.hpp"
#include "projections/notifications/notifications.hpp"
#include "projections/tell.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections::notifications {
namespace {

using postgres::ArrayText;

/// The tasks that the events change, or that they tell of.
std::set<std::pair<WorkspaceId, TaskId>> tasks_of(std::span<const CountedCommit> commits) {
    std::set<std::pair<WorkspaceId, TaskId>> out;
    for (const CountedCommit& each : commits)
        for (const Event& event : each.commit.events)
            std::visit(
                [&]<class E>(const E& e) {
                    if constexpr (std::is_same_v<E, TaskDetailsChanged> || std::is_same_v<E, TaskAssigned> ||
                                  std::is_same_v<E, NextOccurrenceCreated> || std::is_same_v<E, ReminderFired>)
                        out.emplace(each.commit.workspace, e.task);
                    if constexpr (std::is_same_v<E, CommentAdded>) out.emplace(each.commit.workspace, e.about);
                },
                event);
    return out;
}

void load_subjects(postgres::UnitOfWork& unit, const std::string& schema, std::span<const CountedCommit> commits,
                   Rows& rows) {
    const auto keys = tasks_of(commits);
    if (keys.empty()) return;
    ArrayText workspaces, tasks;
    for (const auto& [workspace, task] : keys) {
        workspaces.add_plain(workspace.text());
        tasks.add_plain(task.text());
    }
    for (const auto& row : unit.run_in(schema, sql::notification_rows::subjects, {workspaces.text(), tasks.text()}))
        rows.subjects.insert_or_assign({*WorkspaceId::parse(row[0].c_str()), *TaskId::parse(row[1].c_str())},
                                       Subject{row[2].c_str(), *PersonId::parse(row[3].c_str()),
                                               row[4].is_null() ? std::nullopt : PersonId::parse(row[4].c_str())});
}

void load_workspaces(postgres::UnitOfWork& unit, const std::string& schema, std::span<const CountedCommit> commits,
                     Rows& rows) {
    // Only these tell others of something.
    std::set<WorkspaceId> keys;
    for (const CountedCommit& each : commits)
        for (const Event& event : each.commit.events)
            if (std::holds_alternative<CommentAdded>(event) || std::holds_alternative<MemberInvited>(event))
                keys.insert(each.commit.workspace);
    if (keys.empty()) return;
    ArrayText workspaces;
    for (const WorkspaceId& each : keys) workspaces.add_plain(each.text());
    for (const auto& row : unit.run_in(schema, sql::notification_rows::names, {workspaces.text()}))
        rows.names.emplace(*WorkspaceId::parse(row[0].c_str()), row[1].c_str());
    for (const auto& row : unit.run_in(schema, sql::notification_rows::members, {workspaces.text()}))
        rows.members.emplace(std::pair(*WorkspaceId::parse(row[0].c_str()), *PersonId::parse(row[1].c_str())), true);
}

void write_workspaces(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows) {
    if (!rows.names.empty()) {
        ArrayText workspaces, names;
        for (const auto& [workspace, name] : rows.names) {
            workspaces.add_plain(workspace.text());
            names.add(name);
        }
        unit.put_in(schema, sql::notification_rows::write_names, {workspaces.text(), names.text()});
    }
    if (!rows.members.empty()) {
        ArrayText workspaces, people, belongs;
        for (const auto& [key, is] : rows.members) {
            workspaces.add_plain(key.first.text());
            people.add_plain(key.second.text());
            belongs.add_plain(is ? "t" : "f");
        }
        unit.put_in(schema, embedded::write_people_sql, {workspaces.text(), people.text(), belongs.text()});
    }
}

void write_subjects(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows) {
    if (rows.changed.empty()) return;
    ArrayText workspaces, tasks, titles, creators, assignees;
    for (const auto& key : rows.changed) {
        const Subject& subject = rows.subjects.at(key);
        workspaces.add_plain(key.first.text());
        tasks.add_plain(key.second.text());
        titles.add(subject.title);
        creators.add_plain(subject.creator.text());
        subject.assignee ? assignees.add_plain(subject.assignee->text()) : assignees.add_null();
    }
    unit.put_in(schema, embedded::write_subjects_sql,
                {workspaces.text(), tasks.text(), titles.text(), creators.text(), assignees.text()});
}

void write_due(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows) {
    if (rows.due.empty()) return;
    ArrayText workspaces, tasks, reminders, at;
    for (const auto& [key, when] : rows.due) {
        workspaces.add_plain(std::get<0>(key).text());
        tasks.add_plain(std::get<1>(key).text());
        reminders.add_plain(std::get<2>(key).text());
        when ? at.add_plain(when->text()) : at.add_null();
    }
    unit.put_in(schema, embedded::write_due_sql, {workspaces.text(), tasks.text(), reminders.text(), at.text()});
}

void write_notices(postgres::UnitOfWork& unit, const std::string& schema, const std::string& outbox, const Rows& rows) {
    if (rows.notices.empty()) return;
    ArrayText recipients, ids, invitations, times, bodies, sent;
    for (const Notice& each : rows.notices) {
        recipients.add_plain(each.recipient);
        ids.add_plain(each.id);
        invitations.add_plain(each.to_invitation ? "t" : "f");
        times.add_plain(each.at.text());
        bodies.add(each.body);
        sent.add_plain(each.sent ? "t" : "f");
    }
    const std::vector<std::string> columns{recipients.text(), ids.text(), invitations.text(), times.text(),
                                           bodies.text()};
    unit.put_in(outbox, embedded::write_notices_sql,
                {recipients.text(), ids.text(), invitations.text(), times.text(), bodies.text(), sent.text()});
    unit.put_in(schema, sql::notification_rows::write_feed, columns);
}

void write_read(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows) {
    if (!rows.read_through.empty()) {
        ArrayText people, times;
        for (const auto& [person, through] : rows.read_through) {
            people.add_plain(person.text());
            times.add_plain(through.text());
        }
        unit.put_in(schema, sql::notification_rows::write_read_through, {people.text(), times.text()});
    }
    if (!rows.read_singly.empty()) {
        ArrayText people, ids;
        for (const auto& [person, id] : rows.read_singly) {
            people.add_plain(person.text());
            ids.add_plain(id.text());
        }
        unit.put_in(schema, sql::notification_rows::write_read_singly, {people.text(), ids.text()});
    }
}

/// Tells the open feeds whose people have something new, or have read something.
void tell_feeds(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows) {
    std::set<std::string> people;
    for (const Notice& each : rows.notices)
        if (!each.to_invitation) people.insert(each.recipient);
    for (const auto& [person, through] : rows.read_through) people.insert(person.text());
    for (const auto& [person, id] : rows.read_singly) people.insert(person.text());
    tell(unit, feed_channel_of(schema), notify_pieces({people.begin(), people.end()}));
}

}  // namespace

Rows load(postgres::UnitOfWork& unit, const std::string& schema, std::span<const CountedCommit> commits) {
    Rows rows;
    load_subjects(unit, schema, commits, rows);
    load_workspaces(unit, schema, commits, rows);
    return rows;
}

void write(postgres::UnitOfWork& unit, const std::string& schema, const std::string& outbox, const Rows& rows) {
    write_workspaces(unit, schema, rows);
    write_subjects(unit, schema, rows);
    write_due(unit, schema, rows);
    write_notices(unit, schema, outbox, rows);
    write_read(unit, schema, rows);
    tell_feeds(unit, schema, rows);
}

}  // namespace tasklog::projections::notifications
