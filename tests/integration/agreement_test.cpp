// Random command sequences: the state folded from the log equals the owner's memory equals the rows in Postgres; the
// notifications know of it what they need; and the audit history leads from one value of a field to the next without a
// gap, up to what is in memory.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidjson/document.h>

#include "events/format/json_read.hpp"
#include "events/format/row.hpp"
#include "projections/audit/audit.hpp"
#include "projections/audit/verify.hpp"
#include "projections/checkpoints.hpp"
#include "projections/notifications/notifications.hpp"
#include "projections/runner.hpp"
#include "projections/tasks/tasks.hpp"
#include "tests/support/any_command.hpp"
#include "tests/support/frozen.hpp"
#include "tests/support/given.hpp"
#include "tests/support/owner.hpp"
#include "tests/support/read_log.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

Role role_of(const std::string& name) {
    Role role{};
    EXPECT_FALSE(json::read(*json::parse('"' + name + '"'), role));
    return role;
}

/// The workspace as its rows are, as far as there are rows for it.
Workspace from_rows(postgres::Session& session, const std::string& schema, const WorkspaceId& id) {
    Workspace out{.id = id};
    pqxx::work read(session.connection());
    for (const auto& row : session.run(
             read, "SELECT name, version, last_offset FROM " + schema + ".workspaces WHERE workspace_id = $1::uuid",
             {id.text()})) {
        out.exists = true;
        out.title = row[0].as<std::string>();
        out.version = row[1].as<std::uint64_t>();
        out.last_offset = row[2].as<std::int64_t>();
    }
    for (const auto& row : session.run(
             read, "SELECT person_id, role FROM " + schema + ".members WHERE workspace_id = $1::uuid", {id.text()}))
        out.members.emplace(*PersonId::parse(row[0].c_str()), role_of(row[1].c_str()));
    for (const auto& row : session.run(
             read,
             "SELECT invitation_id, role, person_id FROM " + schema + ".invitations WHERE workspace_id = $1::uuid",
             {id.text()}))
        out.invitations.emplace(
            *InvitationId::parse(row[0].c_str()),
            Invitation{role_of(row[1].c_str()), row[2].is_null() ? std::nullopt : PersonId::parse(row[2].c_str())});
    for (const auto& row :
         session.run(read, "SELECT filter_id, name, words FROM " + schema + ".filters WHERE workspace_id = $1::uuid",
                     {id.text()}))
        out.put(*FilterId::parse(row[0].c_str()), {row[1].as<std::string>(), row[2].as<std::string>()});
    for (const auto& row :
         session.run(read, "SELECT body FROM " + schema + ".tasks WHERE workspace_id = $1::uuid", {id.text()}))
        out.put(decode_task(row[0].c_str()).value());
    for (const auto& row :
         session.run(read, "SELECT body FROM " + schema + ".lists WHERE workspace_id = $1::uuid", {id.text()})) {
        out.put(decode_list(row[0].c_str()).value());
    }
    for (const auto& row :
         session.run(read, "SELECT body FROM " + schema + ".comments WHERE workspace_id = $1::uuid", {id.text()})) {
        out.put(decode_comment(row[0].c_str()).value());
    }
    return out;
}

/// What the read model does not keep.
Workspace without_writers_part(Workspace w) {
    w.last_task_rank.clear();
    w.last_list_rank.clear();
    w.last_at = {};
    w.last_hash = {};
    w.answers = {};
    w.read_marks = {};
    return w;
}

/// The fields of each task, list and the workspace itself, as their history leaves them.
class FieldsByHistory {
  public:
    /// What is wrong with an entry's `before`; empty if it is what the entries so far have left.
    std::string take(const std::string& body) {
        rapidjson::Document entry;
        entry.Parse(body.data(), body.size());
        auto& fields = things_[subject_of(entry)];
        for (const auto& change : entry["changes"].GetArray()) {
            const std::string field = change["field"].GetString();
            std::string& value = fields.try_emplace(field, "null").first->second;
            const bool first = value == "null" && is_unset(change["before"]);
            if (!first && text(change["before"]) != value)
                return field + " was " + value + " and is said to have been " + text(change["before"]);
            value = text(change["after"]);
        }
        return {};
    }

    /// What is wrong with a thing's fields; empty if they are those that its history has left.
    std::string differs(const std::string& id, const std::string& thing_text) {
        rapidjson::Document thing;
        thing.Parse(thing_text.data(), thing_text.size());
        const auto& fields = things_[id];
        for (const auto& member : thing.GetObject()) {
            const std::string name = member.name.GetString();
            if (name == "id" || name == "version" || name == "createdAt" || name == "updatedAt") continue;
            const auto at = fields.find(name);
            if (at == fields.end() ? !is_unset(member.value) : at->second != text(member.value))
                return name + " is " + text(member.value);
        }
        return {};
    }

  private:
    static std::string subject_of(const rapidjson::Value& entry) {
        if (entry.HasMember("comment")) return std::string("comment ") + entry["comment"].GetString();
        if (entry.HasMember("filter")) return std::string("filter ") + entry["filter"].GetString();
        if (entry.HasMember("task")) return std::string("task ") + entry["task"].GetString();
        return entry.HasMember("list") ? std::string("list ") + entry["list"].GetString() : std::string();
    }
    static std::string text(const rapidjson::Value& value) {
        return json::text([&](json::Writer& w) { value.Accept(w); });
    }
    static bool is_unset(const rapidjson::Value& value) {
        const std::string as = text(value);
        return as == "null" || as == "false" || as == R"("")" || as == R"("none")" || as == "[]";
    }

    std::map<std::string, std::map<std::string, std::string>> things_;
};

std::string wrong_with_history(postgres::Session& session, const std::string& schema, const Workspace& memory) {
    pqxx::work read(session.connection());
    FieldsByHistory history;
    for (const auto& row :
         session.run(read, "SELECT body FROM " + schema + ".entries WHERE workspace_id = $1::uuid ORDER BY at, number",
                     {memory.id.text()}))
        if (const std::string wrong = history.take(row[0].c_str()); !wrong.empty()) return wrong;
    for (const auto& [id, each] : memory.tasks)
        if (const std::string wrong = history.differs("task " + id.text(), encode(each)); !wrong.empty()) return wrong;
    for (const auto& [id, each] : memory.filters)
        if (const std::string wrong = history.differs("filter " + id.text(), encode(each)); !wrong.empty())
            return wrong;
    for (const auto& [id, each] : memory.comments)
        if (const std::string wrong = history.differs("comment " + id.text(), encode(each)); !wrong.empty())
            return wrong;
    for (const auto& [person, role] : memory.members) {
        const std::string text = json::text([&, who = person, as = role](json::Writer& w) {
            w.StartObject();
            json::write(w, "member:" + who.text());
            json::write(w, as);
            w.EndObject();
        });
        if (const std::string wrong = history.differs("", text); !wrong.empty()) return wrong;
    }
    for (const auto& [id, each] : memory.lists)
        if (const std::string wrong = history.differs("list " + id.text(), encode(each)); !wrong.empty()) return wrong;
    return {};
}

/// What is wrong with what the notifications know of the workspace.
std::string wrong_with_notifications(postgres::Session& session, const std::string& schema, const Workspace& memory) {
    pqxx::work read(session.connection());
    const auto rows = [&](const std::string& columns, const std::string& table, const std::string& key) {
        return session.run(read, "SELECT " + columns + " FROM " + schema + table + " WHERE " + key + " = $1::uuid",
                           {memory.id.text()});
    };
    std::map<std::string, std::string> tasks;
    for (const auto& row : rows("task_id, title || '|' || coalesce(assignee::text, '')", ".tasks", "workspace_id"))
        tasks.emplace(row[0].c_str(), row[1].c_str());
    std::map<std::string, std::string> due;
    for (const auto& row :
         rows("task_id || '/' || reminder_id, " + postgres::utc_text("at"), ".due_reminders", "workspace_id"))
        due.emplace(row[0].c_str(), row[1].c_str());
    for (const auto& [id, task] : memory.tasks) {
        const std::string expected = task.title + "|" + (task.assignee ? task.assignee->text() : "");
        if (tasks[id.text()] != expected) return "a task is " + tasks[id.text()] + ", not " + expected;
        for (const Reminder& each : task.reminders) {
            const auto row = due.find(id.text() + "/" + each.id.text());
            const std::string at = row == due.end() ? "" : row->second;
            const bool waits = each.at && each.done != each.at;
            if (waits && at != each.at->text()) return "a reminder that waits is due at " + at;
            if (!at.empty() && (!each.at || at != each.at->text())) return "a reminder is due at " + at;
            if (row != due.end()) due.erase(row);
        }
    }
    if (!due.empty()) return "a reminder is due that there is not";
    if (tasks.size() != memory.tasks.size()) return "there are other tasks";
    std::set<std::string> members;
    for (const auto& row : rows("person_id", ".members", "workspace_id")) members.emplace(row[0].c_str());
    for (const auto& [person, role] : memory.members)
        if (members.erase(person.text()) == 0) return "a member is missing";
    if (!members.empty()) return "there is one member too many";
    Instant through;
    for (const auto& row : rows(postgres::utc_text("through"), ".read_through", "person_id"))
        through = Instant::parse(row[0].c_str()).value();
    return through == memory.read_marks.through ? "" : "read through " + through.text();
}

bool told_up_to(postgres::Session& session, const std::string& schema, int partition, std::int64_t offset) {
    return projections::read_checkpoint(session, schema, partition).next_offset > offset;
}

std::int64_t audited_up_to(postgres::Session& session, const std::string& schema, const WorkspaceId& id) {
    pqxx::work read(session.connection());
    return session
        .run(read, "SELECT coalesce(max(log_offset), -1) FROM " + schema + ".entries WHERE workspace_id = $1::uuid",
             {id.text()})[0][0]
        .as<std::int64_t>();
}

struct World {
    World() {
        projections::create(session, projections::tasks_projection(schema));
        projections::create(session, projections::audit_projection(audit_schema));
        projections::create(session, projections::notifications_projection(notifications_schema, outbox));
    }

    static constexpr int partitions = 2;
    OwnTopics topics{partitions};
    std::string schema = own_schema();
    std::string audit_schema = own_schema();
    std::string notifications_schema = own_schema();
    std::string outbox = own_schema();
    Owner owner{topics, partitions, "owner"};
    std::shared_ptr<projections::Feed> feed = std::make_shared<projections::Feed>(kafka_config(), topics.events);
    projections::Runner runner{
        {.kafka = kafka_config(), .topic = topics.events, .feed = feed, .postgres = postgres_url(), .worker = "one"},
        projections::tasks_projection(schema),
        owner.metrics,
        owner.readiness};
    projections::Runner auditor{
        {.kafka = kafka_config(), .topic = topics.events, .feed = feed, .postgres = postgres_url(), .worker = "one"},
        projections::audit_projection(audit_schema),
        owner.metrics,
        owner.readiness};
    projections::Runner teller{
        {.kafka = kafka_config(), .topic = topics.events, .feed = feed, .postgres = postgres_url(), .worker = "one"},
        projections::notifications_projection(notifications_schema, outbox),
        owner.metrics,
        owner.readiness};
    postgres::Session session{postgres_url()};
};

void one_sequence(World& world) {
    Owner& owner = world.owner;
    const PersonId who = *PersonId::parse(uuid_v7());
    const WorkspaceId id{who.bytes};
    const int partition = *rc::gen::inRange(0, World::partitions);
    Partition& writer = owner.partition(partition);
    const int requests = *rc::gen::inRange(1, 40);
    int answers = 0;
    std::int64_t last = -1;
    for (int i = 0; i < requests; ++i)
        writer.submit(any_request(who), [&](Outcome outcome) {
            ++answers;
            if (outcome && outcome->commit) last = std::max(last, outcome->offset);
        });
    owner.run_until([&] { return answers == requests; }, "answers");
    RC_PRE(last >= 0);

    Workspace folded;
    for (const ReadCommit& each : read_log(world.topics.events, partition))
        if (each.counts && each.commit.workspace == id) fold(folded, each.commit, each.value, each.offset);
    const Workspace& memory = *writer.workspace(id);
    RC_ASSERT(folded == memory);
    RC_ASSERT(thaw(frozen(memory, 3)).workspace == memory);
    eventually([&] { return from_rows(world.session, world.schema, id).last_offset == last; },
               "the rows of the last commit");
    RC_ASSERT(from_rows(world.session, world.schema, id) == without_writers_part(memory));
    eventually([&] { return audited_up_to(world.session, world.audit_schema, id) == last; }, "the history of it");
    RC_ASSERT(wrong_with_history(world.session, world.audit_schema, memory) == std::string());
    eventually([&] { return told_up_to(world.session, world.notifications_schema, partition, last); }, "its notices");
    RC_ASSERT(wrong_with_notifications(world.session, world.notifications_schema, memory) == std::string());
}

TEST(Agreement, of_log_memory_rows_and_history) {
    World world;
    world.owner.run_until([&] { return world.owner.partition(0).serves() && world.owner.partition(1).serves(); },
                          "owning");
    EXPECT_TRUE(rc::check("random command sequences", [&] { one_sequence(world); }));
    EXPECT_FALSE(projections::verify_audit(kafka_config(), world.topics.events, postgres_url(), world.audit_schema, {})
                     .difference);
}

}  // namespace
}  // namespace tasklog::testing
