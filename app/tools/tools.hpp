#pragma once
#include "app/command_line.hpp"
#include "app/settings.hpp"

namespace tasklog::app {

/// The subcommands that do one thing and end: token, topics, migrate, log, replay, account, demo, import, export.
void add_tools(Command app, const Settings& settings, int& status);

}  // namespace tasklog::app
