#include "events/format/snapshot.hpp"

#include <algorithm>

#include "events/form.hpp"
#include "events/format/binary.hpp"
#include "events/size.hpp"

namespace tasklog {
namespace {

template <class T, class Kind>
concept Of = std::is_same_v<std::remove_const_t<T>, Kind>;

}  // namespace

template <class Io, Of<DueDate> T>
void fields(Io& io, T& v) {
    io(v.date);
}
template <class Io, Of<DueInstant> T>
void fields(Io& io, T& v) {
    io(v.at, v.zone);
}
template <class Io, Of<Recurrence> T>
void fields(Io& io, T& v) {
    io(v.rule, v.except, v.from_completion, v.skip_missed, v.zone, v.start, v.occurrence, v.number);
}
template <class Io, Of<RelativeTime> T>
void fields(Io& io, T& v) {
    io(v.to, v.minutes, v.zone, v.days);
}
template <class Io, Of<Reminder> T>
void fields(Io& io, T& v) {
    io(v.id, v.person, v.relative, v.at, v.done);
}
template <class Io, class T>
    requires Of<T, Task> || Of<T, List> || Of<T, Comment>
void fields(Io& io, T& v) {
    std::remove_const_t<T>::fields(v, [&](const char*, auto& member) { io(member); });
}
template <class Io, Of<ReadMarks> T>
void fields(Io& io, T& v) {
    io(v.through, v.singly);
}
template <class Io, Of<Invitation> T>
void fields(Io& io, T& v) {
    io(v.role, v.person);
}
template <class Io, Of<SavedFilter> T>
void fields(Io& io, T& v) {
    io(v.name, v.words);
}
template <class Io, Of<Result> T>
void fields(Io& io, T& v) {
    io(v.id, v.version);
}
void fields(binary::Out& out, const CommitHash& v) { out(v.text()); }
void fields(binary::In& in, CommitHash& v) {
    std::string hash;
    in(hash);
    v = hash;
}
template <class Io, Of<KeyedAnswer> T>
void fields(Io& io, T& v) {
    io(v.actor, v.key, v.request, v.commit, v.at, v.offset, v.results);
}

namespace {

/// All of a workspace but its tasks, comments and answers.
template <class Io, class W>
void head_fields(Io& io, W& w) {
    io(w.id, w.exists, w.title, w.version, w.members, w.invitations, w.filters, w.read_marks, w.last_task_rank,
       w.last_list_rank, w.last_at, w.last_hash, w.last_offset);
}

void thaw_part(WorkspaceSnapshot& out, const std::string& bytes) {
    binary::In in(bytes);
    std::int64_t through = 0;
    std::vector<Task> tasks;
    std::vector<Comment> comments;
    std::vector<KeyedAnswer> answers;
    in(through, tasks, comments, answers);
    if (!in.done()) throw binary::Malformed("a part has more than it should");
    Workspace& w = out.workspace;
    const bool newer = through > w.last_offset;
    for (Task& task : tasks) {
        const TaskId id = task.id;
        if (newer) out.newer.tasks[id] = through;
        w.put(std::move(task));
    }
    for (Comment& comment : comments) {
        const CommentId id = comment.id;
        if (newer) out.newer.comments[id] = through;
        w.put(std::move(comment));
    }
    for (KeyedAnswer& answer : answers) w.answers.add(std::move(answer));
}

/// The event's thing, if the snapshot has it newer than the event.
template <class Key>
bool has(const std::unordered_map<Key, std::int64_t>& newer, const Key& key, std::int64_t offset) {
    const auto at = newer.find(key);
    return at != newer.end() && offset <= at->second;
}

/// What an event about a thing does besides changing it (the ranks given out) is done all the same.
void evolve_tail(Workspace& w, const Newer& newer, const Event& event, Instant at, std::int64_t offset) {
    std::visit(
        [&]<class E>(const E& e) {
            if constexpr (AboutTask<E>) {
                if (!has(newer.tasks, e.task, offset)) return evolve(w, event, at);
                Task kept = w.tasks.at(e.task);
                evolve(w, event, at);
                w.put(std::move(kept));
            } else if constexpr (AboutComment<E>) {
                if (!has(newer.comments, e.comment, offset)) evolve(w, event, at);
            } else {
                evolve(w, event, at);
            }
        },
        event);
}

}  // namespace

Freezing::Freezing(const Workspace& w) : next_answer_(w.answers.first_number()) {
    binary::Out out(head_);
    head_fields(out, w);
    std::vector<List> lists;
    lists.reserve(w.lists.size());
    for (const auto& [id, list] : w.lists) lists.push_back(list);
    out(lists);
    tasks_.done = w.tasks.empty();
    comments_.done = w.comments.empty();
    answers_done_ = next_answer_ == w.answers.end_number();
}

/// The next things, as many as there is room for; takes the room.
template <class Map>
auto Freezing::take(const Map& map, Place<typename Map::key_type>& place, Room& room) {
    std::vector<const typename Map::mapped_type*> out;
    if (place.done) return out;
    auto at = place.last ? map.upper_bound(*place.last) : map.begin();
    for (; at != map.end() && room.things > 0 && room.bytes > 0; ++at) {
        out.push_back(&at->second);
        place.last = at->first;
        --room.things;
        room.bytes -= std::min(room.bytes, memory_bytes(at->second));
    }
    place.done = at == map.end();
    return out;
}

std::string Freezing::part(const Workspace& w, std::size_t max_things, std::size_t max_bytes) {
    std::string bytes;
    binary::Out out(bytes);
    out(w.last_offset);
    Room room{max_things, max_bytes};
    const auto write = [&](const auto& things) {
        out(static_cast<std::uint64_t>(things.size()));
        for (const auto* each : things) out(*each);
    };
    write(take(w.tasks, tasks_, room));
    write(take(w.comments, comments_, room));
    next_answer_ = std::max(next_answer_, w.answers.first_number());
    std::vector<const KeyedAnswer*> answers;
    for (; next_answer_ < w.answers.end_number() && room.things > 0 && room.bytes > 0; ++next_answer_) {
        answers.push_back(&w.answers.number(next_answer_));
        --room.things;
        room.bytes -= std::min(room.bytes, KeyedAnswers::bytes_of(*answers.back()));
    }
    write(answers);
    answers_done_ = next_answer_ == w.answers.end_number();
    return bytes;
}

WorkspaceSnapshot thaw(const Frozen& frozen) {
    WorkspaceSnapshot out;
    binary::In in(frozen.head);
    std::vector<List> lists;
    head_fields(in, out.workspace);
    in(lists);
    if (!in.done()) throw binary::Malformed("a head has more than it should");
    for (const auto& [id, filter] : out.workspace.filters) out.workspace.bytes += memory_bytes(filter);
    for (List& list : lists) out.workspace.put(std::move(list));
    for (const std::string& part : frozen.parts) thaw_part(out, part);
    return out;
}

PersonId owner_of(const Frozen& frozen) {
    binary::In in(frozen.head);
    Workspace head;
    head_fields(in, head);
    return head.owner();
}

void fold_tail(Workspace& w, const Newer& newer, const Commit& commit, std::string_view value, std::int64_t offset) {
    if (offset <= w.last_offset) return;
    w.id = commit.workspace;
    for (const Event& event : commit.events) evolve_tail(w, newer, event, commit.at, offset);
    close_commit(w, commit, value, offset);
}

}  // namespace tasklog
