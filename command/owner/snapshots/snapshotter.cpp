#include "command/owner/snapshots/snapshotter.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "infra/log.hpp"

namespace tasklog::command {
void Snapshotter::begin(const PartitionSnapshot& restored) {
    topic_end_ = known_end_ = restored.topic_end;
    topic_begin_ = restored.checkpoint.place.next_offset > 0 ? restored.checkpoint.topic_begin : topic_end_;
    topic_read_again_ = false;
    letters_.clear();
    for (const WorkspaceId& id : restored.second_letters) letters_.emplace(id, true);
    dirty_.clear();
    events_ = look_at_ = 0;
    sweeping_ = failed_ = false;
    failures_ = pause_turns_ = 0;
    unreadable_.clear();
    freezing_.reset();
    unsent_.clear();
    unacknowledged_.clear();
}

void Snapshotter::changed(const WorkspaceId& workspace, std::size_t events) {
    dirty_.insert(workspace);
    events_ += events;
}

void Snapshotter::unreadable(const WorkspaceId& workspace, const std::string& why) {
    assert(!sweeping_);  // only what is read can be found unreadable, and nothing is swept while it is
    unreadable_[workspace] = why;
    dirty_.erase(workspace);
}

void Snapshotter::topic_read_again(const LateSnapshots& late) {
    for (const LateSnapshot& each : late.records) {
        dirty_.insert(each.workspace);
        if (each.letter) letters_[each.workspace] = *each.letter;
    }
    topic_end_ = known_end_ = late.topic_end;
    if (topic_begin_ < 0) topic_begin_ = topic_end_;
    topic_read_again_ = true;
}

void Snapshotter::turn(const WorkspaceStore& workspaces, const LogPlace& sent, std::uint64_t acknowledged) {
    if (!topic_read_again_) return;
    if (pause_turns_ > 0) {
        --pause_turns_;
        return;
    }
    if (!sweeping_ && is_due()) begin_sweep(workspaces, sent);
    if (!sweeping_) return;
    if (!left_.empty() && unsent_.size() + unacknowledged_.size() < limits_.max_unacknowledged) sweep(workspaces, sent);
    while (!unsent_.empty() && unsent_.front().seq <= acknowledged) {
        send(std::move(unsent_.front().record));
        unsent_.pop_front();
    }
    if (left_.empty() && unsent_.empty() && unacknowledged_.empty()) end_sweep();
}

bool Snapshotter::is_due() const {
    return topic_read_again_ && (sweeping_ || events_ >= std::max(limits_.every, look_at_));
}

void Snapshotter::begin_sweep(const WorkspaceStore& workspaces, const LogPlace& sent) {
    std::uint64_t things = 0;
    for (const WorkspaceId& id : dirty_) things += workspaces.things(id);
    if (things > events_ * limits_.things_an_event) {
        look_at_ = std::min(things / limits_.things_an_event, events_ * 2);
        return;
    }
    sweeping_ = true;
    failed_ = checkpoint_sent_ = false;
    checkpoint_ = {.place = sent, .topic_begin = topic_begin_, .topic_end = topic_end_};
    id_ = {sent.filter.claim, ++sweeps_};
    taken_.assign(dirty_.begin(), dirty_.end());
    left_ = taken_;
    events_taken_ = std::exchange(events_, 0);
    dirty_.clear();
    for (const auto& [id, why] : unreadable_)
        unsent_.push_back({sent.filter.seq, unreadable_record(id, sent.filter.claim, why)});
}

void Snapshotter::sweep(const WorkspaceStore& workspaces, const LogPlace& sent) {
    PartSize left{limits_.things_a_turn, limits_.bytes_a_turn};
    while (left.things > 0 && left.bytes > 0 && !left_.empty()) {
        const Workspace* hot = workspaces.hot(left_.back());
        const PartSize written = hot ? write(*hot, sent, left) : write_cold(left_.back(), workspaces, sent);
        left.things -= std::min(left.things, written.things);
        left.bytes -= std::min(left.bytes, written.bytes);
        if (!freezing_) left_.pop_back();
    }
}

/// So much of a workspace; all of a small one at once.
Snapshotter::PartSize Snapshotter::write(const Workspace& w, const LogPlace& sent, const PartSize& most) {
    const std::uint64_t seq = sent.filter.seq;
    const SnapshotBasis basis{id_, sent.last};
    if (!freezing_) {
        freezing_.emplace(w);
        parts_written_ = 0;
    }
    const bool small = parts_written_ == 0 && things_in(w) <= limits_.things_a_part &&
                       w.bytes + w.answers.bytes() <= limits_.bytes_a_part / 2;
    if (small) {
        std::string part = freezing_->part(w, limits_.things_a_part + 1, limits_.bytes_a_part);
        assert(freezing_->done());
        const PartSize written{things_in(w), part.size() + freezing_->head().size()};
        unsent_.push_back({seq, head_record(w.id, basis, {{freezing_->head(), {std::move(part)}}, false}, 0)});
        freezing_.reset();
        letters_.erase(w.id);
        return written;
    }
    const auto known = letters_.find(w.id);
    const bool letter = known == letters_.end() || !known->second;
    const std::size_t things = std::min(std::max<std::size_t>(most.things, 1), limits_.things_a_part);
    std::string part = freezing_->part(w, things, std::min(most.bytes, limits_.bytes_a_part));
    const PartSize written{things, part.size() + 1};
    unsent_.push_back({seq, part_record(w.id, basis, letter, parts_written_++, part)});
    if (freezing_->done()) {
        unsent_.push_back({seq, head_record(w.id, basis, {{freezing_->head(), {}}, letter}, parts_written_)});
        freezing_.reset();
        letters_[w.id] = letter;
    }
    return written;
}

/// It has gone to the disk since it changed, which only small ones do. It may have been a large one when it was begun.
Snapshotter::PartSize Snapshotter::write_cold(const WorkspaceId& id, const WorkspaceStore& workspaces,
                                              const LogPlace& sent) {
    freezing_.reset();
    letters_.erase(id);
    SnapshotRecord head = head_record(id, {id_, sent.last}, {workspaces.cold().get(id), false}, 0);
    const PartSize written{workspaces.things(id), head.value.size()};
    unsent_.push_back({sent.filter.seq, std::move(head)});
    return written;
}

void Snapshotter::send(SnapshotRecord record) {
    unacknowledged_.insert(++next_tag_);
    send_(std::move(record), next_tag_);
}

void Snapshotter::delivered(std::uint64_t tag, std::optional<std::int64_t> offset) {
    if (unacknowledged_.erase(tag) == 0) return;
    if (offset) known_end_ = std::max(known_end_, *offset + 1);
    failed_ = failed_ || !offset;
}

void Snapshotter::lost() {
    failed_ = failed_ || !unacknowledged_.empty();
    unacknowledged_.clear();
}

/// Everything is written: the checkpoint follows, and after it the next sweep can. If something was not, all of it is
/// dirty again.
void Snapshotter::end_sweep() {
    if (!failed_ && !checkpoint_sent_) {
        checkpoint_sent_ = true;
        checkpoint_.heads_end = known_end_;
        send(checkpoint_record(checkpoint_));
        return;
    }
    sweeping_ = false;
    look_at_ = 0;
    if (!failed_) {
        failures_ = 0;
        unreadable_.clear();
        return;
    }
    // What fails may fail again: not at once, and not in silence.
    pause_turns_ = std::min(limits_.max_pause_turns, std::uint64_t{100} << std::min<std::uint64_t>(failures_, 16));
    log::warn("snapshots could not be written: they are tried again",
              {{"claim", id_.claim}, {"failures", static_cast<std::int64_t>(++failures_)}});
    dirty_.insert(taken_.begin(), taken_.end());
    events_ += events_taken_;
}

}  // namespace tasklog::command
