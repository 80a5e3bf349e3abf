#include "command/owner/ownership.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "infra/log.hpp"
#include "infra/uuid.hpp"

namespace asio = boost::asio;

namespace tasklog::command {
namespace {

constexpr std::chrono::milliseconds between_snapshot_turns{10};
constexpr std::chrono::milliseconds between_snapshot_looks{200};  ///< when there was nothing to write
constexpr std::chrono::milliseconds short_tick{5};
constexpr std::chrono::seconds longest_handover{20};  ///< a process that is stopped waits for others to take over
constexpr std::chrono::seconds longest_acknowledgement{5};
constexpr int shortest_pause_ms = 50;  ///< before a partition that was given up is begun again
constexpr int longest_pause_ms = 500;

}  // namespace

Ownership::Ownership(asio::io_context& io, OwnershipConfig config, int partitions, Metrics& metrics,
                     Readiness& readiness)
    : io_(io),
      config_(std::move(config)),
      health_(metrics, readiness, config_.loop),
      producers_(io, config_.kafka, {config_.events_topic, config_.owners_topic, config_.snapshots_topic}, reports(),
                 metrics),
      reads_(io, config_.kafka, {config_.events_topic, config_.snapshots_topic, config_.limits.store.folder}),
      tick_(io),
      snapshot_tick_(io),
      stopping_(io) {
    WriterLimits limits = config_.limits;
    limits.store.bytes /= static_cast<std::size_t>(partitions);
    for (int p = 0; p < partitions; ++p) partitions_.push_back(std::make_unique<Partition>(p, limits, io_for(p)));
    if (!config_.snapshots_topic.empty()) write_snapshots();
    reader_ = std::make_unique<LogReader>(
        config_.kafka, config_.events_topic,
        LogReader::Listener{.record = [this](const auto& r) { partition(r.partition()).read(log_record(r)); },
                            .end = [this](int p) { partition(p).reached_end(); },
                            .interrupted =
                                [this] {
                                    for (auto& each : partitions_) each->interrupted();
                                }});
    reader_->watch(io_, [this] { pump(); });
    end_watch_ = std::make_unique<LogEndWatch>(io_, partitions_, reads_, *reader_);
    owners_ = std::make_unique<OwnersDirectory>(
        io_, config_.kafka, config_.owners_topic, [this](int p, const auto& owner) { heard(p, owner); },
        [this] { join(); });
    announcements_ = std::make_unique<Announcements>(config_.address, *owners_, producers_);
    owners_->read();
    tell_readiness();
}

/// Once it is known how far the owners before have come: a log that ends before that is another. A process that has
/// crashed takes up at once what it owned: the group gives it out again only when the session of the one before it has
/// timed out. Should another be given it, that one's claim counts, as ever.
void Ownership::join() {
    if (stops_) return;
    begun_ = true;
    for (int p = 0; p < partitions(); ++p)
        if (is_of_this_loop(p) && owner_of(p) == config_.address) {
            early_.insert(p);
            partition(p).tick(Clock::now());
            partition(p).assigned();
        }
    if (config_.loop == 0) {
        consumer_ = std::make_unique<kafka::Consumer>(config_.kafka, config_.group, config_.session_timeout);
        consumer_->subscribe(config_.events_topic,
                             {.on_assign = [this](int p) { tell({.kind = GroupNews::Kind::assigned, .partition = p}); },
                              .on_revoke = [this](int p) { tell({.kind = GroupNews::Kind::revoked, .partition = p}); },
                              .on_assigned = [this] { tell({.kind = GroupNews::Kind::all_assigned}); }});
        consumer_->watch(io_, [this] { pump(); });
    }
    pump();
    end_watch_->look();
    for (const GroupNews& each : std::exchange(unheard_, {})) heard(each);
}

/// To all loops, this one among them.
void Ownership::tell(const GroupNews& news) {
    if (config_.tell_loops) config_.tell_loops(news);
    heard(news);
}

void Ownership::heard(const GroupNews& news) {
    const int p = news.partition;
    if (p >= 0 && !is_of_this_loop(p)) return;
    if (!begun_ && !stops_) return unheard_.push_back(news);
    switch (news.kind) {
        case GroupNews::Kind::joined:
            joined_ = true;
            return tell_readiness();
        case GroupNews::Kind::assigned:
            if (early_.erase(p) + unasked_.erase(p) == 0) partition(p).assigned();
            return;
        case GroupNews::Kind::revoked:
            log::info("partition revoked", {{"partition", p}});
            return partition(p).revoked();
        case GroupNews::Kind::all_assigned:
            give_early_back();
            if (config_.loop > 0) pump();
            return;
        case GroupNews::Kind::left:
            return leave_group(news.alone);
    }
}

/// To whom the group gave them: that one may have been killed, and is not missed yet. So what is not owned yet is not
/// let go before it is, or another's claim is heard of.
void Ownership::give_early_back() {
    for (const int p : std::exchange(early_, {}))
        if (partition(p).serves()) {
            partition(p).revoked();
        } else {
            unasked_.insert(p);
        }
}

void Ownership::give_back(int p) {
    if (unasked_.erase(p) > 0) partition(p).revoked();
}

Ownership::~Ownership() {
    *alive_ = false;
    reads_.stop();
    consumer_.reset();  // it still tells of what is revoked
    end_watch_.reset();
    reader_.reset();
    owners_.reset();
}

Producers::Reports Ownership::reports() {
    const auto each_partition = [this](auto what) {
        for (auto& each : partitions_) what(*each);
    };
    return {.delivered = [this](const auto& d) { partition(d.partition).delivered(d.tag, d.offset); },
            .announcement_lost =
                [this](int p) {
                    // Nobody would find the owner, and the one before would wait: it is told until it is heard.
                    if (partition(p).state() == PartitionState::owning) announce(p);
                },
            .failed =
                [each_partition](const std::string& why) {
                    each_partition([&why](Partition& each) { each.give_up("the producer failed: " + why); });
                },
            .interrupted = [each_partition] { each_partition([](Partition& each) { each.interrupted(); }); },
            .snapshot_delivered = [this](const auto& d) { partition(d.partition).snapshot_delivered(d.tag, d.offset); },
            .snapshots_lost = [each_partition] { each_partition([](Partition& each) { each.snapshots_lost(); }); }};
}

PartitionIo Ownership::io_for(int p) {
    PartitionIo io{.send = [this, p](Outgoing record) { producers_.send(p, std::move(record)); },
                   .discard = [this](std::shared_ptr<const void> state) { reads_.destroy(std::move(state)); },
                   .restore = [this, p](std::uint64_t number, auto known) { restore(p, number, std::move(known)); },
                   .read_log = [this, p](std::int64_t from) { reader_->begin(p, from); },
                   .stop_reading = [this, p] { reader_->stop(p); },
                   .read_snapshots_again = [this, p](std::uint64_t number,
                                                     std::int64_t from) { read_snapshots_again(p, number, from); },
                   .look =
                       [this, p](std::uint64_t doubt, const auto& known) {
                           reads_.sight(p, known,
                                        [this, p, doubt](const auto& sight) { partition(p).log_seen(doubt, sight); });
                       },
                   .new_attempt = uuid_v7,
                   .pause =
                       [this] {
                           return std::chrono::milliseconds(
                               std::uniform_int_distribution(shortest_pause_ms, longest_pause_ms)(random_));
                       },
                   .changed = [this, p](PartitionState before) { changed(p, before); }};
    if (config_.appended) io.appended = [this, p](AppendedCommit commit) { config_.appended(p, std::move(commit)); };
    if (!config_.snapshots_topic.empty())
        io.send_snapshot = [this, p](const SnapshotRecord& record, std::uint64_t tag) {
            producers_.send_snapshot(p, record, tag);
        };
    return io;
}

std::string Ownership::owner_of(int partition) const {
    const OwnerRecord* owner = owners_->owner_of(partition);
    return owner ? owner->address : std::string();
}

void Ownership::look_at_clock() {
    const auto now = Clock::now();
    const bool late = now - last_turn_ >= config_.session_timeout / 2;
    last_turn_ = now;
    if (!late) return;
    log::warn("this process was kept from running: it checks whether its partitions are still its own", {});
    for (auto& each : partitions_) each->slept();
}

void Ownership::restore(int p, std::uint64_t number, std::vector<LogMark> known) {
    reads_.known_state(p, std::move(known), [this, p, number](std::expected<KnownState, std::string> done) {
        if (done) {
            partition(p).restored(number, std::move(done->restored), done->why_another_log);
        } else {
            partition(p).not_restored(number, done.error());
        }
    });
}

void Ownership::read_snapshots_again(int p, std::uint64_t number, std::int64_t from) {
    if (config_.snapshots_topic.empty()) return;
    reads_.late_snapshots(
        p, from, [this, p, number](LateSnapshots late) { partition(p).snapshots_read_again(number, std::move(late)); });
}

void Ownership::write_snapshots() {
    bool more = false;
    for (auto& each : partitions_) more = each->write_snapshots() || more;
    snapshot_tick_.expires_after(more ? between_snapshot_turns : between_snapshot_looks);
    snapshot_tick_.async_wait([this](auto aborted) {
        if (!aborted) write_snapshots();
    });
}

void Ownership::pump() {
    if (!begun_) return;
    look_at_clock();
    bool waits = false;
    for (auto& each : partitions_) {
        each->tick(last_turn_);
        waits = waits || each->waits_for_time();
    }
    // Polling is also what tells the group that this member is alive, and this loop that it did not sleep.
    while (consumer_ && consumer_->poll(std::chrono::milliseconds(0))) {
    }
    if (consumer_ && !joined_ && consumer_->joined()) tell({.kind = GroupNews::Kind::joined});
    announce_news(false);
    health_.tell_sizes(partitions_);
    tick_.expires_after(joined_ && !waits ? config_.session_timeout / 8 : short_tick);
    tick_.async_wait([this](auto aborted) {
        if (!aborted) pump();
    });
    read_log();
}

/// A little of what the partitions that are being taken over wait for; then the loop's other work goes on.
void Ownership::read_log() {
    if (!reader_->read() || std::exchange(pump_posted_, true)) return;
    asio::post(io_, [this, alive = alive_] {
        if (!*alive) return;
        pump_posted_ = false;
        pump();
    });
}

void Ownership::changed(int p, PartitionState before) {
    if (health_.changed(partition(p), before)) {
        announce(p);
        if (unasked_.contains(p))
            asio::post(io_, [this, p, alive = alive_] {
                if (*alive) give_back(p);
            });
    }
    tell_readiness();
}

void Ownership::announce(int p) { announcements_->announce(p, partition(p).marks(), last_turn_); }

void Ownership::announce_news(bool all) {
    for (int p = 0; p < partitions(); ++p)
        if (partition(p).state() == PartitionState::owning &&
            announcements_->is_due(p, partition(p).marks(), last_turn_, all))
            announce(p);
}

void Ownership::heard(int p, const std::optional<OwnerRecord>& owner) {
    if (p < 0 || p >= partitions()) return;
    Partition& each = partition(p);
    if (!owner) {
        each.log_accepted();
    } else if (each.state() == PartitionState::owning && owner->marks.token < each.token()) {
        announce(p);  // one that was overtaken told it after us: compaction would keep only that
    } else {
        if (owner_of(p) != config_.address) give_back(p);
        each.heard(owner->marks);
    }
    tell_readiness();
}

/// Each partition has an owner that is not this instance in a life before.
bool Ownership::all_found() const {
    for (int p = 0; p < partitions(); ++p) {
        if (!is_of_this_loop(p)) continue;
        const OwnerRecord* owner = owners_->owner_of(p);
        if (!owner) return false;
        if (owner->address == config_.address && !partitions_[static_cast<std::size_t>(p)]->serves()) return false;
    }
    return true;
}

void Ownership::tell_readiness() {
    if (!owners_) return;  // not made yet
    health_.tell_readiness(partitions_, joined_, all_found());
}

void Ownership::stop(std::function<void()> done) {
    stops_ = true;
    stopped_ = std::move(done);
    if (config_.loop > 0) return;  // it hears when the process has left
    reads_.is_alone(config_.group, [this](bool alone) { leave_group(alone); });
}

void Ownership::leave_group(bool alone) {
    tick_.cancel();
    end_watch_->stop();
    announce_news(true);
    consumer_.reset();  // its partitions have another owner soon
    if (config_.tell_loops) config_.tell_loops({.kind = GroupNews::Kind::left, .alone = alone});
    begun_ = false;
    give_early_back();
    for (int p = 0; p < partitions(); ++p) give_back(p);
    if (alone)
        for (auto& each : partitions_) each->let_go();
    finish_stop(Clock::now() + longest_handover, Clock::now() + longest_handover + longest_acknowledgement);
}

/// Other owners' claims and delivery reports come through the loop: looks again in a moment until all are there.
void Ownership::finish_stop(Clock::time_point latest_handover, Clock::time_point latest) {
    const auto now = Clock::now();
    look_at_clock();
    if (now > latest_handover)
        for (auto& each : partitions_) each->let_go();
    const bool waiting = producers_.poll() > 0 ||
                         std::any_of(partitions_.begin(), partitions_.end(),
                                     [](const auto& each) { return each->state() != PartitionState::elsewhere; });
    if (waiting && now < latest) {
        stopping_.expires_after(std::chrono::milliseconds(20));
        stopping_.async_wait([=, this](auto aborted) {
            if (!aborted) finish_stop(latest_handover, latest);
        });
        return;
    }
    snapshot_tick_.cancel();
    std::exchange(stopped_, nullptr)();
}

}  // namespace tasklog::command
