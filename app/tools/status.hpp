#pragma once
#include "app/settings.hpp"

namespace CLI {
class App;
}

namespace tasklog::app {

/// `tasklog status`: how far each projection is.
void add_status(CLI::App& app, const Settings& settings, int& status);

}  // namespace tasklog::app
