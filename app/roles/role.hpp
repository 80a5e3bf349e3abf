#pragma once
#include <set>

namespace tasklog::app {

/// A part of Tasklog that a process runs, alone or with others.
enum class Role { command, query, project, recurring, identity, import, integrate, notify, audit };

using RoleSet = std::set<Role>;

}  // namespace tasklog::app
