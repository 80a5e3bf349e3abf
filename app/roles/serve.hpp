#pragma once
#include "app/roles/role.hpp"
#include "app/settings.hpp"

namespace tasklog::app {

/// Runs the roles in this process until SIGINT or SIGTERM, then ends cleanly: takes
/// nothing more, finishes what is in flight, gives partitions up. Returns the exit status.
int serve(const Settings& settings, const RoleSet& roles);

}  // namespace tasklog::app
