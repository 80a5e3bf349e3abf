#include "command/decide.hpp"

#include <iterator>

#include "events/form.hpp"
#include "events/journal.hpp"
#include "events/size.hpp"

namespace tasklog::command {
namespace {

std::uint64_t version_of(const Workspace& w, const Command& command) {
    return std::visit(
        [&]<class C>(const C& c) {
            if constexpr (AboutTask<C>) {
                const auto at = w.tasks.find(*c.task);
                return at == w.tasks.end() ? 0 : at->second.version;
            } else if constexpr (AboutList<C>) {
                const auto at = w.lists.find(*c.list);
                return at == w.lists.end() ? 0 : at->second.version;
            } else if constexpr (requires { c.comment; }) {
                const auto at = w.comments.find(*c.comment);
                return at == w.comments.end() ? 0 : at->second.version;
            } else {
                return w.version;
            }
        },
        command.body);
}

/// A UUIDv5: of those a personal workspace's is one.
bool can_be_personal(const WorkspaceId& id) { return id.bytes[6] >> 4 == 5; }

/// The events that begin a workspace: a personal one with its first request, another with CreateWorkspace. And the one
/// that gives a personal workspace back to its person.
std::expected<std::vector<Event>, Problem> begin(const Workspace& w, const Request& request) {
    const auto* create = std::get_if<CreateWorkspace>(&request.commands.front().body);
    const bool own = request.workspace.bytes == request.actor.bytes;
    if (w.exists && own && w.owner() != request.actor)
        return std::vector<Event>{WorkspaceReclaimed{request.actor, w.owner()}};
    if (w.exists) return std::vector<Event>{};
    if (create && !own && can_be_personal(request.workspace))
        return refuse(problems::id_reserved,
                      "A UUID of version 5 can be somebody's personal workspace: take a random one (version 4 or 7).",
                      "/workspace");
    if (create) return std::vector<Event>{WorkspaceCreated{create->title, request.actor}};
    if (own) return std::vector<Event>{WorkspaceCreated{"Personal", request.actor}};
    return std::vector<Event>{};
}

Role least_role(LeastRole allowed) {
    switch (allowed) {
        case LeastRole::viewers:
            return Role::viewer;
        case LeastRole::commenters:
            return Role::commenter;
        case LeastRole::owners:
            return Role::owner;
        default:
            return Role::editor;
    }
}

/// Why the actor may not send the command, if they may not.
std::optional<Problem> forbidden(const Workspace& w, const Sender& sender, const Body& body) {
    const LeastRole allowed = std::visit([]<class C>(const C&) { return C::allowed; }, body);
    // Who accepts an invitation is no member yet: its decision looks whether it is theirs.
    if (allowed == LeastRole::invited) return std::nullopt;
    // A worker of ours needs to be no member for what only it sends.
    const bool for_workers = allowed == LeastRole::workers;
    if (for_workers && sender.worker) {
        if (w.exists) return std::nullopt;
        return no_workspace().error();
    }
    const auto member = w.members.find(sender.person);
    // A workspace that exists but is not the actor's looks like one that does not.
    if (member == w.members.end()) return no_workspace().error();
    if (for_workers)
        return refuse(problems::worker_only, "This happens by itself: only Tasklog's own workers send it.", "/type")
            .error();
    const Role needed = least_role(allowed);
    if (member->second >= needed) return std::nullopt;
    return refuse(problems::role_forbids,
                  needed == Role::owner ? "Only the owner of this workspace may do that."
                                        : "Your role in this workspace lets you look, not change.",
                  "/type")
        .error();
}

/// Decides a command, of a task in words once it says what they say. `understood`: what that is.
Decision decide_in_words(const Workspace& w, const Sender& sender, const Command& command, Cost& cost,
                         std::optional<words::Understood>& understood) {
    const auto* in_words = std::get_if<CreateTask>(&command.body);
    if (!in_words || !in_words->words) return decide(w, sender, command, cost);
    if (auto problem = forbidden(w, sender, command.body)) return std::unexpected(std::move(*problem));
    CreateTask plain = *in_words;
    auto said = understand(w, sender, plain, cost);
    if (!said) return std::unexpected(std::move(said.error()));
    understood = std::move(*said);
    return decide(w, sender, {command.expected_version, std::move(plain)}, cost);
}

/// About what these events add to the state: things that are made, and texts.
std::size_t growth_of(const std::vector<Event>& events) {
    constexpr std::size_t little = 400;
    std::size_t bytes = 0;
    for (const Event& event : events) {
        const bool makes = std::holds_alternative<TaskCreated>(event) || std::holds_alternative<ListCreated>(event) ||
                           std::holds_alternative<CommentAdded>(event);
        const std::size_t size = json_bytes(event);
        if (makes || size > little) bytes += size + (makes ? little : 0);
    }
    return bytes;
}

}  // namespace

Decision decide(const Workspace& workspace, const Sender& sender, const Command& command, Cost& cost) {
    if (auto problem = forbidden(workspace, sender, command.body)) return std::unexpected(std::move(*problem));
    if (command.expected_version) {
        const std::uint64_t current = version_of(workspace, command);
        if (current != *command.expected_version)
            return std::unexpected(
                Problem{.type = problems::version_conflict,
                        .detail = "It is at version " + std::to_string(current) + " now. Read it again, then decide.",
                        .pointer = "/expectedVersion",
                        .current_version = current});
    }
    Decision decision = std::visit([&](const auto& c) { return decide(workspace, sender, c, cost); }, command.body);
    if (decision && cost.steps().left() == 0) return std::unexpected(too_costly());
    if (decision) add_rescheduled(workspace, *decision);
    return decision;
}

Result result_of(const Workspace& w, const Command& command) {
    const std::string id = std::visit(
        [&](const auto& c) {
            const auto& named = c.answer();
            if constexpr (std::is_same_v<decltype(named), const Whole&>) {
                return w.id.text();
            } else {
                return named->text();
            }
        },
        command.body);
    return {id, version_of(w, command)};
}

std::expected<RequestOutcome, Problem> decide_and_apply(Workspace& workspace, const Request& request, Instant at,
                                                        const CostBounds& bounds, const OverShare& over_share) {
    const bool is_new = !workspace.exists;
    auto first = begin(workspace, request);
    if (!first) return std::unexpected(first.error());
    const bool created = !first->empty() && std::holds_alternative<WorkspaceCreated>(first->front()) &&
                         std::holds_alternative<CreateWorkspace>(request.commands.front().body);
    Journal journal;
    // A refusal of the only command leaves nothing to take back.
    Journal* const undo = request.commands.size() > 1 || !first->empty() ? &journal : nullptr;
    Cost cost(bounds);
    RequestOutcome decided{.events = std::move(*first), .results = {}};
    cost.add(decided.events);
    for (const Event& event : decided.events) evolve(workspace, event, at, undo);
    decided.results.reserve(request.commands.size());
    for (std::size_t i = 0; i < request.commands.size(); ++i) {
        const Command& command = request.commands[i];
        if (i == 0 && created && over_share) {
            if (auto full = over_share(workspace, true, 0)) {
                journal.take_back(workspace);
                return std::unexpected(std::move(*full));
            }
        }
        if (i > 0 || !created) {
            std::optional<words::Understood> understood;
            Decision decision =
                decide_in_words(workspace, {request.actor, request.worker, at}, command, cost, understood);
            if (decision)
                if (auto too_much = cost.add(*decision)) decision = std::unexpected(std::move(*too_much));
            // What is only changed or ended takes no more room, or hardly: nobody is kept from tidying up.
            const std::size_t growth = decision && over_share ? growth_of(*decision) : 0;
            if (decision && over_share && (is_new || growth > 0))
                if (auto full = over_share(workspace, is_new, growth)) decision = std::unexpected(std::move(*full));
            if (!decision) {
                journal.take_back(workspace);
                Problem problem = decision.error();
                if (request.batch) problem.pointer = "/commands/" + std::to_string(i) + problem.pointer;
                return std::unexpected(std::move(problem));
            }
            if (understood) decided.understood.emplace(i, std::move(*understood));
            for (const Event& event : *decision) evolve(workspace, event, at, undo);
            if (decided.events.empty()) {
                decided.events = std::move(*decision);
            } else {
                std::move(decision->begin(), decision->end(), std::back_inserter(decided.events));
            }
        }
        decided.results.push_back(result_of(workspace, command));
    }
    return decided;
}

}  // namespace tasklog::command
