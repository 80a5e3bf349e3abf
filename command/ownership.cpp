#include "command/ownership.hpp"

#include <utility>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <limits>

#include "command/snapshot_topic.hpp"
#include "events/json.hpp"
#include "events/json_read.hpp"
#include "infra/kafka/admin.hpp"
#include "infra/later.hpp"
#include "infra/log.hpp"
#include "infra/uuid.hpp"

namespace asio = boost::asio;

namespace tasklog::command {
namespace {

constexpr std::size_t records_a_turn = 2'000;           ///< between two turns other work of the loop is done
constexpr std::uint64_t owner_record_bit = 1ULL << 63;  ///< of a tag; the rest is the partition
constexpr std::chrono::milliseconds announce_again{200};
constexpr std::chrono::seconds longest_doubt{3};
constexpr std::chrono::milliseconds between_snapshot_turns{10};
constexpr std::int64_t almost = 1'000;  ///< so many records are read in a moment
constexpr std::chrono::milliseconds short_tick{5};
constexpr std::chrono::milliseconds quiet{10};  ///< so long nothing came of an owner that was fenced off
constexpr std::chrono::milliseconds longest_quiet{1'000};
constexpr std::chrono::seconds longest_handover{20};  ///< a process that is stopped waits for others to take over

}  // namespace

Ownership::Ownership(asio::io_context& io, OwnershipConfig config, int partitions, Metrics& metrics,
                     Readiness& readiness)
    : io_(io),
      config_(std::move(config)),
      readiness_(readiness),
      owned_(metrics.gauge("tasklog_partitions_owned", "Partitions that this instance writes")),
      given_up_(
          metrics.counter("tasklog_claims_given_up_total", "Claims given up because the log was not as expected")),
      records_sent_(metrics.counter("tasklog_commits_sent_total", "Commits sent to the log")),
      snapshots_sent_(metrics.counter("tasklog_snapshot_records_total", "Records written into the snapshots")),
      takeover_seconds_(metrics.histogram("tasklog_takeover_seconds",
                                          "From being assigned a partition to owning it, its state read")),
      tick_(io),
      snapshot_tick_(io),
      stopping_(io) {
    for (int p = 0; p < partitions; ++p)
        writers_.push_back(std::make_unique<PartitionWriter>(
            p, [this, p](Outgoing record) { send(p, std::move(record)); },
            [this, p](const std::string& why) { begin_again(p, why); }, WriterLimits{.snapshots = config_.snapshots},
            snapshot_sender(p),
            [this](std::shared_ptr<const void> state) { asio::post(readers_, [state = std::move(state)] {}); }));
    make_producer();
    if (!config_.snapshots_topic.empty()) {
        make_snapshot_producer();
        write_snapshots();
    }
    owners_consumer_ = std::make_unique<kafka::Consumer>(config_.kafka, "");
    owners_consumer_->assign(config_.owners_topic, {{0, 0}});
    owners_consumer_->watch(io_, [this] { read_owners(); });
    read_owners();  // what came before it was watched
    kafka::Config reading = config_.kafka;
    reading.settings.emplace("enable.partition.eof", "true");
    reading.settings.emplace("fetch.wait.max.ms", "5");  // it tells of an end when the broker has waited so long
    reader_ = std::make_unique<kafka::Consumer>(reading, "");
    reader_->prepare(config_.events_topic);
    reader_->on_end([this](int partition) {
        if (const auto at = takeovers_.find(partition); at != takeovers_.end()) at->second.at_end = true;
    });
    reader_->watch(io_, [this] { pump(); });
    consumer_ = std::make_unique<kafka::Consumer>(config_.kafka, config_.group, config_.session_timeout);
    consumer_->subscribe(config_.events_topic, {.on_assign = [this](int partition) -> std::optional<std::int64_t> {
                                                    assigned_.insert(partition);
                                                    if (leaving_.erase(partition) > 0) {
                                                        // Others may have owned it meanwhile.
                                                        writer(partition).give_up("the partition came back");
                                                    } else {
                                                        begin(partition);
                                                    }
                                                    return std::nullopt;
                                                },
                                                .on_revoke =
                                                    [this](int partition) {
                                                        log::info("partition revoked", {{"partition", partition}});
                                                        assigned_.erase(partition);
                                                        stop_reading(partition);
                                                        leave(partition);
                                                    }});
    consumer_->watch(io_, [this] { pump(); });
    tell_readiness();
    pump();
}

Ownership::~Ownership() {
    *alive_ = false;
    stopping_readers_ = true;
    readers_.join();
    consumer_.reset();
    reader_.reset();
    owners_consumer_.reset();
    producer_.reset();
    snapshot_producer_.reset();
}

std::string Ownership::owner_of(int partition) const {
    const auto at = owners_.find(partition);
    return at == owners_.end() ? std::string() : at->second.address;
}

void Ownership::look_at_clock() {
    const auto now = std::chrono::steady_clock::now();
    const bool late = now - last_turn_ >= config_.session_timeout / 2;
    last_turn_ = now;
    if (!late) return;
    ++doubts_;
    for (auto& each : writers_) each->doubt(true);
    ask_the_log();
}

/// Who else writes to a partition appends a claim first: where the log ends as we left it, it is ours still.
void Ownership::ask_the_log() {
    if (asked_ > 0) return;
    std::vector<std::pair<int, std::int64_t>> owned;
    for (std::size_t p = 0; p < writers_.size(); ++p)
        if (writers_[p]->owning()) owned.emplace_back(static_cast<int>(p), writers_[p]->token());
    if (owned.empty()) return;
    asked_ = owned.size();
    log::warn("this process was kept from running: it asks the log whether its partitions are its own still", {});
    asio::post(readers_, [this, owned = std::move(owned), doubt = doubts_, alive = alive_] {
        for (const auto& [partition, token] : owned) {
            std::optional<std::int64_t> end;
            try {
                kafka::Consumer consumer(config_.kafka, "");
                end = consumer.end_offset(config_.events_topic, partition, longest_doubt);
            } catch (const kafka::Error& error) {
                log::debug("the log's end is not known", {{"partition", partition}, {"why", error.what()}});
            }
            asio::post(io_, [this, partition = partition, token = token, end, doubt, alive] {
                if (*alive) log_ends_at(partition, token, end, doubt);
            });
        }
    });
}

void Ownership::log_ends_at(int partition, std::int64_t token, std::optional<std::int64_t> end, std::uint64_t doubt) {
    --asked_;
    // It was asked before this process slept again: what it says is old by now.
    if (doubt != doubts_) {
        if (asked_ == 0) ask_the_log();
        return;
    }
    PartitionWriter& each = writer(partition);
    if (!each.owning() || each.token() != token) return;
    // What is in flight may be in the log already, or not yet.
    if (end && *end <= each.expected_end()) {
        each.doubt(false);
    } else {
        each.give_up("this process was kept from running, and another has written to the partition since");
    }
}

void Ownership::make_producer() {
    producer_ = std::make_unique<kafka::Producer>(
        io_, config_.kafka,
        [this](const kafka::Delivery& delivery) {
            if ((delivery.tag & owner_record_bit) == 0)
                return writer(delivery.partition).delivered(delivery.tag, delivery.offset);
            // Nobody would find the owner, and the one before would wait: it is told until it is heard.
            if (delivery.offset) return;
            const int partition = static_cast<int>(delivery.tag & ~owner_record_bit);
            later(io_, announce_again, alive_, [this, partition] {
                if (writer(partition).owning()) announce(partition);
            });
        },
        [this](const std::string& why) {
            // Not from within the producer's own callback: replace it in the next turn, before anyone claims again.
            asio::post(io_, [this, why, alive = alive_] {
                if (!*alive) return;
                for (auto& each : writers_) each->give_up("the producer failed: " + why);
                make_producer();
            });
        });
}

/// Records go to the client at the end of the loop's turn, all that the turn has made together: fuller batches, fewer
/// wake-ups of the client's thread, and no wait for a lone one.
void Ownership::send(int partition, Outgoing record) {
    const bool first = unsent_.empty();
    unsent_.push_back({partition, std::move(record)});
    if (!first) return;
    asio::post(io_, [this, alive = alive_] {
        if (*alive) flush();
    });
}

void Ownership::flush() {
    for (const auto& [partition, record] : std::exchange(unsent_, {})) {
        const std::string claim = std::to_string(record.claim);
        const std::string seq = std::to_string(record.seq);
        const std::array<std::pair<std::string_view, std::string_view>, 4> headers{
            {{"kind", record.kind}, {"claim", claim}, {"seq", seq}, {"traceparent", record.trace}}};
        const bool commit = record.kind == "commit";
        const std::size_t count = !commit ? 1 : record.trace.empty() ? 3 : 4;
        if (commit) records_sent_.Increment();
        producer_->produce(config_.events_topic, partition, record.key, record.value,
                           kafka::Headers(headers).first(count), record.tag);
    }
}

void Ownership::begin(int partition) {
    static std::uint64_t number = 0;
    stop_reading(partition);
    takeovers_[partition] = {++number, std::chrono::steady_clock::now()};
    writer(partition).follow();
    if (config_.snapshots_topic.empty()) {
        reader_->add(config_.events_topic, partition, 0);
    } else {
        read_snapshots(partition);
    }
}

/// On a thread of its own; then the loop reads the log's tail.
void Ownership::read_snapshots(int partition) {
    asio::post(readers_, [this, partition, number = takeovers_.at(partition).number, alive = alive_] {
        Restored restored;
        try {
            restored = command::read_snapshots(config_.kafka, config_.snapshots_topic, partition, stopping_readers_);
        } catch (const std::exception& error) {
            restored = {.topic_end = std::numeric_limits<std::int64_t>::max(), .ignored = error.what()};
        }
        asio::post(io_, [this, partition, number, alive, restored = std::move(restored)]() mutable {
            if (!*alive) return;
            const auto at = takeovers_.find(partition);
            if (at == takeovers_.end() || at->second.number != number || !writer(partition).following()) return;
            reader_->add(config_.events_topic, partition, writer(partition).restore(std::move(restored)));
        });
    });
}

void Ownership::stop_reading(int partition) {
    if (takeovers_.erase(partition) > 0) reader_->remove(partition);
}

Snapshotter::Send Ownership::snapshot_sender(int partition) {
    if (config_.snapshots_topic.empty()) return {};
    return [this, partition](const SnapshotRecord& record, std::uint64_t tag) {
        const std::string claim = std::to_string(record.claim);
        const std::array<std::pair<std::string_view, std::string_view>, 1> headers{{{"claim", claim}}};
        snapshots_sent_.Increment();
        snapshot_producer_->produce(config_.snapshots_topic, partition, record.key, record.value, headers, tag);
    };
}

/// A client of its own: a snapshot must not stand before a commit in the same queue.
void Ownership::make_snapshot_producer() {
    kafka::Config config = config_.kafka;
    config.settings.emplace("compression.codec", "lz4");
    snapshot_producer_ = std::make_unique<kafka::Producer>(
        io_, config,
        [this](const kafka::Delivery& delivery) {
            writer(delivery.partition).snapshot_delivered(delivery.tag, delivery.offset.has_value());
        },
        [this](const std::string& why) {
            asio::post(io_, [this, why, alive = alive_] {
                if (!*alive) return;
                log::warn("the producer of snapshots failed", {{"why", why}});
                make_snapshot_producer();
                for (auto& each : writers_) each->snapshots_lost();
            });
        });
}

void Ownership::write_snapshots() {
    for (std::size_t p = 0; p < writers_.size(); ++p)
        if (!leaving_.contains(static_cast<int>(p))) writers_[p]->write_snapshots();
    snapshot_tick_.expires_after(between_snapshot_turns);
    snapshot_tick_.async_wait([this](auto aborted) {
        if (!aborted) write_snapshots();
    });
}

/// Another instance is to own the partition. Until its claim is there this one does, and serves: nobody is kept waiting
/// while the other reads the partition's state.
void Ownership::leave(int partition) {
    if (writer(partition).owning()) {
        leaving_.insert(partition);
        writer(partition).leave();
    } else {
        writer(partition).release();
    }
    tell_readiness();
}

/// After a claim was given up: the state is rebuilt from the log, under a new claim.
void Ownership::begin_again(int partition, const std::string& why) {
    log::warn("claim given up", {{"partition", partition}, {"why", why}});
    given_up_.Increment();
    leaving_.erase(partition);
    tell_readiness();
    // Not after a fixed time: two that take a partition from each other in step would get nothing done.
    const std::chrono::milliseconds pause{std::uniform_int_distribution(50, 500)(random_)};
    later(io_, pause, alive_, [this, partition] {
        if (assigned_.contains(partition) && writer(partition).idle()) begin(partition);
    });
}

void Ownership::pump() {
    if (!consumer_) return;
    look_at_clock();
    // Polling is also what tells the group that this member is alive, and this loop that it did not sleep.
    while (consumer_->poll(std::chrono::milliseconds(0))) {
    }
    if (!joined_ && consumer_->joined()) {
        joined_ = true;
        tell_readiness();
    }
    tick_.expires_after(joined_ && takeovers_.empty() ? config_.session_timeout / 8 : short_tick);
    tick_.async_wait([this](auto aborted) {
        if (!aborted) pump();
    });
    for (std::size_t i = 0; i < records_a_turn; ++i) {
        const auto record = reader_->poll(std::chrono::milliseconds(0));
        if (!record) return claim_what_is_read();
        const auto takeover = takeovers_.find(record->partition());
        if (takeover == takeovers_.end()) continue;
        ++takeover->second.records;
        takeover->second.next_offset = record->offset() + 1;
        takeover->second.last_record = last_turn_;
        if (writer(record->partition()).read(log_record(*record))) owned(record->partition());
    }
    claim_what_is_read();
    if (std::exchange(pump_posted_, true)) return;
    asio::post(io_, [this, alive = alive_] {
        if (!*alive) return;
        pump_posted_ = false;
        pump();
    });
}

/// Those partitions that have been followed to their end, or almost: while another writes it is never reached. First
/// the owner till now is fenced off; then, when nothing of it comes any more, the partition is claimed.
void Ownership::claim_what_is_read() {
    for (auto& [partition, takeover] : takeovers_) {
        PartitionWriter& each = writer(partition);
        const auto end = reader_->known_end_offset(partition);
        takeover.at_end |= takeover.next_offset && end && *takeover.next_offset + almost >= *end;
        if (!each.following() || !takeover.at_end) continue;
        const auto since = [this](auto then) { return last_turn_ - then; };
        if (each.token() < 0 || (takeover.fenced && (since(std::max(*takeover.fenced, takeover.last_record)) > quiet ||
                                                     since(*takeover.fenced) > longest_quiet))) {
            each.claim(uuid_v7());
        } else if (!takeover.fenced) {
            takeover.fenced = last_turn_;
            each.fence(uuid_v7());
        }
    }
}

void Ownership::owned(int partition) {
    const std::int64_t token = writer(partition).token();
    const Takeover takeover = takeovers_.at(partition);
    stop_reading(partition);  // what comes after the claim is our own, or takes the partition from us
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - takeover.begun;
    takeover_seconds_.Observe(took.count());
    log::info("partition owned", {{"partition", partition},
                                  {"claim", token},
                                  {"records_read", takeover.records},
                                  {"took_ms", static_cast<std::int64_t>(took.count() * 1000)}});
    owners_[partition] = {token, config_.address};
    announce(partition);
    tell_readiness();
}

/// In the topic of owners.
void Ownership::announce(int partition) {
    const std::int64_t token = writer(partition).token();
    rapidjson::StringBuffer buffer;
    json::Writer w(buffer);
    w.StartObject();
    json::write_member(w, "address", config_.address);
    json::write_member(w, "claim", static_cast<std::uint64_t>(token));
    w.EndObject();
    producer_->produce(config_.owners_topic, 0, std::to_string(partition), {buffer.GetString(), buffer.GetSize()}, {},
                       owner_record_bit | static_cast<std::uint64_t>(partition));
}

void Ownership::read_owners() {
    while (const auto record = owners_consumer_->poll(std::chrono::milliseconds(0))) {
        const auto document = json::parse(record->value());
        const int partition = std::atoi(std::string(record->key()).c_str());
        std::string address;
        std::uint64_t claim = 0;
        if (!document || json::read_member(*document, "address", address) ||
            json::read_member(*document, "claim", claim))
            continue;
        Owner& known = owners_[partition];
        if (static_cast<std::int64_t>(claim) > known.token) known = {static_cast<std::int64_t>(claim), address};
        if (leaving_.contains(partition) && known.token > writer(partition).token()) {
            leaving_.erase(partition);
            writer(partition).release();
        }
    }
    tell_readiness();
}

/// Each partition has an owner that is not this instance in a life before.
bool Ownership::all_found() const {
    return std::all_of(owners_.begin(), owners_.end(), [this](const auto& each) {
        const auto& [partition, owner] = each;
        return owner.address != config_.address ||
               (partition < partitions() && writers_[static_cast<std::size_t>(partition)]->owning());
    });
}

void Ownership::tell_readiness() {
    std::size_t ours = 0;
    for (const auto& each : writers_) ours += each->owning() ? 1 : 0;
    owned_.Set(static_cast<double>(ours));
    if (!joined_) {
        readiness_.waiting("partitions", "has not joined its group yet");
    } else if (owners_.size() < writers_.size() || !all_found()) {
        readiness_.waiting("partitions", "not every partition has an owner yet");
    } else if (std::any_of(assigned_.begin(), assigned_.end(), [this](int p) { return !writer(p).owning(); })) {
        readiness_.waiting("partitions", "rebuilding the state of a partition from the log");
    } else {
        readiness_.ready("partitions");
    }
}

void Ownership::stop(std::function<void()> done) {
    stopped_ = std::move(done);
    const auto now = std::chrono::steady_clock::now();
    const bool alone = is_alone();
    tick_.cancel();
    consumer_.reset();  // leaves the group: its partitions have another owner soon
    if (alone) leave_none();
    finish_stop(now + longest_handover, now + longest_handover + std::chrono::seconds(5));
}

bool Ownership::is_alone() const {
    try {
        return kafka::group_members(config_.kafka, config_.group, std::chrono::seconds(1)) <= 1;
    } catch (const kafka::Error&) {
        return true;  // there is no cluster to hand anything over to
    }
}

/// No more waiting for another owner.
void Ownership::leave_none() {
    for (const int partition : std::exchange(leaving_, {})) writer(partition).release();
}

/// Other owners' claims and delivery reports come through the loop: looks again in a moment until all are there.
void Ownership::finish_stop(std::chrono::steady_clock::time_point latest_handover,
                            std::chrono::steady_clock::time_point latest) {
    const auto now = std::chrono::steady_clock::now();
    look_at_clock();
    if (now > latest_handover) leave_none();
    const bool waiting = !leaving_.empty() || std::any_of(writers_.begin(), writers_.end(),
                                                          [](const auto& each) { return each->waiting() > 0; });
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
