#pragma once
#include "app/command_line.hpp"

namespace tasklog::app {

/// `tasklog add`: a task as one writes it in a line, to a running Tasklog.
void add_add(Command app);

}  // namespace tasklog::app
