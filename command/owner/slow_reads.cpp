#include "command/owner/slow_reads.hpp"

#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "infra/kafka/admin.hpp"
#include "infra/log.hpp"
#include "infra/loop/later.hpp"

namespace asio = boost::asio;

namespace tasklog::command {
namespace {

constexpr std::chrono::seconds between_readings{5};  ///< of snapshots that cannot be read; none are written till then
constexpr std::chrono::seconds longest_look{1};

}  // namespace

void SlowReads::stop() {
    *alive_ = false;
    stopping_ = true;
    threads_.join();
}

/// Runs `work` on a thread, then `then` with what it gives on the loop, unless this is gone by then.
template <class Work, class Then>
void SlowReads::aside(Work work, Then then) {
    asio::post(threads_, [this, alive = alive_, work = std::move(work), then = std::move(then)]() mutable {
        asio::post(io_, [alive, done = work(), then = std::move(then)]() mutable {
            if (*alive) then(std::move(done));
        });
    });
}

void SlowReads::known_state(int p, std::vector<LogMark> known,
                            std::function<void(std::expected<KnownState, std::string>)> then) {
    aside(
        [this, p, known = std::move(known)]() -> std::expected<KnownState, std::string> {
            try {
                return read_known_state(config_, topics_, p, known, stopping_);
            } catch (const std::exception& error) {
                return std::unexpected(error.what());
            }
        },
        std::move(then));
}

void SlowReads::late_snapshots(int p, std::int64_t from, std::function<void(LateSnapshots)> then) {
    aside(
        [this, p, from]() -> std::optional<LateSnapshots> {
            try {
                return read_late_snapshots(config_, topics_.snapshots, p, from, stopping_);
            } catch (const std::exception& error) {
                log::warn("the snapshots cannot be read again", {{"partition", p}, {"why", error.what()}});
                return std::nullopt;
            }
        },
        [this, p, from, then = std::move(then)](std::optional<LateSnapshots> late) mutable {
            if (late) return then(std::move(*late));
            later(io_, between_readings, alive_,
                  [this, p, from, then = std::move(then)] { late_snapshots(p, from, then); });
        });
}

void SlowReads::sight(int p, const std::vector<LogMark>& known,
                      std::function<void(const std::optional<PartitionSight>&)> then) {
    aside(
        [this, p, known]() -> std::optional<PartitionSight> {
            try {
                PartitionSight sight{.log = look_at_log(config_, topics_.events, p, known)};
                if (!topics_.snapshots.empty()) sight.snapshots_end = snapshots_end(config_, topics_.snapshots, p);
                return sight;
            } catch (const kafka::Error& error) {
                log::debug("the log cannot be looked at", {{"partition", p}, {"why", error.what()}});
                return std::nullopt;
            }
        },
        std::move(then));
}

void SlowReads::end_of_log(kafka::Consumer& client, int p,
                           std::function<void(const std::optional<std::int64_t>&)> then) {
    aside(
        [this, &client, p]() -> std::optional<std::int64_t> {
            try {
                return client.end_offset(topics_.events, p, longest_look);
            } catch (const kafka::Error&) {
                return std::nullopt;
            }
        },
        std::move(then));
}

void SlowReads::is_alone(const std::string& group, std::function<void(bool)> then) {
    aside(
        [this, group] {
            try {
                return kafka::group_members(config_, group, std::chrono::seconds(1)) <= 1;
            } catch (const kafka::Error&) {
                return true;  // there is no cluster to hand anything over to
            }
        },
        std::move(then));
}

void SlowReads::destroy(std::shared_ptr<const void> state) {
    asio::post(threads_, [state = std::move(state)] {});
}

}  // namespace tasklog::command
