#include "events/snapshot.hpp"

#include "events/about.hpp"
#include "events/binary.hpp"

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
    io(v.to, v.minutes, v.zone);
}
template <class Io, Of<Reminder> T>
void fields(Io& io, T& v) {
    io(v.id, v.person, v.relative, v.at, v.done);
}
template <class Io, Of<Task> T>
void fields(Io& io, T& v) {
    io(v.id, v.list, v.title, v.notes, v.priority, v.tags, v.due, v.start, v.parent, v.assignee, v.recurrence, v.next,
       v.reminders, v.rank, v.status, v.deleted, v.version, v.created_at, v.updated_at, v.ended_at);
}
template <class Io, Of<Comment> T>
void fields(Io& io, T& v) {
    io(v.id, v.task, v.author, v.text, v.deleted, v.version, v.created_at, v.updated_at);
}
template <class Io, Of<List> T>
void fields(Io& io, T& v) {
    io(v.id, v.name, v.color, v.rank, v.archived, v.deleted, v.version, v.created_at, v.updated_at);
}
template <class Io, Of<Invitation> T>
void fields(Io& io, T& v) {
    io(v.role, v.person);
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
    io(w.id, w.exists, w.title, w.version, w.members, w.invitations, w.read_through, w.read, w.last_task_rank,
       w.last_list_rank, w.last_at, w.last_hash, w.last_offset);
}

void thaw_part(Thawed& out, const std::string& bytes) {
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
        w.nest(id, std::nullopt, task.parent);
        w.tasks.insert_or_assign(id, std::move(task));
    }
    for (Comment& comment : comments) {
        const CommentId id = comment.id;
        if (newer) out.newer.comments[id] = through;
        w.comments.insert_or_assign(id, std::move(comment));
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
                w.nest(kept.id, w.tasks.at(kept.id).parent, kept.parent);
                w.tasks.at(kept.id) = std::move(kept);
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
    tasks_.reserve(w.tasks.size());
    for (const auto& [id, task] : w.tasks) tasks_.push_back(id);
    comments_.reserve(w.comments.size());
    for (const auto& [id, comment] : w.comments) comments_.push_back(id);
    answers_done_ = next_answer_ == w.answers.end_number();
}

std::string Freezing::part(const Workspace& w, std::size_t max_things) {
    std::string bytes;
    binary::Out out(bytes);
    out(w.last_offset);
    const std::size_t tasks = std::min(max_things, tasks_.size() - next_task_);
    out(static_cast<std::uint64_t>(tasks));
    // A thing is never taken out of the maps but when its making is taken back, before anyone hears of it.
    for (std::size_t i = 0; i < tasks; ++i) out(w.tasks.at(tasks_[next_task_++]));
    const std::size_t comments = std::min(max_things - tasks, comments_.size() - next_comment_);
    out(static_cast<std::uint64_t>(comments));
    for (std::size_t i = 0; i < comments; ++i) out(w.comments.at(comments_[next_comment_++]));
    next_answer_ = std::max(next_answer_, w.answers.first_number());
    const std::uint64_t answers =
        std::min<std::uint64_t>(max_things - tasks - comments, w.answers.end_number() - next_answer_);
    out(answers);
    for (std::uint64_t i = 0; i < answers; ++i) out(w.answers.number(next_answer_++));
    answers_done_ = next_answer_ == w.answers.end_number();
    return bytes;
}

Thawed thaw(const Frozen& frozen) {
    Thawed out;
    binary::In in(frozen.head);
    std::vector<List> lists;
    head_fields(in, out.workspace);
    in(lists);
    if (!in.done()) throw binary::Malformed("a head has more than it should");
    for (List& list : lists) {
        const ListId id = list.id;
        out.workspace.lists.emplace(id, std::move(list));
    }
    for (const std::string& part : frozen.parts) thaw_part(out, part);
    return out;
}

void fold_tail(Workspace& w, const Newer& newer, const Commit& commit, std::string_view value, std::int64_t offset) {
    if (offset <= w.last_offset) return;
    w.id = commit.workspace;
    for (const Event& event : commit.events) evolve_tail(w, newer, event, commit.at, offset);
    close_commit(w, commit, value, offset);
}

}  // namespace tasklog
