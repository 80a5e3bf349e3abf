#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace tasklog::projections {

/// A command that a worker wants sent.
struct WorkerCommand {
    std::string key;    ///< its Idempotency-Key
    std::string cause;  ///< what made the worker send it
    std::string body;   ///< JSON
};
/// What came of it. Unavailable: nobody answered, or not yet.
struct SendOutcome {
    enum class What { accepted, refused, unavailable } what = What::unavailable;
    std::string why{};
};
/// Sends several at once, and says what came of each.
using SendCommands = std::function<std::vector<SendOutcome>(std::span<const WorkerCommand>)>;

}  // namespace tasklog::projections
