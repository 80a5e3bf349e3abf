#include "command/owner/partition_writer.hpp"

#include <algorithm>
#include <cassert>

#include "events/format/binary.hpp"
#include "events/format/commit_json.hpp"
#include "infra/log.hpp"

namespace tasklog::command {
namespace {

/// A commit's time never goes back within a workspace, whatever the clock does.
Instant next_instant(const Workspace& workspace, Instant now) { return {std::max(now.us, workspace.last_at.us + 1)}; }

}  // namespace

Problem taken_over() { return unavailable(problems::no_owner, "This partition is being taken over. Try again."); }

PartitionWriter::PartitionWriter(int partition, Send send, Lost lost, const WriterLimits& limits,
                                 Snapshotter::Send send_snapshot, Discard discard, Appended appended)
    : partition_(partition),
      send_(std::move(send)),
      lost_(std::move(lost)),
      limits_(limits),
      discard_(std::move(discard)),
      appended_(std::move(appended)),
      writes_snapshots_(send_snapshot != nullptr),
      workspaces_(limits_.store),
      snapshotter_(std::move(send_snapshot), limits.snapshots) {}

void PartitionWriter::answer_unknown() {
    bytes_in_flight_ = 0;
    for (auto waiting = std::exchange(waiting_, {}); Waiting & each : waiting)
        each.answer(std::unexpected(unavailable(
            problems::not_acknowledged, "The log did not acknowledge the command. Try again with the same key.")));
}

void PartitionWriter::confirm(std::size_t count) {
    assert(count <= held_.size());
    for (; count > 0; --count) {
        auto [outcome, answer] = std::move(held_.front());
        held_.pop_front();
        wait(std::move(outcome), 0, std::move(answer));
    }
}

void PartitionWriter::withdraw() {
    for (auto& [outcome, answer] : std::exchange(held_, {})) answer(std::unexpected(taken_over()));
}

void PartitionWriter::drop() {
    withdraw();
    answer_unknown();
    ++generation_;
    place_ = {};
    acknowledged_ = 0;
    acknowledged_mark_ = {};
    prints_.clear();
    unacknowledged_.clear();
    discard_(std::make_shared<const WorkspaceStore>(std::exchange(workspaces_, WorkspaceStore(limits_.store))));
    unreadable_.clear();
    shares_ = {};
    snapshotter_.begin({});
    assert(waiting() == 0 && bytes_in_flight_ == 0);
}

std::int64_t PartitionWriter::restore(PartitionSnapshot restored) {
    if (!trust_snapshots_) restored = {.topic_end = restored.topic_end, .ignored = "they could not be read before"};
    if (!restored.ignored.empty())
        log::warn("the snapshots are not used: reading the whole log",
                  {{"partition", partition_}, {"why", restored.ignored}});
    snapshotter_.begin(restored);
    place_ = restored.checkpoint.place;
    unreadable_ = std::move(restored.unreadable);
    shares_ = std::move(restored.shares);
    workspaces_.restore(std::move(restored.cold), std::move(restored.thawed));
    return place_.next_offset;
}

void PartitionWriter::fold_counted(const Commit& commit, const LogRecord& record) {
    Workspace* present = workspaces_.find(commit.workspace);
    Workspace& workspace = present ? *present : workspaces_.make(commit.workspace);
    fold_tail(workspace, workspaces_.newer(commit.workspace), commit, record.value, record.offset);
    count(workspace);
    if (writes_snapshots_) snapshotter_.changed(commit.workspace, commit.events.size());
}

void PartitionWriter::read(const LogRecord& record) {
    assert(waiting() == 0);
    if (!place_.take(record)) return;
    const auto id = WorkspaceId::parse(record.key);
    if (id && unreadable_.contains(*id)) return;
    auto commit = decode_commit(record.value);
    try {
        if (commit) return fold_counted(*commit, record);
    } catch (const std::out_of_range&) {  // an event about a thing that never was
        commit = std::unexpected(Undecodable{"an event is about something that does not exist"});
    } catch (const binary::Malformed& error) {
        return unreadable_store(error);
    }
    log::error(
        "a commit cannot be folded: its workspace takes no commands until that is mended",
        {{"partition", partition_}, {"offset", record.offset}, {"workspace", record.key}, {"why", commit.error().why}});
    if (id) set_unreadable(*id, commit.error().why);
}

void PartitionWriter::own() {
    assert(place_.filter.claim == place_.next_offset - 1 && place_.filter.seq == 0);
    acknowledged_mark_ = place_.last;
    workspaces_.forget_newer();
}

void PartitionWriter::unreadable_store(const binary::Malformed& error) {
    trust_snapshots_ = false;
    lost_(std::string("a workspace cannot be read: ") + error.what());
}

void PartitionWriter::set_unreadable(const WorkspaceId& workspace, const std::string& why) {
    workspaces_.erase(workspace);
    shares_.forget(workspace);
    if (writes_snapshots_) snapshotter_.unreadable(workspace, why);
    unreadable_.emplace(workspace, why);
}

std::optional<Problem> PartitionWriter::over_share(const Workspace& workspace, bool is_new, std::size_t bytes) const {
    if (shares_.has_room_for(workspace.owner(), is_new ? 1 : 0, bytes, limits_.share)) return std::nullopt;
    return Problem{.type = problems::share_used_up,
                   .detail = is_new ? "You own as many workspaces as one person can. Use one that you have."
                                    : "This workspace's owner has stored as much as one person can. Nothing was "
                                      "changed."};
}

void PartitionWriter::count(const Workspace& workspace) {
    const std::size_t bytes = bytes_of(workspace);
    shares_.count(workspace.id, workspace.owner(), bytes);
    workspaces_.used(workspace, bytes);
}

bool PartitionWriter::write_snapshots() {
    try {
        if (writes_snapshots_) snapshotter_.turn(workspaces_, place_, acknowledged_);
    } catch (const binary::Malformed& error) {
        unreadable_store(error);
    }
    return writes_snapshots_ && snapshotter_.is_due();
}

void PartitionWriter::snapshots_read_again(LateSnapshots late) {
    std::erase_if(late.records, [this](const LateSnapshot& each) { return !workspaces_.contains(each.workspace); });
    snapshotter_.topic_read_again(late);
}

void PartitionWriter::delivered(std::uint64_t seq, std::optional<std::int64_t> offset) {
    const std::int64_t expected = place_.filter.claim + static_cast<std::int64_t>(seq);
    if (seq != acknowledged_ + 1 || offset != expected)
        return lost_("commit " + std::to_string(seq) + " was expected at offset " + std::to_string(expected) + " and " +
                     (offset ? "is at " + std::to_string(*offset) : "was not acknowledged"));
    acknowledged_ = seq;
    acknowledged_mark_ = {expected, prints_.front()};
    prints_.pop_front();
    if (appended_) {
        appended_(std::move(unacknowledged_.front()));
        unacknowledged_.pop_front();
    }
    settle();
}

WriteSize PartitionWriter::submit(const Request& request, Answer answer, Certainty certainty) {
    if (waiting() >= limits_.max_waiting || bytes_in_flight_ >= limits_.max_bytes_in_flight) {
        answer(std::unexpected(unavailable(problems::too_busy, "Too many commands are in flight. Try again.")));
        return {};
    }
    if (unreadable_.contains(request.workspace)) {
        answer(std::unexpected(unavailable(problems::workspace_unreadable,
                                           "This workspace's history cannot be read. Its operator knows.")));
        return {};
    }
    Workspace* present = nullptr;
    try {
        present = workspaces_.find(request.workspace);
    } catch (const binary::Malformed& error) {
        answer(std::unexpected(taken_over()));
        unreadable_store(error);
        return {};
    }
    Workspace& workspace = present ? *present : workspaces_.make(request.workspace);
    if (auto repeated = first_answer(workspace, request)) {
        wait(std::move(*repeated), 0, std::move(answer));
        return {};
    }
    const Instant at = next_instant(workspace, request.now);
    auto decided = decide_and_apply(
        workspace, request, at, limits_.cost,
        [this](const Workspace& after, bool is_new, std::size_t more) { return over_share(after, is_new, more); });
    WriteSize written;
    Outcome outcome;
    if (!decided) {
        if (workspace.last_offset < 0) workspaces_.erase(request.workspace);
        outcome = std::unexpected(std::move(decided.error()));
    } else if (decided->events.empty()) {
        outcome = Acceptance{.commit = std::nullopt,
                             .results = std::move(decided->results),
                             .partition = partition_,
                             .offset = place_.next_offset - 1};
    } else {
        const std::uint64_t before = generation_;
        outcome = append(request, workspace, std::move(*decided), at, written);
        // The report may have come within the call, if the client refused the record: then all is dropped already.
        if (generation_ != before) {
            answer(std::unexpected(unavailable(problems::not_acknowledged,
                                               "The log did not take the command. Try again with the same key.")));
            return {};
        }
    }
    if (certainty == Certainty::doubtful && written.events == 0) {
        held_.emplace_back(std::move(outcome), std::move(answer));
    } else {
        wait(std::move(outcome), written.bytes, std::move(answer));
    }
    return written;
}

/// An answer given before, if the request's key is known.
std::optional<Outcome> PartitionWriter::first_answer(const Workspace& workspace, const Request& request) const {
    if (!request.key) return std::nullopt;
    const KeyedAnswer* known = workspace.answers.find(request.actor, *request.key);
    if (!known) return std::nullopt;
    if (known->request != request.fingerprint)
        return Outcome(std::unexpected(
            Problem{.type = problems::key_reused,
                    .detail = "This Idempotency-Key was sent before with another body. Use a new key."}));
    return Outcome(Acceptance{.commit = known->commit,
                              .results = known->results,
                              .partition = partition_,
                              .offset = known->offset,
                              .repeated = true});
}

Acceptance PartitionWriter::append(const Request& request, Workspace& workspace, RequestOutcome decided, Instant at,
                                   WriteSize& written) {
    Commit commit{.id = request.commit,
                  .workspace = request.workspace,
                  .actor = request.actor,
                  .at = at,
                  .prev = workspace.last_hash.text(),
                  .cause = request.cause,
                  .key = request.key,
                  .request = request.key ? request.fingerprint : std::string(),
                  .results = request.key ? decided.results : std::vector<Result>{},
                  .events = std::move(decided.events)};
    std::string value = encode(commit);
    const std::string key = workspace.id.text();
    const std::int64_t offset = place_.next_offset++;
    ++place_.filter.seq;
    place_.last = {offset, fingerprint(key, value)};
    prints_.push_back(place_.last.fingerprint);
    assert(offset == place_.filter.claim + static_cast<std::int64_t>(place_.filter.seq));
    close_commit(workspace, commit, value, offset);
    count(workspace);
    if (writes_snapshots_) snapshotter_.changed(workspace.id, commit.events.size());
    written = {.bytes = value.size(), .events = commit.events.size()};
    bytes_in_flight_ += written.bytes;
    if (appended_)
        unacknowledged_.push_back({.offset = offset,
                                   .claim = std::to_string(place_.filter.claim),
                                   .seq = std::to_string(place_.filter.seq),
                                   .attempt = std::to_string(place_.filter.attempt),
                                   .trace = request.trace,
                                   .key = key,
                                   .value = value,
                                   .commit = std::make_shared<const DecodedCommit>(std::move(commit))});
    send_({.kind = "commit",
           .claim = place_.filter.claim,
           .seq = place_.filter.seq,
           .attempt = place_.filter.attempt,
           .key = key,
           .value = std::move(value),
           .trace = request.trace,
           .tag = tag_of(place_.filter.seq)});
    return {.commit = request.commit,
            .results = std::move(decided.results),
            .partition = partition_,
            .offset = offset,
            .understood = std::move(decided.understood)};
}

/// Every answer waits for what it was decided on: the commit itself, or those in flight when it was decided.
void PartitionWriter::wait(Outcome outcome, std::size_t bytes, Answer answer) {
    waiting_.push_back({place_.filter.seq, bytes, std::move(outcome), std::move(answer)});
    settle();
}

void PartitionWriter::settle() {
    while (!waiting_.empty() && waiting_.front().seq <= acknowledged_) {
        Waiting first = std::move(waiting_.front());
        waiting_.pop_front();
        bytes_in_flight_ -= first.bytes;
        first.answer(std::move(first.outcome));
    }
}

}  // namespace tasklog::command
