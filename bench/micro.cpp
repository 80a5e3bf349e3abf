// The inner steps, one by one, without a server: times by Google Benchmark, or instructions by callgrind.
//   bench_micro [Google Benchmark's options]
//   valgrind --tool=callgrind --collect-atstart=no bench_micro --instructions   one dump a step, of a thousand turns
#include <benchmark/benchmark.h>
#include <valgrind/callgrind.h>

#include <functional>
#include <memory>

#include "base/sha256.hpp"
#include "bench/workload.hpp"
#include "command/decide.hpp"
#include "command/request/decode.hpp"
#include "events/format/commit_json.hpp"
#include "events/format/log_record.hpp"
#include "events/format/snapshot.hpp"
#include "infra/uuid.hpp"
#include "projections/tasks/folding.hpp"

using namespace tasklog;

namespace {

constexpr int counted_turns = 1'000;

/// Requests and commits of one person, whose workspace has come to hold a few thousand tasks.
struct Life {
    WorkspaceId id{{1}};
    PersonId actor{{1}};
    Workspace workspace{.id = {{1}}};
    std::vector<std::string> bodies{};
    std::vector<projections::CountedCommit> commits{};
    std::vector<std::string> values{};

    Life() {
        bench::Workload workload(7, 0, 1);
        Instant at{1'700'000'000'000'000};
        for (std::int64_t offset = 0; offset < 5'000; ++offset) {
            bodies.push_back(workload.next().body);
            auto request = command::decode(bodies.back(), actor, id);
            at.us += 60'000'000;
            auto decided = command::decide_and_apply(workspace, *request, at);
            Commit commit{.id = CommitId{uuid_v7_bytes()},
                          .workspace = id,
                          .actor = actor,
                          .at = at,
                          .prev = workspace.last_hash.text(),
                          .events = std::move(decided->events)};
            values.push_back(encode(commit));
            close_commit(workspace, commit, values.back(), offset);
            commits.push_back(
                {.partition = 0, .offset = offset, .shared = std::make_shared<const Commit>(std::move(commit))});
        }
    }
};

Life& life() {
    static Life one;
    return one;
}

struct Step {
    const char* name;
    std::function<std::function<void()>()> prepare;  ///< gives one turn
};

/// Turns that go round in a vector.
template <class T, class F>
std::function<void()> each_in(const std::vector<T>& things, const F& turn) {
    return [&things, turn, at = std::size_t{0}]() mutable {
        turn(things[at]);
        if (++at == things.size()) at = 0;
    };
}

command::Command first_command(const std::string& body) {
    return command::decode(body, life().actor, life().id)->commands.front();
}

void decide_once(const command::Command& command) {
    command::Cost cost;
    benchmark::DoNotOptimize(command::decide(life().workspace, {life().actor}, command, cost));
}

const std::vector<Step> steps{
    {"parse a request",
     [] {
         return each_in(life().bodies, [](const std::string& body) {
             benchmark::DoNotOptimize(command::decode(body, life().actor, life().id));
         });
     }},
    {"decide CreateTask",
     [] {
         const auto create =
             std::make_shared<command::Command>(first_command(R"({"type":"CreateTask","title":"Buy milk"})"));
         return [create] { decide_once(*create); };
     }},
    {"decide CompleteTask",
     [] {
         std::string open;
         for (const auto& [id, task] : life().workspace.tasks)
             if (task.status == Status::open && !task.deleted) open = id.text();
         const auto complete =
             std::make_shared<command::Command>(first_command(R"({"type":"CompleteTask","task":")" + open + "\"}"));
         return [complete] { decide_once(*complete); };
     }},
    {"evolve",
     [] {
         auto workspace = std::make_shared<Workspace>(Workspace{.id = life().id});
         return each_in(life().commits, [workspace](const projections::CountedCommit& each) {
             for (const Event& event : each.commit.events) evolve(*workspace, event, each.commit.at);
         });
     }},
    {"encode a commit",
     [] {
         return each_in(life().commits,
                        [](const projections::CountedCommit& each) { benchmark::DoNotOptimize(encode(each.commit)); });
     }},
    {"hash a commit",
     [] {
         return each_in(life().values, [](const std::string& value) { benchmark::DoNotOptimize(sha256_hex(value)); });
     }},
    {"decode a commit",
     [] {
         return each_in(life().values,
                        [](const std::string& value) { benchmark::DoNotOptimize(decode_commit(value)); });
     }},
    {"claim filter",
     [] {
         auto filter = std::make_shared<ClaimFilter>();
         filter->on_claim(0, 1);
         auto seq = std::make_shared<std::uint64_t>(0);
         return [filter, seq] {
             const std::string number = std::to_string(++*seq);
             benchmark::DoNotOptimize(
                 counts(*filter, {.offset = 1, .kind = "commit", .claim = "0", .seq = number, .key = {}, .value = {}}));
         };
     }},
    {"fold a batch of 100 commits into rows",
     [] {
         auto from = std::make_shared<std::size_t>(0);
         auto rows = std::make_shared<projections::Rows>();
         return [from, rows] {
             if (*from == 0) *rows = {};
             const std::span batch(life().commits.data() + *from, 100);
             benchmark::DoNotOptimize(projections::wanted_by(batch));
             projections::fold(*rows, batch);
             *from = (*from + 100) % life().commits.size();
         };
     }},
    {"freeze a part of 1,000 things",
     [] { return [] { benchmark::DoNotOptimize(Freezing(life().workspace).part(life().workspace, 1'000)); }; }},
};

/// Each step's thousand turns end with a dump that bears its name.
int count_instructions() {
    for (const Step& step : steps) {
        const auto turn = step.prepare();
        for (int i = 0; i < counted_turns; ++i) turn();  // caches and thread-local memory are made
        CALLGRIND_ZERO_STATS;
        CALLGRIND_TOGGLE_COLLECT;
        for (int i = 0; i < counted_turns; ++i) turn();
        CALLGRIND_TOGGLE_COLLECT;
        CALLGRIND_DUMP_STATS_AT(step.name);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 2 && argv[1] == std::string("--instructions")) return count_instructions();
    for (const Step& step : steps)
        benchmark::RegisterBenchmark(step.name, [&step](benchmark::State& state) {
            const auto turn = step.prepare();
            for (auto _ : state) turn();
        });
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
}
