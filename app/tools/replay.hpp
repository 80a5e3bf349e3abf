#pragma once
#include "app/settings.hpp"

namespace CLI {
class App;
}

namespace tasklog::app {

/// `tasklog replay`: rebuilds read models from the log, beside the live ones, and switches; or looks at the past,
/// verifies, and retries what is parked.
void add_replay(CLI::App& app, const Settings& settings, int& status);

}  // namespace tasklog::app
