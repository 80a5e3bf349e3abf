#pragma once
#include <set>
#include <string>

#include "app/settings.hpp"

namespace tasklog::app {

/// Runs the roles ("command", "query", "project") in this process until SIGINT or SIGTERM, then ends cleanly: takes
/// nothing more, finishes what is in flight, gives partitions up. Returns the exit status.
int serve(const Settings& settings, const std::set<std::string>& roles);

}  // namespace tasklog::app
