#include "projections/integration/integration.hpp"

#include "infra/postgres/array.hpp"
#include "infra/postgres/migrate.hpp"
#include "projections/integration/messages.hpp"
#include "projections/things/stored_things.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

using integration::Message;

void put(postgres::UnitOfWork& unit, const std::string& outbox, const std::vector<Message>& messages) {
    postgres::ArrayText workspaces, offsets, numbers, topics, partitions, bodies;
    for (const Message& each : messages) {
        workspaces.add_plain(each.workspace.text());
        offsets.add_plain(std::to_string(each.offset));
        numbers.add_plain(std::to_string(each.number));
        topics.add_plain(each.topic);
        partitions.add_plain(std::to_string(each.partition));
        bodies.add(each.body);
    }
    unit.put_in(outbox, embedded::put_messages_sql,
                {workspaces.text(), offsets.text(), numbers.text(), topics.text(), partitions.text(), bodies.text()});
}

}  // namespace

Projection integration_projection(const std::string& schema, const std::string& outbox) {
    Projection projection = projection_from(
        schema, std::string(embedded::things_sql) + "\n-- INDEXES\n",
        [outbox](postgres::UnitOfWork& unit, const std::string& into, std::span<const CountedCommit> commits) {
            if (commits.empty()) return;
            Things things = load_things(unit, into, things_of(commits, false));
            std::vector<Message> messages;
            for (const CountedCommit& each : commits)
                for (Message& message : integration::messages_of(things, each)) messages.push_back(std::move(message));
            put(unit, outbox, messages);
            write_things(unit, into, things, things_of(commits, true));
        });
    projection.prepare = [outbox](postgres::Session& session) {
        postgres::migrate(session, outbox, embedded::integration_outbox_sql);
    };
    return projection;
}

}  // namespace tasklog::projections
