#pragma once
#include <expected>
#include <functional>
#include <optional>
#include <vector>

#include "command/command.hpp"
#include "command/cost.hpp"
#include "events/workspace.hpp"
#include "infra/problem.hpp"

namespace tasklog::command {

/// What a command comes to: events, none where it changes nothing, or a refusal.
using Decision = std::expected<std::vector<Event>, Problem>;

/// Who sends a command, and when. A worker of ours may do what it is for in every workspace, and nothing else.
struct Sender {
    Sender(const PersonId& who, bool is_worker = false, Instant now = {}) : person(who), worker(is_worker), at(now) {}
    PersonId person;
    bool worker;
    Instant at;
};

/// Pure: the answer depends on nothing but the arguments. 404 for who is no member, 403 for who may do less than it
/// takes. What the looking costs is taken from `cost`; what the events cost is not.
Decision decide(const Workspace& workspace, const Sender& sender, const Command& command, Cost& cost);

/// The thing that the command is about and its version in `workspace`, after the command's events.
Result result_of(const Workspace& workspace, const Command& command);

struct Decided {
    std::vector<Event> events;
    std::vector<Result> results;
};

/// Decides a whole request and, if nothing is refused, leaves its events applied to `workspace` at the instant `at`.
/// If one command is refused the workspace is as it was, and the problem's pointer names that command.
/// A personal workspace begins with its first request, and comes back to its person with it where a stranger has begun
/// it. `bounds`: past them the request is refused. `over_share`: why the workspace may not grow by so many bytes, asked
/// where it grows.
using OverShare = std::function<std::optional<Problem>(const Workspace& workspace, bool is_new, std::size_t bytes)>;
std::expected<Decided, Problem> decide_all(Workspace& workspace, const Request& request, Instant at,
                                           const CostBounds& bounds = {}, const OverShare& over_share = {});

}  // namespace tasklog::command
