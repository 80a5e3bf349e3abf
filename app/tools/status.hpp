#pragma once
#include "app/command_line.hpp"
#include "app/settings.hpp"

namespace tasklog::app {

/// `tasklog status`: how far each projection is.
void add_status(Command app, const Settings& settings, int& status);

}  // namespace tasklog::app
