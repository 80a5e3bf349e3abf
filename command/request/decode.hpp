#pragma once
#include <expected>
#include <optional>
#include <string_view>

#include "command/command.hpp"
#include "infra/problem.hpp"

namespace tasklog::command {

/// What the body of POST /api/v1/commands asks for: one command, or {"commands":[…]}. Only `workspace` (the actor's own
/// if it is not named) and `commands` are set. Everything that can be told without the state is checked here: a problem
/// names the field by its JSON pointer.
/// `new_workspace`: the id of a workspace that is created without one.
std::expected<Request, Problem> decode(std::string_view body, const PersonId& actor, const WorkspaceId& new_workspace);

}  // namespace tasklog::command
