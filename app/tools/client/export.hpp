#pragma once
#include "app/command_line.hpp"

namespace tasklog::app {

/// `tasklog export`: writes a workspace's lists and tasks as JSON Lines.
void add_export(Command app);

}  // namespace tasklog::app
