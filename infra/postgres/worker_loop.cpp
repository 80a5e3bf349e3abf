#include "infra/postgres/worker_loop.hpp"

#include <chrono>

#include "infra/log.hpp"
#include "infra/loop/thread_name.hpp"

namespace tasklog::postgres {
namespace {

constexpr std::chrono::milliseconds shortest_rest{100};  ///< after a look that found nothing
constexpr std::chrono::milliseconds longest_rest{1'000};
constexpr std::chrono::milliseconds pause_away{1'000};  ///< when Postgres or something else is away

}  // namespace

WorkerLoop::WorkerLoop(std::string part, Address postgres, std::shared_ptr<Alarm> alarm, Readiness& readiness,
                       std::function<void(Session&)> begin, std::function<std::size_t(Session&)> round)
    : part_(std::move(part)),
      postgres_(std::move(postgres)),
      alarm_(std::move(alarm)),
      readiness_(readiness),
      begin_(std::move(begin)),
      round_(std::move(round)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void WorkerLoop::run(const std::stop_token& stop) {
    name_this_thread(part_);
    bool go_on = true;
    while (go_on) {
        try {
            if (!session_) {
                auto session = std::make_unique<Session>(postgres_);
                begin_(*session);
                session_ = std::move(session);
            }
            const std::uint64_t heard = alarm_->rung();
            const std::size_t done = round_(*session_);
            readiness_.ready(part_);
            if (done > 0) alarm_->ring();
            go_on = done > 0 ? !stop.stop_requested() : rest(stop, heard);
        } catch (const Unavailable& error) {
            log::debug("worker waits", {{"part", part_}, {"why", error.what()}});
            go_on = wait(stop, pause_away);
        } catch (const std::exception& error) {
            if (!is_connection_error(error)) log::error("worker failed", {{"part", part_}, {"why", error.what()}});
            readiness_.waiting(part_, error.what());
            session_.reset();
            go_on = wait(stop, pause_away);
        }
    }
}

/// An alarm that rings all the time, as it does under load, is not a look at Postgres each time. False if it was told
/// to stop meanwhile.
bool WorkerLoop::rest(const std::stop_token& stop, std::uint64_t heard) {
    const auto begun = std::chrono::steady_clock::now();
    alarm_->wait(stop, heard, longest_rest);
    const auto rested = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    return rested < shortest_rest ? wait(stop, shortest_rest - rested) : !stop.stop_requested();
}

}  // namespace tasklog::postgres
