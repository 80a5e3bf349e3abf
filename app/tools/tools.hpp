#pragma once
#include "app/settings.hpp"

namespace CLI {
class App;
}

namespace tasklog::app {

/// The subcommands that do one thing and end: token, topics, migrate, log, replay, account, demo, import, export.
void add_tools(CLI::App& app, const Settings& settings, int& status);

}  // namespace tasklog::app
