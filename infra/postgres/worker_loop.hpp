#pragma once
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "infra/loop/alarm.hpp"
#include "infra/postgres/session.hpp"
#include "infra/readiness.hpp"

namespace tasklog::postgres {

/// What a worker needs is away, though Postgres is there: it tries again later.
struct Unavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A process manager's thread: looks for what is to be done, again at once if there was something, else when the alarm
/// rings, or after a second: what another process has made, or what has become due, rings nothing. It rings itself when
/// it has done something, for those who go on with that. While Postgres or something else that it needs is away it
/// waits, and says so in the readiness of `part`.
class WorkerLoop {
  public:
    /// `begin`: once for each connection to Postgres. `round`: says how much it did; throws Unavailable.
    WorkerLoop(std::string part, Address postgres, std::shared_ptr<Alarm> alarm, Readiness& readiness,
               std::function<void(Session&)> begin, std::function<std::size_t(Session&)> round);

  private:
    void run(const std::stop_token& stop);
    bool rest(const std::stop_token& stop, std::uint64_t heard);

    const std::string part_;
    const Address postgres_;
    const std::shared_ptr<Alarm> alarm_;
    Readiness& readiness_;
    const std::function<void(Session&)> begin_;
    const std::function<std::size_t(Session&)> round_;
    std::unique_ptr<Session> session_;
    std::jthread thread_;
};

}  // namespace tasklog::postgres
