#include <algorithm>

#include "events/format/commit_json.hpp"
#include "tests/schedules/schedule.hpp"
#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

constexpr std::size_t pipeline = 4;
constexpr unsigned keys = 12;
constexpr unsigned people = 2;  // each with a workspace
constexpr unsigned processes = 3;
constexpr auto no_disk = "/dev/shm";
constexpr std::uint64_t interrupted = ~0ULL;  ///< among the reports: the client has lost the broker
/// So that even these few things are written in parts, between which more commits come; or each workspace as a whole.
constexpr SnapshotLimits often(bool in_parts) {
    return {.every = 1,
            .things_an_event = 1000,
            .things_a_turn = 2,
            .things_a_part = in_parts ? 3U : 100U,
            .max_unacknowledged = 4};
}

}  // namespace

Schedule::Schedule(unsigned seed) : random_(seed), disasters_left_(seed % 3 == 0 ? 1 : 0) {
    for (unsigned i = 0; i < processes; ++i) {
        Process& p = *processes_.emplace_back(std::make_unique<Process>());
        p.number = i;
        // One workspace at a time in memory, or all.
        const StoreBounds store{.bytes = seed % 4 < 2 ? 0U : 1U << 20, .folder = no_disk};
        p.partition =
            std::make_unique<Partition>(0, WriterLimits{.snapshots = often(seed % 2 == 0), .store = store}, io_for(p));
    }
}

PartitionIo Schedule::io_for(Process& p) {
    return {
        .send = [&p](const Outgoing& out) { p.pipe.push_back(StoredRecord::of(out)); },
        .send_snapshot = [&p](SnapshotRecord record,
                              std::uint64_t tag) { p.snapshots.emplace_back(std::move(record), tag); },
        .appended = [this](const AppendedCommit& told) { told_of(told); },
        .restore = [&p](std::uint64_t number,
                        std::vector<LogMark> known) { p.restoring = {.number = number, .known = std::move(known)}; },
        .read_log = [&p](std::int64_t from) { p.next = static_cast<std::size_t>(from); },
        .stop_reading = [&p] { p.next.reset(); },
        .read_snapshots_again =
            [&p](std::uint64_t number, std::int64_t from) {
                p.late = {.number = number, .from = static_cast<std::size_t>(from)};
            },
        .look = [&p](std::uint64_t doubt, const auto&) { p.doubt = doubt, p.sight.reset(); },
        .new_attempt = [this] { return std::to_string(++attempts_); },
        .pause = [this] { return std::chrono::milliseconds(10 + below(40)); },
        .changed = [this, &p](PartitionState before) { changed(p, before); }};
}

/// Something that can happen now.
void Schedule::step(Process& p) {
    for (unsigned tries = 0; tries < 20; ++tries)
        if (happens(p, below(1'000))) return;
}

bool Schedule::happens(Process& p, unsigned chance) {
    Partition& partition = *p.partition;
    // Its group has given it up, so that it must have stood still: its own clock tells it before anything else does.
    if (overtaken(p) && partition.state() == PartitionState::owning) return partition.slept(), true;
    if (chance < 5) return group(p), true;
    if (chance < 20) return overtaken(p) && (partition.revoked(), true);
    if (chance < 80) return partition.waits_for_time() && (pass_time(p), true);
    if (chance < 220) return partition.serves() && (submit(p), true);
    if (chance < 380) return !p.pipe.empty() && (append(p, one_in(40), one_in(40)), true);
    if (chance < 385) return !p.pipe.empty() && (lose(p), true);
    if (chance < 550) return !p.reports.empty() && (report(p), true);
    if (chance < 600) return p.restoring && (restore(p), true);
    if (chance < 650) return p.next && (read(p, 1 + below(8)), true);
    if (chance < 720) return p.late && (read_snapshots_again(p), true);
    if (chance < 820) {
        for (unsigned turns = 1 + below(4); turns > 0; --turns) partition.write_snapshots();
        return partition.serves();
    }
    if (chance < 860) return !p.snapshots.empty() && (write_snapshot(p), true);
    if (chance < 862) return partition.serves() && (partition.slept(), true);
    if (chance < 890) return p.doubt && (look(p), true);
    if (chance < 905) return partition.serves() && (announce(p), true);
    if (chance < 940) return p.heard < owners_.size() && (hear(p, 1 + below(3)), true);
    if (chance < 985) return compact(), true;
    if (chance < 986) return partition.give_up("the producer failed"), true;
    if (chance < 988) return disaster(), true;
    return counts_.cuts > 0 && one_in(4) && (accept_log(), true);
}

/// The group has given the partition to another since, which may have lost it again, and this process has not been
/// told.
bool Schedule::overtaken(const Process& p) const { return p.partition->is_ours() && p.given < given_; }

/// Each process hears of the group in its own time: two may take the partition for theirs, or none.
void Schedule::group(Process& p) {
    if (!p.partition->is_ours()) {
        for (auto& other : processes_)
            if (other->partition->is_ours() && !one_in(4)) other->partition->revoked();
        p.given = ++given_;
        p.partition->assigned();
    } else if (one_in(3)) {
        p.partition->revoked();
    }
    if (one_in(8)) p.partition->let_go();
}

void Schedule::pass_time(Process& p) {
    now_ += std::chrono::milliseconds(below(25));
    p.partition->tick(now_);
}

/// The task's id and the key are one, so a retry is the same request, and the same task asked for anew is refused.
void Schedule::submit(Process& p) {
    if (p.pipe.size() >= pipeline) return;
    // Some that there are, and some that are new since another has taken over.
    const unsigned number = static_cast<unsigned>(counts_.taken_over) * (keys / 3) + below(keys);
    const bool keyed = below(4) != 0;
    Request request =
        request_to(create_task(number), id<CommitKind>(++commits_),
                   keyed ? std::optional("k" + std::to_string(number)) : std::nullopt, "f" + std::to_string(number));
    const unsigned who = 1 + below(people);
    request.workspace = workspace(who);
    request.actor = person(who);
    const std::pair made{request.workspace, task(number)};
    if (one_in(3)) {
        request.key.reset();
        request.commands[0].body = CompleteTask{task(number)};
        const bool is_there = acknowledged_tasks_.contains(made);
        return void(p.partition->submit(request, [this, made, is_there](const Outcome& outcome) {
            if (outcome && outcome->commit) acknowledged_.insert(*outcome->commit);
            if (!outcome && outcome.error().type == "task-not-found" && is_there && !torn_tasks_.contains(made))
                broken_ = "refused: for want of a task that was acknowledged before";
        }));
    }
    p.partition->submit(request, [this, made](const Outcome& outcome) {
        if (outcome) {
            acknowledged_.insert(*outcome->commit);
            acknowledged_tasks_.insert(made);
        } else if (outcome.error().type == "task-exists") {
            refused_.insert(made);
        }
    });
}

/// `twice`: the first acknowledgement was lost on its way, and the client has sent the record again.
void Schedule::append(Process& p, bool report_lost, bool twice) {
    if (twice) log_.push_back(p.pipe.front());
    const std::int64_t offset = static_cast<std::int64_t>(log_.size());
    log_.push_back(p.pipe.front());
    p.pipe.pop_front();
    p.reports.emplace_back(log_.back().tag, report_lost ? std::nullopt : std::optional(offset));
}

void Schedule::lose(Process& p) {
    const auto at = p.pipe.begin() + below(static_cast<unsigned>(p.pipe.size()));
    p.reports.emplace_back(at->tag, std::nullopt);
    p.pipe.erase(at);
}

void Schedule::report(Process& p) {
    const auto [tag, offset] = p.reports.front();
    p.reports.pop_front();
    if (tag == interrupted) return p.partition->interrupted();
    p.partition->delivered(tag, offset);
    if (p.partition->serves()) p.seen = p.partition->marks().last;
}

/// The snapshots are read and the log is looked at in one moment, and the process is told in another.
void Schedule::restore(Process& p) {
    if (p.restoring->done) {
        auto [number, known, done] = *std::exchange(p.restoring, std::nullopt);
        return p.partition->restored(number, std::move(done->first), done->second);
    }
    if (one_in(10)) {
        const auto number = std::exchange(p.restoring, std::nullopt)->number;
        return p.partition->not_restored(number, "no broker answers");
    }
    PartitionSnapshot restored = read_snapshots();
    std::vector<LogMark> marks = p.restoring->known;
    marks.push_back(restored.checkpoint.place.first);
    marks.push_back(restored.checkpoint.place.last);
    marks.push_back(restored.newest);
    p.restoring->done.emplace(std::move(restored), why_another_log(marks, sight()));
}

LogSight Schedule::sight() const {
    LogSight out{.end = static_cast<std::int64_t>(log_.size())};
    for (std::size_t i = 0; i < log_.size(); ++i)
        out.seen[static_cast<std::int64_t>(i)] = fingerprint(log_[i].key, log_[i].value);
    return out;
}

PartitionSnapshot Schedule::read_snapshots() {
    SnapshotReading reading(no_disk);
    for (const StoredSnapshot& each : snapshots_)
        reading.add(each.record.key, each.record.value, each.record.claim, each.offset);
    PartitionSnapshot out = reading.finish(snapshots_end_);
    counts_.used_snapshots += out.checkpoint.place.next_offset > 0 ? 1 : 0;
    counts_.ignored_snapshots += out.ignored.empty() ? 0 : 1;
    out.ignored.clear();
    return out;
}

void Schedule::read(Process& p, unsigned most) {
    for (; most > 0 && p.next && *p.next < log_.size(); --most) {
        const std::size_t at = (*p.next)++;
        p.partition->read(log_[at].at(static_cast<std::int64_t>(at)));
    }
    if (p.next && *p.next + 2 >= log_.size()) p.partition->reached_end();
}

void Schedule::write_snapshot(Process& p) {
    // What an owner before has under way comes late, after its successor has read the snapshots, and not all of it.
    const bool late = !settling_ && !p.partition->serves();
    if (late && !one_in(8)) return;
    if (late && one_in(2)) p.snapshots.resize(1);
    for (unsigned left = 1 + below(4); left > 0 && !p.snapshots.empty(); --left) {
        auto [record, tag] = std::move(p.snapshots.front());
        p.snapshots.pop_front();
        const bool lost = !settling_ && one_in(40);
        if (!lost) snapshots_.push_back({std::move(record), snapshots_end_++});
        const bool told = !lost && (settling_ || !one_in(40));
        p.partition->snapshot_delivered(tag, told ? std::optional(snapshots_end_ - 1) : std::nullopt);
    }
}

void Schedule::read_snapshots_again(Process& p) {
    if (!p.late) return;
    if (p.late->done) {
        auto [number, from, done] = *std::exchange(p.late, std::nullopt);
        if (done->log_accepted) p.seen = {};
        return p.partition->snapshots_read_again(number, std::move(*done));
    }
    LateSnapshots& late = p.late->done.emplace();
    for (const StoredSnapshot& each : snapshots_)
        if (each.offset >= static_cast<std::int64_t>(p.late->from)) late.add(each.record.key, each.record.value);
    late.topic_end = snapshots_end_;
}

/// Of each key the last one stays.
void Schedule::compact() {
    std::map<std::string, std::int64_t> last;
    for (const StoredSnapshot& each : snapshots_) last[each.record.key] = each.offset;
    std::erase_if(snapshots_, [&](const StoredSnapshot& each) { return last[each.record.key] != each.offset; });
}

void Schedule::look(Process& p) {
    if (!p.sight) {
        p.sight = {sight(), snapshots_end_};
    } else if (overtaken(p)) {   // which no one that is leaving is
        p.partition->revoked();  // the group has answered, too
    } else {
        const std::uint64_t doubt = *std::exchange(p.doubt, std::nullopt);
        const auto seen = std::exchange(p.sight, std::nullopt);
        p.partition->log_seen(doubt, !settling_ && one_in(10) ? std::nullopt : seen);
    }
}

void Schedule::announce(Process& p) {
    if (p.partition->state() == PartitionState::owning && !one_in(10)) owners_.push_back(p.partition->marks());
}

void Schedule::hear(Process& p, std::size_t most) {
    for (; most > 0 && p.heard < owners_.size(); --most) {
        const auto& owner = owners_[p.heard++];
        if (!owner) {
            p.partition->log_accepted();
            p.seen = {};
        } else if (p.partition->state() != PartitionState::owning || owner->token >= p.partition->token()) {
            p.partition->heard(*owner);
        }
    }
}

/// The log is made anew, cut off, or put back as it was a while ago, alone or with all else that is in Kafka. Brokers
/// that were stopped for it have interrupted whoever read.
void Schedule::disaster() {
    if (!copy_ || one_in(3)) {
        copy_.emplace(log_, snapshots_, snapshots_end_, owners_.size());
        return;
    }
    if (disasters_left_ == 0 || log_.empty()) return;
    --disasters_left_;
    ++counts_.cuts;
    const LogInMemory before = log_;
    const unsigned kind = below(4);
    if (kind == 0) {
        log_.clear();
    } else if (kind == 1) {
        log_.resize(below(static_cast<unsigned>(log_.size())));
    } else {
        log_ = copy_->log;
        if (kind == 3) {
            snapshots_ = copy_->snapshots;
            snapshots_end_ = copy_->snapshots_end;
            owners_.resize(copy_->owners);
            for (auto& p : processes_) p->heard = std::min(p->heard, owners_.size());
        }
    }
    const auto torn = [this](const StoredRecord& record) {
        const auto commit = decode_commit(record.value);
        if (!commit) return;
        torn_.insert(commit->id);
        for (const Event& event : commit->events)
            if (const auto* created = std::get_if<TaskCreated>(&event))
                torn_tasks_.emplace(commit->workspace, created->task);
    };
    for (std::size_t i = 0; i < before.size(); ++i) torn(before[i]);
    for (auto& p : processes_) {
        for (const StoredRecord& each : p->pipe) torn(each);
        // The client of what is read says so at once, that of what is written behind the reports that it has.
        if (!p->partition->serves()) p->partition->interrupted();
        p->reports.emplace_back(interrupted, std::nullopt);
    }
}

/// What an operator does about it: `tasklog log accept`.
void Schedule::accept_log() {
    for (SnapshotRecord& record : acceptance_records()) snapshots_.push_back({std::move(record), snapshots_end_++});
    owners_.push_back(std::nullopt);
}

}  // namespace tasklog::testing
