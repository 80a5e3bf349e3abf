// The writer, the claim filter and a log in memory under random schedules: writers claim, pipeline commits, lose
// messages in the middle or write them twice, lose reports, stall and come back as zombies, and clients send again what
// was not acknowledged. The invariants:
//   1. a commit that counts was decided on exactly the commits that count before it (its `prev` is the hash of the last
//   one);
//   2. a commit that was acknowledged counts, once;
//   3. a refusal that was told rests on a commit that counts.
// The same test is built with each of two wrong rules for what counts (planted_*.cpp) and must then find a schedule
// that breaks.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "command/partition_writer.hpp"
#include "tests/support/given.hpp"
#include "tests/support/log_in_memory.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

constexpr int steps = 200;
constexpr unsigned writers = 3;
constexpr std::size_t pipeline = 4;
constexpr unsigned keys = 12;

class Schedule {
  public:
    explicit Schedule(unsigned seed) : random_(seed) {
        for (unsigned i = 0; i < writers; ++i) {
            processes_.push_back(std::make_unique<Process>());
            Process& process = *processes_.back();
            process.writer = std::make_unique<PartitionWriter>(
                0, [&process](const Outgoing& out) { process.pipe.push_back(StoredRecord::of(out)); },
                [](const std::string&) {});
        }
    }

    /// What broke, empty if nothing did.
    std::string run() {
        for (int i = 0; i < steps; ++i) step(*processes_[below(writers)]);
        return broken();
    }

    std::size_t acknowledged() const { return acknowledged_.size(); }
    std::size_t records() const { return log_.size(); }

  private:
    struct Process {
        std::deque<StoredRecord> pipe;  ///< sent, not yet taken by the broker
        std::deque<std::pair<std::uint64_t, std::optional<std::int64_t>>> reports;
        std::unique_ptr<PartitionWriter> writer;
        std::string attempt;
    };

    unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }

    void step(Process& p) {
        const unsigned chance = below(100);
        if (chance < 12) {
            if (p.writer->owning() || p.writer->claiming()) return;
            p.attempt = std::to_string(++attempts_);
            p.writer->claim(p.attempt);
        } else if (chance < 35) {
            if (p.writer->owning() && p.pipe.size() < pipeline) submit(p);
        } else if (chance < 65) {
            if (!p.pipe.empty()) append(p, below(10) == 0, below(10) == 0);
        } else if (chance < 72) {
            if (!p.pipe.empty()) lose(p);
        } else if (!p.reports.empty()) {
            report(p);
        }
    }

    /// The task's id and the key are one, so a retry is the same request, and the same task asked for anew is refused.
    void submit(Process& p) {
        const unsigned number = below(keys);
        const bool keyed = below(4) != 0;
        const Request request = request_to(create_task(number), id<CommitKind>(++commits_),
                                           keyed ? std::optional("k" + std::to_string(number)) : std::nullopt,
                                           "f" + std::to_string(number));
        p.writer->submit(request, [this, number](Outcome outcome) {
            if (outcome) {
                acknowledged_.insert(*outcome->commit);
            } else if (outcome.error().type == "task-exists") {
                refused_.insert(task(number));
            }
        });
    }

    /// `twice`: the first acknowledgement was lost on its way, and the client has sent the record again.
    void append(Process& p, bool report_lost, bool twice) {
        if (twice) log_.push_back(p.pipe.front());
        const std::int64_t offset = static_cast<std::int64_t>(log_.size());
        log_.push_back(p.pipe.front());
        p.pipe.pop_front();
        p.reports.emplace_back(log_.back().tag, report_lost ? std::nullopt : std::optional(offset));
    }

    void lose(Process& p) {
        const auto at = p.pipe.begin() + below(static_cast<unsigned>(p.pipe.size()));
        p.reports.emplace_back(at->tag, std::nullopt);
        p.pipe.erase(at);
    }

    void report(Process& p) {
        const auto [tag, offset] = p.reports.front();
        p.reports.pop_front();
        p.writer->delivered(tag, offset);
        if (!offset || log_[static_cast<std::size_t>(*offset)].key != p.attempt) return;
        // A writer whose claim is in the log reads the log up to it.
        for (std::size_t i = 0; i < log_.size() && p.writer->claiming(); ++i)
            p.writer->read(log_[i].at(static_cast<std::int64_t>(i)));
    }

    std::string broken() const {
        ClaimFilter filter;
        std::string last_hash;
        std::set<CommitId> counted;
        std::set<TaskId> made;
        for (std::size_t i = 0; i < log_.size(); ++i) {
            if (!counts(filter, log_[i].at(static_cast<std::int64_t>(i)))) continue;
            const auto commit = decode_commit(log_[i].value);
            if (!commit) return commit.error().why;
            if (commit->prev != last_hash)
                return "the commit at offset " + std::to_string(i) +
                       " was decided on others than those that count before it";
            last_hash = sha256_hex(log_[i].value);
            if (!counted.insert(commit->id).second) return "a commit counts twice";
            for (const Event& event : commit->events)
                if (const auto* created = std::get_if<TaskCreated>(&event);
                    created && !made.insert(created->task).second)
                    return "a request was applied twice";
        }
        for (const CommitId& id : acknowledged_)
            if (!counted.contains(id)) return "acknowledged, but does not count";
        for (const TaskId& id : refused_)
            if (!made.contains(id)) return "refused for a task that was never made";
        return {};
    }

    std::mt19937 random_;
    std::vector<std::unique_ptr<Process>> processes_;
    LogInMemory log_;
    unsigned attempts_ = 0;
    unsigned commits_ = 0;
    std::set<CommitId> acknowledged_;
    std::set<TaskId> refused_;
};

#ifdef TASKLOG_PLANTED
TEST(Claims, a_wrong_rule_is_found_out) {
    std::string found;
    for (unsigned seed = 0; seed < 100'000 && found.empty(); ++seed) found = Schedule(seed).run();
    EXPECT_NE(found, "");
}
#else
// One thread: ThreadSanitizer only makes it slow.
#ifdef __SANITIZE_THREAD__
constexpr unsigned schedules = 5'000;
#else
constexpr unsigned schedules = 100'000;
#endif

TEST(Claims, hold_under_random_schedules) {
    std::size_t acknowledged = 0;
    std::size_t records = 0;
    for (unsigned seed = 0; seed < schedules; ++seed) {
        Schedule schedule(seed);
        const std::string found = schedule.run();
        ASSERT_EQ(found, "") << "seed " << seed;
        acknowledged += schedule.acknowledged();
        records += schedule.records();
    }
    // The schedules are worth something: much was acknowledged, and much was written that does not count.
    EXPECT_GT(acknowledged, schedules);
    EXPECT_GT(records, 2 * acknowledged);
}
#endif

}  // namespace
}  // namespace tasklog::testing
