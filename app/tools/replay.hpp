#pragma once
#include "app/command_line.hpp"
#include "app/settings.hpp"

namespace tasklog::app {

/// `tasklog replay`: rebuilds read models from the log, beside the live ones, and switches; or looks at the past,
/// verifies, and retries what is parked.
void add_replay(Command app, const Settings& settings, int& status);

}  // namespace tasklog::app
