#include "app/tools/replay.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <memory>

#include "app/roles/projections.hpp"
#include "app/tools/log_range.hpp"
#include "app/tools/progress.hpp"
#include "events/format/commit_json.hpp"
#include "events/format/json.hpp"
#include "projections/parked.hpp"
#include "projections/rebuild/compare.hpp"

namespace tasklog::app {
namespace {

using projections::FillOptions;
using projections::FillProgress;
using projections::Projection;

constexpr std::size_t max_differences = 10;

struct Options {
    std::string projection;
    std::string into;
    std::vector<std::string> from, until;
    std::string workspace;
    int parallel = 2;
    std::size_t rows_in_memory = FillOptions().rows_in_memory;
    bool no_switch = false, only_switch = false, back = false, fresh = false;
    bool parked = false, verify = false, dry_run = false, json = false;
};

/// What is said of one projection at the end: a line for people, or a JSON object for scripts.
class Report {
  public:
    Report(const Options& options, const NamedProjection& projection) : options_(options) {
        member("projection", projection.name);
        member("schema", projection.projection.schema);
    }
    template <class T>
    Report& member(const char* name, const T& value) {
        members_.push_back([name, value](json::Writer& w) { json::write_member(w, name, value); });
        return *this;
    }
    void print(const std::string& line) const {
        if (!options_.json) {
            std::cout << line << std::endl;
            return;
        }
        std::cout << json::text([&](json::Writer& w) {
            w.StartObject();
            for (const auto& write : members_) write(w);
            w.EndObject();
        }) << std::endl;
    }

  private:
    const Options& options_;
    std::vector<std::function<void(json::Writer&)>> members_;
};

class Replay {
  public:
    Replay(const Settings& settings, const Options& options, int& status)
        : settings_(settings), options_(options), status_(status), log_(log_of(settings)) {}

    void run() {
        check();
        for (const NamedProjection& each : all_projections(settings_))
            if (options_.projection == "all" || options_.projection == each.name) run(each);
    }

  private:
    void check() const {
        const bool part = !options_.from.empty() || !options_.until.empty() || !options_.workspace.empty();
        if (part && options_.into.empty() && !(options_.verify && options_.from.empty() && options_.until.empty()))
            throw UsageError(
                "replay",
                "a part of the log is replayed into a schema of its own: say --into NAME to look at it there");
        if (options_.projection == "integration" && settings_.integration == "off")
            throw UsageError("replay", "there is no integration here: it is off (--integration)");
        if (!options_.workspace.empty() && !WorkspaceId::parse(options_.workspace))
            throw UsageError("--workspace", "must be a UUID");
        if (options_.into.empty()) return;
        if (options_.projection == "all") throw UsageError("--into", "say which projection, not all");
        const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
        if (options_.into.size() > 55 || !std::all_of(options_.into.begin(), options_.into.end(), fits) ||
            !(options_.into[0] >= 'a'))
            throw UsageError("--into", "must be lower-case letters, digits and _, 55 at most");
        for (const NamedProjection& each : all_projections(settings_))
            for (const auto& name : {each.projection.schema, projections::next_of(each.projection.schema),
                                     projections::previous_of(each.projection.schema)})
                if (options_.into == name) throw UsageError("--into", name + " is in use: choose another");
    }

    void run(const NamedProjection& each) {
        if (options_.dry_run) return dry_run(each);
        if (options_.parked) return retry_parked(each);
        if (options_.verify) return verify(each);
        if (!options_.into.empty()) return look(each);
        if (options_.back) return back(each);
        rebuild(each);
    }

    FillOptions fill_options(Progress& progress) const {
        FillOptions out{.parallel = options_.parallel,
                        .rows_in_memory = options_.rows_in_memory,
                        .progress = [&](const auto& now) { progress.show(now); }};
        if (!options_.workspace.empty()) out.only.workspaces.emplace({WorkspaceId::parse(options_.workspace)->text()});
        return out;
    }

    /// Those that have a commit at this place or after it.
    std::set<std::string, std::less<>> changed_since(const Place& from, const Place& until) const {
        std::set<std::string, std::less<>> out;
        std::map<int, ClaimFilter> filters;
        // From the beginning: only so it is known which commits count.
        kafka::Consumer consumer(log_.kafka, "");
        kafka::read(consumer, log_.topic, narrowed(kafka::whole(log_.kafka, log_.topic), {}, until),
                    [&](const kafka::Record& record) {
                        if (!counts(filters[record.partition()], log_record(record))) return true;
                        if (record.offset() < from.in(record.partition()).value_or(0)) return true;
                        if (from.at) {
                            const auto commit = decode_commit(record.value());
                            if (commit && commit->at < *from.at) return true;
                        }
                        out.emplace(record.key());
                        return true;
                    });
        return out;
    }

    void rebuild(const NamedProjection& each) {
        const projections::RebuildLock lock(settings_.postgres, each.projection.schema);
        Progress progress(projections::next_of(each.projection.schema), Progress::form(options_.json));
        const FillOptions options = fill_options(progress);
        Report report(options_, each);
        std::string line = each.name + ": ";
        if (!options_.only_switch) {
            const auto begin = std::chrono::steady_clock::now();
            const FillProgress done =
                projections::build_next(log_, settings_.postgres, each.projection, options, options_.fresh);
            const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
            progress.end();
            report.member("commits", done.commits).member("events", done.events).member("bytes", done.bytes);
            report.member("milliseconds", static_cast<std::uint64_t>(seconds * 1000));
            line += with_commas(done.events) + " events in " + std::to_string(std::lround(seconds)) + " s into " +
                    projections::next_of(each.projection.schema) + "; ";
        }
        if (options_.no_switch)
            return report.member("switched", false)
                .print(line + "not switched: `tasklog replay " + each.name + " --switch` does");
        const auto parked =
            projections::switch_to_next(log_, settings_.postgres, each.projection, options, options_.only_switch);
        report.member("switched", parked.empty()).member("parked", parked);
        if (parked.empty()) return report.print(line + "it is " + each.projection.schema + " now (--back undoes that)");
        status_ = 1;
        report.print(line + "NOT SWITCHED: it parks " + std::to_string(parked.size()) +
                     " workspaces that the live one does not, " + parked[0] +
                     " first. `tasklog status` shows them; --switch switches all the same");
    }

    void back(const NamedProjection& each) {
        const projections::RebuildLock lock(settings_.postgres, each.projection.schema);
        Progress progress(projections::previous_of(each.projection.schema), Progress::form(options_.json));
        projections::switch_back(log_, settings_.postgres, each.projection, fill_options(progress));
        progress.end();
        Report(options_, each)
            .member("switched", true)
            .print(each.name + ": the one before is " + each.projection.schema + " again");
    }

    void look(const NamedProjection& each) {
        const Place from = parse_place("--from", options_.from);
        const Place until = parse_place("--until", options_.until);
        postgres::Session session(settings_.postgres);
        if (projections::is_there(session, options_.into) && !options_.fresh)
            throw std::runtime_error("the schema " + options_.into + " exists: --fresh drops it first");
        Progress progress(options_.into, Progress::form(options_.json));
        FillOptions options = fill_options(progress);
        options.only.until = until.at;
        if (from.given() && !options.only.workspaces) options.only.workspaces = changed_since(from, until);
        for (const auto& [partition, span] : narrowed(kafka::whole(log_.kafka, log_.topic), {}, until))
            options.until[partition] = span.until;
        const Projection target = each.projection.in(options_.into);
        projections::make_scratch(session, target);
        const FillProgress done = projections::fill(log_, settings_.postgres, target, options);
        projections::create(session, target);
        progress.end();
        Report(options_, each)
            .member("into", options_.into)
            .member("commits", done.commits)
            .member("events", done.events)
            .print(each.name + ": " + with_commas(done.events) + " events into " + options_.into +
                   "; drop it with DROP SCHEMA " + options_.into + " CASCADE");
    }

    void verify(const NamedProjection& each) {
        Progress progress(each.projection.schema + "_verify", Progress::form(options_.json));
        const auto compared =
            projections::verify(log_, settings_.postgres, each.projection, fill_options(progress), max_differences);
        progress.end();
        Report report(options_, each);
        report.member("tables", static_cast<std::uint64_t>(compared.tables))
            .member("rows", static_cast<std::uint64_t>(compared.rows))
            .member("differences", static_cast<std::uint64_t>(compared.differences.size()));
        if (compared.differences.empty())
            return report.print(each.name + ": no difference: " + with_commas(compared.rows) + " rows in " +
                                std::to_string(compared.tables) + " tables are what " +
                                with_commas(compared.filled.events) + " events make");
        status_ = 1;
        std::string line = each.name + ": DIFFERS; the first rows:";
        for (const auto& each_difference : compared.differences)
            line += "\n  " + each_difference.table + " " + each_difference.key +
                    "\n    live:  " + (each_difference.live.empty() ? "no such row" : each_difference.live) +
                    "\n    fresh: " + (each_difference.fresh.empty() ? "no such row" : each_difference.fresh);
        if (options_.json) std::cerr << line << "\n";
        report.print(line);
    }

    void retry_parked(const NamedProjection& each) {
        postgres::Session session(settings_.postgres);
        const auto retried = projections::retry_parked(session, each.projection);
        if (retried.still_parked > 0) status_ = 1;
        Report(options_, each)
            .member("applied", static_cast<std::uint64_t>(retried.applied))
            .member("parked", static_cast<std::uint64_t>(retried.still_parked))
            .print(each.name + ": " + std::to_string(retried.applied) + " applied, " +
                   std::to_string(retried.still_parked) + " still parked");
    }

    /// What would be done, without doing it.
    void dry_run(const NamedProjection& each) {
        const std::string schema = options_.into.empty() ? projections::next_of(each.projection.schema) : options_.into;
        postgres::Session session(settings_.postgres);
        std::map<int, projections::Checkpoint> begun;
        const bool there = options_.into.empty() && !options_.fresh && projections::is_there(session, schema);
        if (there) {
            pqxx::work read(session.connection());
            begun = projections::positions(session, read, schema);
        }
        std::uint64_t records = 0;
        const auto spans = narrowed(kafka::whole(log_.kafka, log_.topic), {}, parse_place("--until", options_.until));
        for (const auto& [partition, span] : spans) {
            const std::int64_t from = std::max(span.from, begun[partition].next_offset);
            if (from < span.until) records += static_cast<std::uint64_t>(span.until - from);
        }
        Report(options_, each)
            .member("into", schema)
            .member("goesOn", there)
            .member("records", records)
            .print(each.name + ": would " + (there ? "go on filling " : "fill ") + schema + " from " +
                   with_commas(records) + " records in " + std::to_string(spans.size()) + " partitions" +
                   (options_.into.empty() && !options_.no_switch ? ", and switch " + each.projection.schema + " to it"
                                                                 : ""));
    }

    const Settings& settings_;
    const Options& options_;
    int& status_;
    const projections::Log log_;
};

}  // namespace

void add_replay(Command app, const Settings& settings, int& status) {
    auto options = std::make_shared<Options>();
    auto replay = app.add_subcommand(
        "replay",
        "rebuild a read model from the log beside the live one, and switch to it; killed, it goes on where it was");
    replay
        .add_option("projection", options->projection,
                    "tasks, audit, recurring, notifications, integration (where it is on) or all")
        .required()
        .one_of({"tasks", "audit", "recurring", "notifications", "integration", "all"});
    replay.add_option("--parallel", options->parallel, "partitions side by side").capture_default_str().range(1, 64);
    replay
        .add_option("--rows-in-memory", options->rows_in_memory,
                    "rows held until they are written: what is killed begins again after the last that were")
        .capture_default_str();
    auto no_switch = replay.add_flag("--no-switch", options->no_switch, "fill the next schema, and leave it at that");
    auto only_switch = replay.add_flag("--switch", options->only_switch, "switch to the one that --no-switch filled");
    auto back = replay.add_flag("--back", options->back, "switch to the one before");
    auto parked = replay.add_flag("--parked", options->parked, "apply what is parked again, in order");
    auto verify = replay.add_flag("--verify", options->verify,
                                  "compare the live one with a fresh rebuild; the exit status is 1 if they differ");
    auto into = replay.add_option("--into", options->into, "a schema of its own, for looking at a part of the log");
    replay.add_option("--from", options->from,
                      "only workspaces that changed at this place or after: a moment, an offset, or PARTITION:OFFSET…");
    replay.add_option("--until", options->until, "as it was at this place, which is still applied");
    replay.add_option("--workspace", options->workspace, "only this one");
    replay.add_flag("--fresh", options->fresh, "start over instead of resuming a rebuild; drop what --into finds");
    replay.add_flag("--dry-run", options->dry_run, "say what would be done");
    replay.add_flag("--json", options->json, "JSON lines on standard output");
    std::array ways{no_switch, only_switch, back, parked, verify, into};
    for (std::size_t one = 0; one < ways.size(); ++one)
        for (std::size_t other = 0; other < ways.size(); ++other)
            if (one != other) ways[one].excludes(ways[other]);
    replay.callback([options, &settings, &status] { Replay(settings, *options, status).run(); });
}

}  // namespace tasklog::app
