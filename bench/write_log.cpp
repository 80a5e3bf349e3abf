// Writes a log as the command service would have: what the deciders make of the requests of a workload, straight into
// Kafka. Its times are spread over the year before now.
//   bench_write_log BROKERS TOPIC EVENTS PEOPLE [PERSON:TASKS… | each:TASKS]
// Each PERSON:TASKS: first, that many tasks for the person of that number (who is none of the PEOPLE); each:TASKS: that
// many for each of the PEOPLE, in one commit (and no more EVENTS). Prints
// {"events":…,"commits":…,"bytes":…,"tasks":…}.
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <unordered_map>

#include "bench/raw_kafka.hpp"
#include "bench/workload.hpp"
#include "command/decide.hpp"
#include "command/request/decode.hpp"
#include "events/format/commit_json.hpp"
#include "identity/person.hpp"
#include "infra/clock.hpp"
#include "infra/kafka/partitioner.hpp"
#include "infra/uuid.hpp"

using namespace tasklog;

namespace {

constexpr std::int64_t year_us = 365LL * 24 * 3600 * 1'000'000;

class LogWriter {
  public:
    LogWriter(bench::RawProducer& log, std::uint64_t events)
        : log_(log), at_{unix_us() - year_us}, step_us_(year_us / static_cast<std::int64_t>(events + 1)) {
        for (int p = 0; p < log_.partitions(); ++p) {
            seq_.push_back(0);
            claims_.push_back(log_.append_and_wait(p, "bench", {}, {{"kind", "claim"}}));
        }
    }

    void write(std::uint32_t person, const std::string& body) {
        Workspace& workspace = workspace_of(person);
        const PersonId actor{workspace.id.bytes};
        auto request = command::decode(body, actor, workspace.id);
        if (!request) throw std::runtime_error(request.error().detail + ": " + body);
        ++requests_;
        at_.us = std::max(at_.us, workspace.last_at.us + 1);
        auto decided = command::decide_and_apply(workspace, *request, at_);
        if (!decided) throw std::runtime_error(decided.error().detail + ": " + body);
        if (decided->events.empty()) return;
        const Commit commit{.id = {uuid_v7_bytes()},
                            .workspace = workspace.id,
                            .actor = actor,
                            .at = at_,
                            .prev = workspace.last_hash.text(),
                            .key = "bench-" + std::to_string(requests_),
                            .request = std::string(32, 'f'),
                            .results = std::move(decided->results),
                            .events = std::move(decided->events)};
        at_.us += step_us_ * static_cast<std::int64_t>(commit.events.size());
        append(workspace, commit);
    }

    /// Nothing more will be written for this person.
    void forget(std::uint32_t person) {
        const auto at = workspaces_.find(person);
        tasks_forgotten_ += at->second.tasks.size();
        workspaces_.erase(at);
    }

    std::uint64_t events() const { return events_; }
    std::uint64_t tasks() const {
        std::uint64_t all = tasks_forgotten_;
        for (const auto& [person, workspace] : workspaces_) all += workspace.tasks.size();
        return all;
    }
    void report() const {
        std::cout << R"({"events":)" << events_ << R"(,"commits":)" << commits_ << R"(,"bytes":)" << bytes_
                  << R"(,"tasks":)" << tasks() << "}\n";
    }

  private:
    Workspace& workspace_of(std::uint32_t person) {
        Workspace& workspace = workspaces_[person];
        if (workspace.id == WorkspaceId{})
            workspace.id = *WorkspaceId::parse(identity::person_id("tasklog", "user-" + std::to_string(person)));
        return workspace;
    }

    void append(Workspace& workspace, const Commit& commit) {
        const std::string value = encode(commit);
        const std::string key = workspace.id.text();
        const int partition = kafka::partition_of(key, log_.partitions());
        auto& seq = seq_[static_cast<std::size_t>(partition)];
        const std::int64_t claim = claims_[static_cast<std::size_t>(partition)];
        ++seq;
        close_commit(workspace, commit, value, claim + static_cast<std::int64_t>(seq));
        log_.append(partition, key, value,
                    {{"kind", "commit"}, {"claim", std::to_string(claim)}, {"seq", std::to_string(seq)}});
        events_ += commit.events.size();
        ++commits_;
        bytes_ += value.size();
    }

    bench::RawProducer& log_;
    std::unordered_map<std::uint32_t, Workspace> workspaces_;
    std::vector<std::int64_t> claims_;
    std::vector<std::uint64_t> seq_;
    Instant at_;
    std::int64_t step_us_;
    std::uint64_t requests_ = 0;
    std::uint64_t events_ = 0;
    std::uint64_t commits_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t tasks_forgotten_ = 0;
};

/// So many tasks for each person, a commit each.
void write_each(LogWriter& writer, bench::Workload& workload, std::uint32_t people, std::size_t tasks) {
    for (std::uint32_t person = 0; person < people; ++person) {
        std::string commands;
        for (std::size_t i = 0; i < tasks; ++i)
            commands += (i > 0 ? "," : "") + workload.create_task({uuid_v7_bytes()}, {});
        writer.write(person, R"({"commands":[)" + commands + "]}");
        writer.forget(person);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5) {
        std::cerr << "bench_write_log BROKERS TOPIC EVENTS PEOPLE [PERSON:TASKS… | each:TASKS]\n";
        return 2;
    }
    const auto events = static_cast<std::uint64_t>(std::atoll(argv[3]));
    const auto people = static_cast<std::uint32_t>(std::atoi(argv[4]));
    bench::RawProducer log(argv[1], argv[2], {{"linger.ms", "5"}, {"queue.buffering.max.messages", "200000"}});
    LogWriter writer(log, std::max<std::uint64_t>(events, people) * 10 + 1'000'000);
    bench::Workload workload(1, 0, people);
    for (int i = 5; i < argc; ++i) {
        const std::string text = argv[i];
        const std::size_t colon = text.find(':');
        if (text.starts_with("each:")) {
            write_each(writer, workload, people, std::stoul(text.substr(colon + 1)));
            continue;
        }
        const auto person = static_cast<std::uint32_t>(std::stoul(text));
        bench::Workload own(person, person, 1);
        for (auto tasks = std::stoul(text.substr(colon + 1)); tasks > 0; --tasks)
            writer.write(person, own.create_task({uuid_v7_bytes()}, {}));
    }
    const std::uint64_t before = writer.events();
    while (writer.events() - before < events) {
        const auto request = workload.next();
        writer.write(request.person, request.body);
    }
    log.flush();
    writer.report();
}
