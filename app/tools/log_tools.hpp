#pragma once
#include "app/settings.hpp"

namespace CLI {
class App;
}

namespace tasklog::app {

/// `tasklog log cat`, `stats` and `tail`: the log as a person would want to look at it.
void add_log_tools(CLI::App& app, const Settings& settings);

}  // namespace tasklog::app
