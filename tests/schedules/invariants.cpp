#include <algorithm>
#include <stdexcept>

#include "base/sha256.hpp"
#include "events/format/commit_json.hpp"
#include "tests/schedules/schedule.hpp"
#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

constexpr int steps = 600;
constexpr int settling_rounds = 400;

}  // namespace

std::string Schedule::run() {
    for (int i = 0; i < steps && broken_.empty(); ++i)
        step(*processes_[below(static_cast<unsigned>(processes_.size()))]);
    if (broken_.empty()) broken_ = wrong_with_log();
    if (broken_.empty()) broken_ = settle();
    if (broken_.empty()) broken_ = wrong_with_log();
    counts_.acknowledged = acknowledged_.size();
    counts_.records = log_.size();
    return broken_;
}

void Schedule::changed(Process& p, PartitionState before) {
    Partition& partition = *p.partition;
    if (partition.state() == PartitionState::barred) ++counts_.barred;
    if (partition.state() != PartitionState::owning || before != PartitionState::claiming) return;
    ++counts_.taken_over;
    if (p.seen.known()) {
        const auto at = static_cast<std::size_t>(p.seen.offset);
        if (at >= log_.size() || fingerprint(log_[at].key, log_[at].value) != p.seen.fingerprint)
            broken_ = "known log: a process owns the partition in a log that is not the one that it has written";
    }
    compare(partition);
}

/// (One that was overtaken before it began may read snapshots that are newer than its claim; nothing that it decides on
/// them counts.)
void Schedule::compare(Partition& owner) {
    const auto token = static_cast<std::size_t>(owner.token());
    if (token >= log_.size()) return;  // torn away while it was read: interrupted
    for (std::size_t i = token + 1; i < log_.size(); ++i)
        if (log_[i].kind == "claim") return;
    std::map<WorkspaceId, Workspace> expected;
    ClaimFilter filter;
    for (std::size_t i = 0; i < token; ++i) {
        if (!tasklog::counts(filter, log_[i].at(static_cast<std::int64_t>(i)))) continue;
        const auto commit = decode_commit(log_[i].value);
        try {
            fold(expected[commit->workspace], *commit, log_[i].value, static_cast<std::int64_t>(i));
        } catch (const std::out_of_range&) {
            broken_ = "basis: the commit at offset " + std::to_string(i) + " is about something that no other has made";
            return;
        }
    }
    for (const WorkspaceId& id : owner.workspaces().ids())
        if (*owner.workspace(id) != expected[id]) broken_ = "state: a new owner's state is not what the log makes";
    if (owner.has_unreadable()) broken_ = "state: a new owner cannot fold what the log makes";
}

/// Who reads the log in the owner's process is told what anybody else will read there, and only what counts.
void Schedule::told_of(const AppendedCommit& told) {
    const auto commit = decode_commit(told.value);
    if (!commit || torn_.contains(commit->id)) return;  // what was acknowledged may be gone since
    const auto at = static_cast<std::size_t>(told.offset);
    ClaimFilter filter;
    bool counted = false;
    for (std::size_t i = 0; i <= at && i < log_.size(); ++i)
        counted = tasklog::counts(filter, log_[i].at(static_cast<std::int64_t>(i)));
    const LogRecord record = told.record();
    if (at >= log_.size() || !counted || log_[at].key != told.key || log_[at].value != told.value ||
        log_[at].kind != record.kind || log_[at].claim != record.claim || log_[at].seq != record.seq ||
        log_[at].at(told.offset).attempt != record.attempt)
        broken_ = "told: a commit that is not in the log where it is said to be, or does not count";
    if (!told.commit || !*told.commit || encode(**told.commit) != told.value)
        broken_ = "told: not what the commit's bytes say";
}

std::string Schedule::wrong_with_log() const {
    ClaimFilter filter;
    std::map<WorkspaceId, std::string> hashes;
    std::set<CommitId> counted;
    std::set<std::pair<WorkspaceId, TaskId>> made;
    for (std::size_t i = 0; i < log_.size(); ++i) {
        if (!tasklog::counts(filter, log_[i].at(static_cast<std::int64_t>(i)))) continue;
        const auto commit = decode_commit(log_[i].value);
        if (!commit) return commit.error().why;
        std::string& last_hash = hashes[commit->workspace];
        if (commit->prev != last_hash)
            return "basis: the commit at offset " + std::to_string(i) +
                   " was decided on others than those that count before it";
        last_hash = sha256_hex(log_[i].value);
        if (!counted.insert(commit->id).second) return "once: a commit counts twice";
        for (const Event& event : commit->events)
            if (const auto* created = std::get_if<TaskCreated>(&event);
                created && !made.emplace(commit->workspace, created->task).second)
                return "once: a request was applied twice";
    }
    for (const CommitId& id : acknowledged_)
        if (!counted.contains(id) && !torn_.contains(id)) return "acknowledged: a commit was, and does not count";
    for (const auto& each : refused_)
        if (!made.contains(each) && !torn_tasks_.contains(each)) return "refused: for a task that was never made";
    return {};
}

/// Nothing fails any more, and the group gives the partition to one process: it comes to own it, the others let it go,
/// nobody waits for an answer, and a command is accepted.
std::string Schedule::settle() {
    settling_ = true;
    if (counts_.cuts > 0) {
        // Twice, as the command does: who had not noticed that the log is another may have written after the first.
        accept_log();
        for (auto& p : processes_) {
            hear(*p, 1'000);
            for (const auto& [record, tag] : std::exchange(p->snapshots, {}))
                p->partition->snapshot_delivered(tag, std::nullopt);
        }
        accept_log();
    }
    Process& heir = *processes_.front();
    for (auto& p : processes_)
        if (p.get() != &heir && p->partition->is_ours()) p->partition->revoked();
    heir.given = ++given_;
    if (!heir.partition->is_ours()) heir.partition->assigned();
    bool accepted = false;
    const auto at_rest = [&] {
        return accepted && std::all_of(processes_.begin(), processes_.end(), [&](const auto& p) {
                   return p.get() == &heir || p->partition->state() == PartitionState::elsewhere;
               });
    };
    for (int round = 0; round < settling_rounds && !at_rest(); ++round) {
        now_ += std::chrono::milliseconds(20);
        for (auto& p : processes_) {
            while (!p->pipe.empty()) append(*p, false, false);
            while (!p->reports.empty()) report(*p);
            p->partition->tick(now_);
            if (p->restoring) restore(*p);
            read(*p, 1'000);
            read_snapshots_again(*p);
            if (p->doubt) look(*p);
            announce(*p);
            hear(*p, 1'000);
            p->partition->write_snapshots();
            write_snapshot(*p);
            if (!broken_.empty()) return broken_;
        }
        if (accepted || heir.partition->state() != PartitionState::owning || heir.partition->waiting() > 0) continue;
        Request request = request_to(create_task(1'000 + static_cast<unsigned>(round)), id<CommitKind>(++commits_));
        heir.partition->submit(request, [&](const Outcome& outcome) {
            accepted = outcome.has_value();
            if (outcome) acknowledged_.insert(*outcome->commit);
        });
        while (!heir.pipe.empty()) append(heir, false, false);
        while (!heir.reports.empty()) report(heir);
    }
    if (!accepted)
        return "settled: no command is accepted, though nothing fails any more: the partition is " +
               std::string(name_of(heir.partition->state())) + " " + heir.partition->barred_by();
    for (const auto& p : processes_) {
        if (p->partition->waiting() > 0) return "settled: somebody waits for an answer for ever";
        if (p.get() != &heir && p->partition->state() != PartitionState::elsewhere)
            return "settled: a process holds on to the partition: it is " + std::string(name_of(p->partition->state()));
    }
    return {};
}

}  // namespace tasklog::testing
