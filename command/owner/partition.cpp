#include "command/owner/partition.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "infra/log.hpp"

namespace tasklog::command {
namespace {

using enum PartitionState;

constexpr std::chrono::milliseconds quiet{10};  ///< so long nothing came of an owner that was fenced off
constexpr std::chrono::milliseconds longest_quiet{1'000};
constexpr std::chrono::milliseconds between_looks{1'000};  ///< at a log that is not the right one

struct Step {
    PartitionState from, to;
    bool operator==(const Step&) const = default;
};

// clang-format off
/// All that can happen to a partition; the picture in docs/decisions/0013 shows the same.
[[maybe_unused]] constexpr std::array steps{
    Step{elsewhere, restoring},                            // assigned
    Step{restoring, following},                            // the log is the one that is known
    Step{restoring, barred}, Step{barred, restoring},      // it is not; looks again
    Step{following, fencing},                              // the log's end
    Step{following, claiming},                             // the same, where nobody ever claimed
    Step{fencing, claiming},                               // nothing more comes of the owner before
    Step{claiming, owning},                                // our claim was read
    Step{owning, doubting}, Step{doubting, owning},        // kept from running, or from the log; it is as we left it
    Step{owning, leaving},                                 // revoked
    Step{leaving, releasing},                              // another's claim is known
    Step{releasing, elsewhere},                            // all is answered
    Step{releasing, restoring}, Step{leaving, doubting},   // assigned again before that
    // Kafka does not answer, or the log is not as expected.
    Step{restoring, pausing}, Step{following, pausing}, Step{fencing, pausing}, Step{claiming, pausing},
    Step{owning, pausing}, Step{doubting, pausing}, Step{leaving, elsewhere},
    Step{pausing, restoring},                              // tries again
    // Revoked when there is nothing to serve, or nothing that is certain.
    Step{pausing, elsewhere}, Step{restoring, elsewhere}, Step{barred, elsewhere}, Step{following, elsewhere},
    Step{fencing, elsewhere}, Step{claiming, elsewhere}, Step{doubting, elsewhere},
};
// clang-format on

}  // namespace

std::string_view name_of(PartitionState state) {
    constexpr std::array<std::string_view, 11> names{"pausing", "restoring", "barred",   "following",
                                                     "fencing", "claiming",  "owning",   "doubting",
                                                     "leaving", "releasing", "elsewhere"};
    return names[static_cast<std::size_t>(state)];
}

Partition::Partition(int number, const WriterLimits& limits, PartitionIo io)
    : number_(number),
      io_(std::move(io)),
      writer_(
          number, io_.send, [this](const std::string& why) { give_up(why); }, limits, io_.send_snapshot, io_.discard,
          io_.appended) {}

void Partition::enter(PartitionState next) {
    assert(std::ranges::find(steps, Step{state_, next}) != steps.end());
    const PartitionState before = std::exchange(state_, next);
    check();
    io_.changed(before);
}

/// What must hold in a state, whatever led to it.
void Partition::check() const {
    [[maybe_unused]] const bool holds_nothing =
        writer_.waiting() == 0 && writer_.token() < 0 && writer_.workspaces().empty();
    assert(!is_any(pausing, barred, elsewhere, restoring) || holds_nothing);
    assert(!is_any(following, fencing, claiming) || writer_.waiting() == 0);
    assert(!is_any(owning, doubting, leaving, releasing) || (writer_.token() >= 0 && writer_.acknowledged().known()));
    assert((state_ == claiming || serves() || state_ == releasing) == !attempt_.empty());
}

void Partition::begin() {
    drop();
    begun_ = now_;
    records_read_ = 0;
    at_end_ = interrupted_ = false;
    enter(restoring);
    io_.restore(writer_.generation(), {first_, last_, heard_.first, heard_.last});
}

/// Drops what is held; reports and records that come late are nobody's.
void Partition::drop() {
    if (is_any(owning, doubting, leaving, releasing)) {
        first_ = writer_.place().first;
        last_ = writer_.acknowledged();
    }
    if (is_any(following, fencing, claiming)) io_.stop_reading();
    attempt_.clear();
    held_reports_.clear();
    ++doubt_;
    writer_.drop();
}

void Partition::assigned() {
    assert(!is_ours());
    if (state_ != leaving) return begin();
    enter(doubting);  // others may have owned it meanwhile
    doubt();
}

void Partition::revoked() {
    assert(is_ours());
    if (state_ == owning) return enter(leaving);
    drop();
    barred_by_.clear();
    enter(elsewhere);
}

void Partition::let_go() {
    if (state_ != leaving) return;
    enter(releasing);
    writer_.withdraw();
    if (waiting() == 0) {
        drop();
        enter(elsewhere);
    }
}

void Partition::heard(const OwnerMarks& owner) {
    if (owner.token < heard_.token || (owner.token == heard_.token && owner.last.offset < heard_.last.offset)) return;
    heard_ = owner;
    if (heard_.token <= token()) return;
    let_go();
    // Its next commit would tell it, too; but what it refuses until then would rest on an old state.
    if (is_any(owning, doubting)) doubt();
}

void Partition::log_accepted() {
    give_up("the log was accepted as it is now");
    heard_ = {};
    first_ = last_ = {};
}

void Partition::restored(std::uint64_t number, PartitionSnapshot state, const std::string& why_another_log) {
    if (state_ != restoring || number != writer_.generation()) return;
    if (!why_another_log.empty()) {
        if (std::exchange(barred_by_, why_another_log) != why_another_log)
            log::error("a partition takes no commands", {{"partition", number_}, {"why", barred_by_}});
        again_at_ = now_ + between_looks;
        return enter(barred);
    }
    barred_by_.clear();
    const std::int64_t from = writer_.restore(std::move(state));
    enter(following);
    io_.read_log(from);
}

void Partition::not_restored(std::uint64_t number, const std::string& why) {
    if (state_ == restoring && number == writer_.generation()) give_up(why);
}

void Partition::read(const LogRecord& record) {
    if (!is_any(following, fencing, claiming)) return;
    ++records_read_;
    last_record_ = now_;
    const bool ours = state_ == claiming && record.kind == "claim" && record.key == attempt_;
    writer_.read(record);
    if (!ours || state_ != claiming) return;
    if (interrupted_) return give_up("the log was out of reach while it was read");
    io_.stop_reading();  // what comes after the claim is our own, or takes the partition from us
    writer_.own();
    enter(owning);
    io_.read_snapshots_again(writer_.generation(), writer_.snapshots_end());
}

void Partition::reached_end() {
    if (is_any(following, fencing, claiming)) at_end_ = true;
}

void Partition::interrupted() {
    if (is_any(restoring, following, fencing, claiming)) interrupted_ = true;
    if (is_any(owning, doubting)) doubt();
    if (is_any(leaving, releasing)) give_up("the log was out of reach");
}

/// First the owner till now is fenced off: it sees that it is overtaken, and stops; what it still had under way comes
/// before the claim that is to be used, and can't upset that one. Then, when nothing of it comes any more, the
/// partition is claimed. From this claim on until it is read here, nobody decides anything.
void Partition::claim(PartitionState next) {
    std::string key = io_.new_attempt();
    if (next == claiming) attempt_ = key;
    enter(next);
    io_.send({.kind = "claim", .key = std::move(key), .tag = writer_.tag_of(0)});
}

void Partition::tick(Clock::time_point now) {
    now_ = now;
    if (is_any(pausing, barred) && now >= again_at_) return begin();
    if (state_ == following && at_end_) {
        fenced_ = now;
        return claim(token() < 0 ? claiming : fencing);
    }
    if (state_ == fencing && (now - std::max(fenced_, last_record_) > quiet || now - fenced_ > longest_quiet))
        claim(claiming);
}

void Partition::delivered(std::uint64_t tag, std::optional<std::int64_t> offset) {
    if (PartitionWriter::generation_in(tag) != writer_.generation()) return;  // of a state given up long ago
    const std::uint64_t seq = PartitionWriter::seq_in(tag);
    if (seq == 0) {
        if (!offset && state_ == claiming) give_up("the claim was not written");
        return;
    }
    if (state_ == doubting && offset) {
        held_reports_.emplace_back(seq, *offset);
    } else {
        settled(seq, offset);
    }
}

void Partition::settled(std::uint64_t seq, std::optional<std::int64_t> offset) {
    writer_.delivered(seq, offset);
    if (state_ != releasing || waiting() > 0) return;
    drop();
    enter(elsewhere);
}

void Partition::snapshots_read_again(std::uint64_t number, LateSnapshots late) {
    if (number != writer_.generation() || !serves()) return;
    if (late.log_accepted) return log_accepted();
    writer_.snapshots_read_again(std::move(late));
}

bool Partition::write_snapshots() { return state_ == owning && writer_.write_snapshots(); }

void Partition::slept() {
    if (is_any(owning, doubting)) doubt();
}

/// Who else writes to a partition appends a claim first: where the log ends as we left it, it is ours still.
void Partition::doubt() {
    ++doubt_;
    if (state_ == owning) enter(doubting);
    look();
}

/// Once at a time.
void Partition::look() {
    if (std::exchange(looks_, true)) return;
    looked_ = {writer_.held(), {writer_.place().first, writer_.acknowledged()}, writer_.snapshots_end()};
    io_.look(doubt_, {looked_.known.begin(), looked_.known.end()});
}

/// What is in flight may be in the log already, or not yet.
bool Partition::is_as_left(const PartitionSight& sight) const {
    return sight.log.end <= writer_.place().next_offset && sight.snapshots_end >= looked_.snapshots_end &&
           why_another_log(looked_.known, sight.log).empty();
}

void Partition::log_seen(std::uint64_t doubt, const std::optional<PartitionSight>& sight) {
    looks_ = false;
    if (!is_any(doubting, leaving)) return;
    if (doubt != doubt_) return look();  // it was looked at before the last thing that raises a doubt
    const bool as_left = sight && is_as_left(*sight);
    if (state_ == leaving) {
        if (!as_left) return writer_.withdraw();
        writer_.confirm(looked_.held);
        if (writer_.held() > 0) look();
        return;
    }
    if (!as_left)
        return give_up("this process was kept from running, or from the log, and the log is not as it was left");
    enter(owning);
    writer_.confirm(writer_.held());
    for (const auto& [seq, offset] : std::exchange(held_reports_, {}))
        if (state_ == owning) settled(seq, offset);
}

WriteSize Partition::submit(const Request& request, Answer answer) {
    if (serves()) {
        const WriteSize written =
            writer_.submit(request, std::move(answer), state_ == owning ? Certainty::certain : Certainty::doubtful);
        if (state_ == leaving && writer_.held() > 0) look();
        return written;
    }
    answer(std::unexpected(barred_by_.empty()
                               ? taken_over()
                               : Problem{.type = problems::another_log,
                                         .detail = "The server's log is not the one it had before. Its operator has to "
                                                   "put that right; nothing can be changed until then.",
                                         .retry_after_s = 30}));
    return {};
}

void Partition::give_up(const std::string& why) {
    if (is_any(pausing, barred, elsewhere)) return;
    if (is_ours()) return begin_later(why);
    log::warn("claim given up", {{"partition", number_}, {"why", why}});
    drop();
    enter(elsewhere);
}

void Partition::begin_later(const std::string& why) {
    log::warn("claim given up", {{"partition", number_}, {"why", why}});
    drop();
    // Not after a fixed time: two that take a partition from each other in step would get nothing done.
    again_at_ = now_ + io_.pause();
    enter(pausing);
}

}  // namespace tasklog::command
