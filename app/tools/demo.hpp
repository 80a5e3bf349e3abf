#pragma once
#include "app/command_line.hpp"
#include "app/settings.hpp"

namespace tasklog::app {

/// `tasklog demo`: an account with a year of tasks, to look at Tasklog with.
void add_demo(Command app, const Settings& settings);

}  // namespace tasklog::app
