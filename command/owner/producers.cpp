#include "command/owner/producers.hpp"

#include <array>
#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "infra/log.hpp"
#include "infra/loop/later.hpp"

namespace asio = boost::asio;

namespace tasklog::command {
namespace {

constexpr std::uint64_t owner_record_bit = 1ULL << 63;  ///< of a tag; the rest is the partition
constexpr std::chrono::milliseconds announce_again{200};

}  // namespace

Producers::Producers(asio::io_context& io, kafka::Config config, Topics topics, Reports reports, Metrics& metrics)
    : io_(io),
      config_(std::move(config)),
      topics_(std::move(topics)),
      reports_(std::move(reports)),
      commits_sent_(metrics.counter("tasklog_commits_sent_total", "Commits sent to the log")),
      snapshots_sent_(metrics.counter("tasklog_snapshot_records_total", "Records written into the snapshots")),
      announcements_lost_(metrics.counter("tasklog_announcements_lost_total",
                                          "How often an owner could not tell where it is; it tells it again")) {
    make_log_producer();
    if (!topics_.snapshots.empty()) make_snapshot_producer();
}

Producers::~Producers() { *alive_ = false; }

void Producers::make_log_producer() {
    log_ = std::make_unique<kafka::Producer>(
        io_, config_,
        [this](const kafka::Delivery& delivery) {
            if ((delivery.tag & owner_record_bit) == 0) return reports_.delivered(delivery);
            if (delivery.offset) return;
            announcements_lost_.Increment();
            const int p = static_cast<int>(delivery.tag & ~owner_record_bit);
            later(io_, announce_again, alive_, [this, p] { reports_.announcement_lost(p); });
        },
        [this](const std::string& why) {
            // Not from within the producer's own callback: replace it in the next turn, before anyone claims again.
            asio::post(io_, [this, why, alive = alive_] {
                if (!*alive) return;
                reports_.failed(why);
                make_log_producer();
            });
        },
        [this] { reports_.interrupted(); });
}

void Producers::make_snapshot_producer() {
    kafka::Config config = config_;
    config.settings.emplace("compression.codec", "lz4");
    snapshots_ = std::make_unique<kafka::Producer>(
        io_, config, [this](const kafka::Delivery& delivery) { reports_.snapshot_delivered(delivery); },
        [this](const std::string& why) {
            asio::post(io_, [this, why, alive = alive_] {
                if (!*alive) return;
                log::warn("the producer of snapshots failed", {{"why", why}});
                make_snapshot_producer();
                reports_.snapshots_lost();
            });
        });
}

void Producers::send(int partition, Outgoing record) {
    const bool first = unsent_.empty();
    unsent_.push_back({partition, std::move(record)});
    if (!first) return;
    asio::post(io_, [this, alive = alive_] {
        if (*alive) flush();
    });
}

void Producers::flush() {
    for (const auto& [partition, record] : std::exchange(unsent_, {})) {
        const std::string claim = std::to_string(record.claim);
        const std::string seq = std::to_string(record.seq);
        const std::string attempt = std::to_string(record.attempt);
        const std::array<std::pair<std::string_view, std::string_view>, 5> headers{{{"kind", record.kind},
                                                                                    {"claim", claim},
                                                                                    {"seq", seq},
                                                                                    {"attempt", attempt},
                                                                                    {"traceparent", record.trace}}};
        const bool commit = record.kind == "commit";
        const std::size_t count = !commit ? 1 : record.trace.empty() ? 4 : 5;
        if (commit) commits_sent_.Increment();
        log_->produce(topics_.events, partition, record.key, record.value, kafka::Headers(headers).first(count),
                      record.tag);
    }
}

void Producers::send_snapshot(int partition, const SnapshotRecord& record, std::uint64_t tag) {
    const std::string claim = std::to_string(record.claim);
    const std::array<std::pair<std::string_view, std::string_view>, 1> headers{{{"claim", claim}}};
    snapshots_sent_.Increment();
    snapshots_->produce(topics_.snapshots, partition, record.key, record.value, headers, tag);
}

void Producers::announce(int partition, const std::string& owner) {
    log_->produce(topics_.owners, 0, std::to_string(partition), owner, {},
                  owner_record_bit | static_cast<std::uint64_t>(partition));
}

}  // namespace tasklog::command
