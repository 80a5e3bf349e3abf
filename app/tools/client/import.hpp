#pragma once
#include "app/command_line.hpp"

namespace tasklog::app {

/// `tasklog import FILE`: sends what another program's file holds to a running Tasklog.
/// `status` becomes 1 if a part of the file was skipped.
void add_import(Command app, int& status);

}  // namespace tasklog::app
