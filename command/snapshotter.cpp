#include "command/snapshotter.hpp"

#include <algorithm>
#include <utility>

namespace tasklog::command {
namespace {

std::size_t things_in(const Workspace& w) { return w.tasks.size() + w.comments.size() + w.answers.size() + 1; }

}  // namespace

void Snapshotter::begin(const Restored& restored) {
    topic_end_ = restored.topic_end;
    letters_.clear();
    for (const auto& [id, whole] : restored.workspaces)
        if (whole.letter) letters_.emplace(id, true);
    dirty_.clear();
    events_ = look_at_ = 0;
    sweeping_ = failed_ = false;
    freezing_.reset();
    unsent_.clear();
    unacknowledged_.clear();
}

void Snapshotter::changed(const WorkspaceId& workspace, std::size_t events) {
    dirty_.insert(workspace);
    events_ += events;
}

void Snapshotter::turn(const std::unordered_map<WorkspaceId, Workspace>& workspaces, const ClaimFilter& sent,
                       std::uint64_t acknowledged) {
    if (!sweeping_ && events_ >= std::max(limits_.every, look_at_)) begin_sweep(workspaces, sent);
    if (!sweeping_) return;
    if (!left_.empty() && unsent_.size() + unacknowledged_.size() < limits_.max_unacknowledged) sweep(workspaces, sent);
    while (!unsent_.empty() && unsent_.front().seq <= acknowledged) {
        send(std::move(unsent_.front().record));
        unsent_.pop_front();
    }
    if (left_.empty() && unsent_.empty() && unacknowledged_.empty()) end_sweep();
}

void Snapshotter::begin_sweep(const std::unordered_map<WorkspaceId, Workspace>& workspaces, const ClaimFilter& sent) {
    std::uint64_t things = 0;
    for (const WorkspaceId& id : dirty_) things += things_in(workspaces.at(id));
    if (things > events_ * limits_.things_an_event) {
        look_at_ = std::min(things / limits_.things_an_event, events_ * 2);
        return;
    }
    sweeping_ = true;
    failed_ = checkpoint_sent_ = false;
    checkpoint_ = {sent.claim + static_cast<std::int64_t>(sent.seq) + 1, sent, topic_end_};
    id_ = {sent.claim, ++sweeps_};
    taken_.assign(dirty_.begin(), dirty_.end());
    left_ = taken_;
    events_taken_ = std::exchange(events_, 0);
    dirty_.clear();
}

void Snapshotter::sweep(const std::unordered_map<WorkspaceId, Workspace>& workspaces, const ClaimFilter& sent) {
    for (std::size_t budget = limits_.things_a_turn; budget > 0 && !left_.empty();) {
        const Workspace& workspace = workspaces.at(left_.back());
        budget -= std::min(budget, write(workspace, sent.seq, budget));
        if (!freezing_) left_.pop_back();
    }
}

/// So many things of a workspace; all of a small one at once. Returns how many.
std::size_t Snapshotter::write(const Workspace& w, std::uint64_t seq, std::size_t max_things) {
    if (!freezing_) {
        freezing_.emplace(w);
        parts_written_ = 0;
    }
    const bool small = things_in(w) <= limits_.things_a_part && parts_written_ == 0;
    if (small) {
        unsent_.push_back(
            {seq,
             head_record(w.id, id_, {{freezing_->head(), {freezing_->part(w, limits_.things_a_part)}}, false}, 0)});
        freezing_.reset();
        letters_.erase(w.id);
        return things_in(w);
    }
    const auto known = letters_.find(w.id);
    const bool letter = known == letters_.end() || !known->second;
    const std::size_t things = std::min(std::max<std::size_t>(max_things, 1), limits_.things_a_part);
    unsent_.push_back({seq, part_record(w.id, id_, letter, parts_written_++, freezing_->part(w, things))});
    if (freezing_->done()) {
        unsent_.push_back({seq, head_record(w.id, id_, {{freezing_->head(), {}}, letter}, parts_written_)});
        freezing_.reset();
        letters_[w.id] = letter;
    }
    return things;
}

void Snapshotter::send(SnapshotRecord record) {
    unacknowledged_.insert(++next_tag_);
    send_(std::move(record), next_tag_);
}

void Snapshotter::delivered(std::uint64_t tag, bool written) {
    if (unacknowledged_.erase(tag) > 0 && !written) failed_ = true;
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
        send(checkpoint_record(checkpoint_));
        return;
    }
    sweeping_ = false;
    look_at_ = 0;
    if (!failed_) return;
    dirty_.insert(taken_.begin(), taken_.end());
    events_ += events_taken_;
}

}  // namespace tasklog::command
