#pragma once
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "infra/postgres/session.hpp"
#include "infra/readiness.hpp"

namespace tasklog::projections {

/// A command that a worker wants sent.
struct WorkerCommand {
    std::string key;    ///< its Idempotency-Key
    std::string cause;  ///< what made the worker send it
    std::string body;   ///< JSON
};
/// What came of it. Unavailable: nobody answered, or not yet.
struct Sent {
    enum class What { accepted, refused, unavailable } what = What::unavailable;
    std::string why{};
};
/// Sends several at once, and says what came of each.
using SendCommands = std::function<std::vector<Sent>(std::span<const WorkerCommand>)>;

/// What a worker needs is away, though Postgres is there: it tries again later.
struct Unavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A process manager's thread: looks for what is to be done, again at once if there was something, else after a while.
/// While Postgres or something else that it needs is away it waits, and says so in the readiness of `part`.
class WorkerLoop {
  public:
    /// `begin`: once for each connection to Postgres. `round`: says how much it did; throws Unavailable.
    WorkerLoop(std::string part, std::string postgres, Readiness& readiness,
               std::function<void(postgres::Session&)> begin, std::function<std::size_t(postgres::Session&)> round);

  private:
    void run(const std::stop_token& stop);

    const std::string part_;
    const std::string postgres_;
    Readiness& readiness_;
    const std::function<void(postgres::Session&)> begin_;
    const std::function<std::size_t(postgres::Session&)> round_;
    std::unique_ptr<postgres::Session> session_;
    std::jthread thread_;
};

}  // namespace tasklog::projections
