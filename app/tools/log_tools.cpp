#include "app/tools/log_tools.hpp"

#include <algorithm>
#include <iostream>
#include <memory>
#include <set>

#include "app/tools/log_accept.hpp"
#include "app/tools/log_range.hpp"
#include "app/tools/progress.hpp"
#include "events/format/commit_json.hpp"
#include "events/format/json.hpp"
#include "events/format/log_record.hpp"

namespace tasklog::app {
namespace {

struct Options {
    std::vector<std::string> from, until, types;
    std::string workspace;
    std::vector<int> partitions;
    int last = 10;
    bool follow = false, json = false;
};

/// One record, and what a reader makes of it.
struct RecordView {
    int partition;
    LogRecord record;
    bool counts;
    std::expected<Commit, Undecodable> commit;
};

RecordView seen(const kafka::Record& record, ClaimFilter& filter) {
    RecordView out{record.partition(), log_record(record), false, std::unexpected(Undecodable{"not a commit"})};
    out.counts = counts(filter, out.record);
    if (out.record.kind == "commit") out.commit = decode_commit(out.record.value);
    return out;
}

/// Reads one partition so that it is known which commits count: from the claim on that its first record was made under.
ClaimFilter read_exactly(const Settings& settings, int partition, kafka::Span span,
                         const std::function<bool(const RecordView&)>& on_record) {
    const kafka::Config config = settings.kafka_config();
    const std::int64_t shown_from = span.from;
    if (span.from > 0 && !span.empty()) {
        kafka::Consumer peek(config, "");
        kafka::read(peek, settings.events_topic(), {{partition, span}}, [&](const kafka::Record& first) {
            const std::string claim(first.header("claim"));
            if (!claim.empty()) span.from = std::min(span.from, std::max<std::int64_t>(0, std::atoll(claim.c_str())));
            return false;
        });
    }
    ClaimFilter filter;
    kafka::Consumer consumer(config, "");
    kafka::read(consumer, settings.events_topic(), {{partition, span}}, [&](const kafka::Record& record) {
        const RecordView each = seen(record, filter);
        return record.offset() < shown_from || on_record(each);
    });
    return filter;
}

/// Which records are asked for.
class RecordFilter {
  public:
    explicit RecordFilter(const Options& options)
        : from_(parse_place("--from", options.from)),
          until_(parse_place("--until", options.until)),
          types_(options.types.begin(), options.types.end()),
          partitions_(options.partitions.begin(), options.partitions.end()) {
        if (options.workspace.empty()) return;
        const auto id = WorkspaceId::parse(options.workspace);
        if (!id) throw UsageError("--workspace", "must be a UUID");
        workspace_ = id->text();
    }

    std::map<int, kafka::Span> spans(const Settings& settings) const {
        auto spans = narrowed(kafka::whole(settings.kafka_config(), settings.events_topic()), from_, until_);
        std::erase_if(spans,
                      [&](const auto& each) { return !partitions_.empty() && !partitions_.contains(each.first); });
        return spans;
    }

    bool operator()(const RecordView& seen) const {
        if (!workspace_.empty() && seen.record.key != workspace_) return false;
        const bool by_content = !types_.empty() || from_.at || until_.at;
        if (!by_content) return true;
        if (!seen.commit) return false;
        if (from_.at && seen.commit->at < *from_.at) return false;
        if (until_.at && seen.commit->at > *until_.at) return false;
        if (types_.empty()) return true;
        for (const Event& event : seen.commit->events)
            if (types_.contains(std::string(name_of(event)))) return true;
        return false;
    }

  private:
    const Place from_, until_;
    const std::set<std::string> types_;
    const std::set<int> partitions_;
    std::string workspace_;
};

/// "TaskCreated ×2, TaskNested", in the order of their first.
std::string summary_of(const Commit& commit) {
    std::vector<std::pair<std::string, int>> names;
    for (const Event& event : commit.events) {
        const std::string name(name_of(event));
        const auto at = std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.first == name; });
        if (at == names.end()) {
            names.emplace_back(name, 1);
        } else {
            ++at->second;
        }
    }
    std::string out;
    for (const auto& [name, count] : names)
        out += (out.empty() ? "" : ", ") + name + (count > 1 ? " ×" + std::to_string(count) : "");
    return out;
}

std::string position_of(const RecordView& seen) {
    return std::to_string(seen.partition) + ":" + std::to_string(seen.record.offset);
}

void print_json(const RecordView& seen) {
    std::cout << json::text([&](json::Writer& w) {
        w.StartObject();
        w.Key("partition");
        w.Int(seen.partition);
        w.Key("offset");
        w.Int64(seen.record.offset);
        json::write_member(w, "kind", seen.record.kind);
        if (seen.record.kind == "commit") {
            json::write_member(w, "counts", seen.counts);
            if (seen.commit) {
                w.Key("commit");
                json::write_raw(w, seen.record.value);
            } else {
                json::write_member(w, "unreadable", seen.commit.error().why);
            }
        } else {
            json::write_member(w, "key", seen.record.key);
        }
        w.EndObject();
    }) << '\n';
}

void print_line(const RecordView& seen) {
    std::string position = position_of(seen);
    position.resize(std::max<std::size_t>(position.size(), 12), ' ');
    if (seen.record.kind != "commit") {
        std::cout << position << "  " << seen.record.kind << "  a writer takes the partition over (" << seen.record.key
                  << ")\n";
    } else if (!seen.commit) {
        std::cout << position << "  UNREADABLE  " << seen.commit.error().why << "  workspace " << seen.record.key
                  << "\n";
    } else {
        std::cout << position << "  " << seen.commit->at.text() << "  "
                  << (seen.counts ? "" : "VOID, counts for nobody  ") << summary_of(*seen.commit) << "  workspace "
                  << seen.record.key << "  by " << seen.commit->actor.text() << "\n";
    }
}

void cat(const Settings& settings, const Options& options) {
    const RecordFilter wanted(options);
    for (const auto& [partition, span] : wanted.spans(settings))
        read_exactly(settings, partition, span, [&](const RecordView& seen) {
            if (wanted(seen)) options.json ? print_json(seen) : print_line(seen);
            return true;
        });
    if (!std::cout.flush()) throw std::runtime_error("cannot write");
}

void tail(const Settings& settings, const Options& options) {
    const RecordFilter wanted(options);
    const auto print = [&](const RecordView& each) {
        if (wanted(each)) options.json ? print_json(each) : print_line(each);
        return true;
    };
    std::map<int, kafka::Span> spans = wanted.spans(settings);
    std::map<int, ClaimFilter> filters;
    for (auto& [partition, span] : spans) {
        const kafka::Span last{std::max<std::int64_t>(0, span.until - options.last), span.until};
        filters[partition] = read_exactly(settings, partition, last, print);
        span = {span.until, std::numeric_limits<std::int64_t>::max()};
    }
    std::cout.flush();
    if (!options.follow) return;
    kafka::Consumer consumer(settings.kafka_config(), "");
    kafka::read(
        consumer, settings.events_topic(), spans,
        [&](const kafka::Record& record) { return print(seen(record, filters[record.partition()])); },
        [] { std::cout.flush(); });
}

struct Stats {
    std::uint64_t records = 0, commits = 0, voided = 0, unreadable = 0, claims = 0, events = 0, bytes = 0;
    std::map<std::string, std::uint64_t> by_type;
    std::set<std::string> workspaces;
    std::optional<Instant> first, last;

    void add(const RecordView& seen) {
        ++records;
        bytes += seen.record.value.size();
        if (seen.record.kind != "commit") {
            ++claims;
        } else if (!seen.counts) {
            ++voided;
        } else if (!seen.commit) {
            ++unreadable;
        } else {
            ++commits;
            workspaces.emplace(seen.record.key);
            events += seen.commit->events.size();
            for (const Event& event : seen.commit->events) ++by_type[std::string(name_of(event))];
            if (!first || seen.commit->at < *first) first = seen.commit->at;
            if (!last || *last < seen.commit->at) last = seen.commit->at;
        }
    }
};

void print_stats_json(const Stats& all, std::size_t partitions) {
    std::cout << json::text([&](json::Writer& w) {
        w.StartObject();
        json::write_member(w, "partitions", static_cast<std::uint64_t>(partitions));
        for (const auto& [name, value] : {std::pair{"records", all.records},
                                          {"commits", all.commits},
                                          {"void", all.voided},
                                          {"unreadable", all.unreadable},
                                          {"claims", all.claims},
                                          {"events", all.events},
                                          {"bytes", all.bytes},
                                          {"workspaces", static_cast<std::uint64_t>(all.workspaces.size())}})
            json::write_member(w, name, value);
        json::write_member(w, "first", all.first);
        json::write_member(w, "last", all.last);
        w.Key("types");
        w.StartObject();
        for (const auto& [type, count] : all.by_type) json::write_member(w, type.c_str(), count);
        w.EndObject();
        w.EndObject();
    }) << '\n';
}

void stats(const Settings& settings, const Options& options) {
    const RecordFilter wanted(options);
    Stats all;
    const auto spans = wanted.spans(settings);
    for (const auto& [partition, span] : spans)
        read_exactly(settings, partition, span, [&](const RecordView& seen) {
            if (wanted(seen)) all.add(seen);
            return true;
        });
    if (options.json) return print_stats_json(all, spans.size());
    std::cout << with_commas(all.records) << " records in " << spans.size() << " partitions, " << with_commas(all.bytes)
              << " bytes: " << with_commas(all.commits) << " commits that count, " << with_commas(all.voided)
              << " void, " << with_commas(all.unreadable) << " unreadable, " << with_commas(all.claims) << " claims\n"
              << with_commas(all.events) << " events of " << with_commas(all.workspaces.size()) << " workspaces";
    if (all.first) std::cout << ", from " << all.first->text() << " to " << all.last->text();
    std::cout << "\n";
    std::vector<std::pair<std::uint64_t, std::string>> types;
    types.reserve(all.by_type.size());
    for (const auto& [type, count] : all.by_type) types.emplace_back(count, type);
    std::sort(types.rbegin(), types.rend());
    for (const auto& [count, type] : types) {
        const std::string number = with_commas(count);
        std::cout << std::string(number.size() < 14 ? 14 - number.size() : 0, ' ') << number << "  " << type << "\n";
    }
}

template <std::size_t... I>
std::vector<std::string> event_names(std::index_sequence<I...>) {
    return {std::string(std::variant_alternative_t<I, Event>::name)...};
}

}  // namespace

void add_log_tools(Command app, const Settings& settings) {
    auto log = app.add_subcommand("log", "look at the log, or accept another one");
    log.require_subcommand();
    auto options = std::make_shared<Options>();
    const auto fault_of_type =
        [names = event_names(std::make_index_sequence<std::variant_size_v<Event>>())](const std::string& type) {
            const bool known = std::ranges::find(names, type) != names.end();
            return known ? std::string() : "there is no event " + type + "; docs/events.md names them all";
        };
    const auto add = [&](const char* name, const char* help, auto run) {
        auto command = log.add_subcommand(name, help);
        command.add_option("--workspace", options->workspace, "only this one's commits");
        command.add_option("--type", options->types, "only commits with an event of this type, such as TaskCreated")
            .check(fault_of_type, "TYPE");
        command.add_option("--partition", options->partitions, "only this one");
        command.add_flag("--json", options->json, "JSON lines");
        command.callback([options, &settings, run] { run(settings, *options); });
        return command;
    };
    auto whole_cat = add("cat", "print the records of the log, partition by partition", cat);
    auto whole_stats = add("stats", "count what is in the log", stats);
    for (Command command : {whole_cat, whole_stats}) {
        command.add_option("--from", options->from, "a moment, an offset, or PARTITION:OFFSET…");
        command.add_option("--until", options->until, "the same; it is still shown");
    }
    auto end = add("tail", "print the newest records", tail);
    end.add_option("-n,--last", options->last, "so many records of each partition")
        .capture_default_str()
        .range(0, 1'000'000);
    end.add_flag("-f,--follow", options->follow, "go on with what comes, until Ctrl-C");
    log.add_subcommand("accept", "accept the log as it is now, after it was restored from a copy or recreated")
        .callback([&settings] { accept_log(settings); });
}

}  // namespace tasklog::app
