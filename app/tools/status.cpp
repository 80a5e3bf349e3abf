#include "app/tools/status.hpp"

#include <iostream>
#include <memory>

#include "app/roles/projections.hpp"
#include "app/tools/progress.hpp"
#include "events/format/json.hpp"
#include "projections/parked.hpp"
#include "projections/rebuild/versions.hpp"

namespace tasklog::app {
namespace {

struct Standing {
    std::string name, schema;
    bool live = false, next = false, previous = false;
    std::map<int, std::int64_t> applied;  ///< partition -> the offset up to which all is applied; -1: nothing is
    std::uint64_t lag = 0;                ///< records
    std::vector<projections::ParkedCommits> parked;
};

Standing standing_of(postgres::Session& session, const NamedProjection& each, const std::map<int, kafka::Span>& log) {
    const std::string& schema = each.projection.schema;
    Standing out{.name = each.name, .schema = schema};
    out.live = projections::is_there(session, schema);
    out.next = projections::is_there(session, projections::next_of(schema));
    out.previous = projections::is_there(session, projections::previous_of(schema));
    std::map<int, projections::Checkpoint> at;
    if (out.live) {
        pqxx::work read(session.connection());
        at = projections::positions(session, read, schema);
        out.parked = projections::parked_by_workspace(session, read, schema);
    }
    for (const auto& [partition, span] : log) {
        const std::int64_t next = at[partition].next_offset;
        out.applied[partition] = next - 1;
        if (next < span.until) out.lag += static_cast<std::uint64_t>(span.until - next);
    }
    return out;
}

void print_json(const std::vector<Standing>& all) {
    std::cout << json::text([&](json::Writer& w) {
        w.StartArray();
        for (const Standing& each : all) {
            w.StartObject();
            json::write_member(w, "projection", each.name);
            json::write_member(w, "schema", each.schema);
            json::write_member(w, "live", each.live);
            json::write_member(w, "next", each.next);
            json::write_member(w, "previous", each.previous);
            json::write_member(w, "lag", each.lag);
            w.Key("positions");
            w.StartObject();
            for (const auto& [partition, offset] : each.applied)
                json::write_member(w, std::to_string(partition).c_str(), offset);
            w.EndObject();
            w.Key("parked");
            w.StartArray();
            for (const projections::ParkedCommits& one : each.parked) {
                w.StartObject();
                json::write_member(w, "workspace", one.workspace);
                json::write_member(w, "position", one.position);
                json::write_member(w, "commits", one.commits);
                json::write_member(w, "error", one.error);
                w.EndObject();
            }
            w.EndArray();
            w.EndObject();
        }
        w.EndArray();
    }) << "\n";
}

void print(const std::vector<Standing>& all) {
    for (const Standing& each : all) {
        std::cout << each.name << "  " << each.schema;
        if (!each.live) std::cout << "  NOT FILLED YET";
        std::cout << "  " << (each.lag == 0 ? "up to date" : with_commas(each.lag) + " records behind") << "  at";
        for (const auto& [partition, offset] : each.applied) std::cout << " " << partition << ":" << offset;
        if (each.next) std::cout << "  (" << projections::next_of(each.schema) << " stands beside it)";
        if (each.previous) std::cout << "  (" << projections::previous_of(each.schema) << " is kept)";
        std::cout << "\n";
        for (const projections::ParkedCommits& one : each.parked)
            std::cout << "    parked: workspace " << one.workspace << " from " << one.position << " on, "
                      << with_commas(one.commits) << " commits: " << one.error << "\n";
    }
}

}  // namespace

void add_status(Command app, const Settings& settings, int& status) {
    auto json = std::make_shared<bool>(false);
    auto command = app.add_subcommand(
        "status",
        "say of every projection its version, position, lag and parked workspaces; the exit status is 1 if "
        "one is not filled or has parked workspaces");
    command.add_flag("--json", *json, "as JSON");
    command.callback([json, &settings, &status] {
        postgres::Session session(settings.postgres);
        const auto log = kafka::whole(settings.kafka_config(), settings.events_topic());
        std::vector<Standing> all;
        for (const NamedProjection& each : all_projections(settings)) {
            all.push_back(standing_of(session, each, log));
            if (!all.back().live || !all.back().parked.empty()) status = 1;
        }
        *json ? print_json(all) : print(all);
    });
}

}  // namespace tasklog::app
