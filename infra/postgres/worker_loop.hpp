#pragma once
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "infra/postgres/session.hpp"
#include "infra/readiness.hpp"

namespace tasklog::postgres {

/// What a worker needs is away, though Postgres is there: it tries again later.
struct Unavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A process manager's thread: looks for what is to be done, again at once if there was something, else after a while.
/// While Postgres or something else that it needs is away it waits, and says so in the readiness of `part`.
class WorkerLoop {
  public:
    /// `begin`: once for each connection to Postgres. `round`: says how much it did; throws Unavailable.
    WorkerLoop(std::string part, std::string postgres, Readiness& readiness, std::function<void(Session&)> begin,
               std::function<std::size_t(Session&)> round);

  private:
    void run(const std::stop_token& stop);

    const std::string part_;
    const std::string postgres_;
    Readiness& readiness_;
    const std::function<void(Session&)> begin_;
    const std::function<std::size_t(Session&)> round_;
    std::unique_ptr<Session> session_;
    std::jthread thread_;
};

}  // namespace tasklog::postgres
