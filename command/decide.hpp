#pragma once
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "command/command.hpp"
#include "command/decision.hpp"

namespace tasklog::command {

/// Pure: the answer depends on nothing but the arguments. 404 for who is no member, 403 for who may do less than it
/// takes. What the looking costs is taken from `cost`; what the events cost is not.
Decision decide(const Workspace& workspace, const Sender& sender, const Command& command, Cost& cost);

/// The thing that the command is about and its version in `workspace`, after the command's events.
Result result_of(const Workspace& workspace, const Command& command);

struct RequestOutcome {
    std::vector<Event> events;
    std::vector<Result> results;
    std::map<std::size_t, words::Understood> understood{};  ///< of the lines in words, by the command's number
};

/// Decides a whole request and, if nothing is refused, leaves its events applied to `workspace` at the instant `at`.
/// If one command is refused the workspace is as it was, and the problem's pointer names that command.
/// A personal workspace begins with its first request, and comes back to its person with it where a stranger has begun
/// it. `bounds`: past them the request is refused. `over_share`: why the workspace may not grow by so many bytes, asked
/// where it grows.
using OverShare = std::function<std::optional<Problem>(const Workspace& workspace, bool is_new, std::size_t bytes)>;
std::expected<RequestOutcome, Problem> decide_and_apply(Workspace& workspace, const Request& request, Instant at,
                                                        const CostBounds& bounds = {},
                                                        const OverShare& over_share = {});

}  // namespace tasklog::command
