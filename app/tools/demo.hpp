#pragma once
#include "app/settings.hpp"

namespace CLI {
class App;
}

namespace tasklog::app {

/// `tasklog demo`: an account with a year of tasks, to look at Tasklog with.
void add_demo(CLI::App& app, const Settings& settings);

}  // namespace tasklog::app
