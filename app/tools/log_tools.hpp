#pragma once
#include "app/command_line.hpp"
#include "app/settings.hpp"

namespace tasklog::app {

/// `tasklog log cat`, `stats` and `tail`: the log as a person would want to look at it.
void add_log_tools(Command app, const Settings& settings);

}  // namespace tasklog::app
