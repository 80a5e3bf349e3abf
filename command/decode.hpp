#pragma once
#include <expected>
#include <optional>
#include <string_view>

#include "command/command.hpp"
#include "infra/problem.hpp"

namespace tasklog::command {

/// What the body of POST /api/v1/commands asks for: one command, or {"commands":[…]}. Only `workspace` (the actor's own
/// if it is not named) and `commands` are set. Everything that can be told without the state is checked here, but for
/// recurrence rules (below): a problem names the field by its JSON pointer.
/// `new_workspace`: the id of a workspace that is created without one.
std::expected<Request, Problem> decode(std::string_view body, const PersonId& actor, const WorkspaceId& new_workspace);

/// Whether there are recurrence rules in a decoded request, which fault_of_rules() must then find good.
bool has_rules(const Request& request);
/// The first rule that is none, or never has a date. To find that out can take libical a second: not for a loop.
std::optional<Problem> fault_of_rules(const Request& request);

}  // namespace tasklog::command
