#pragma once
#include <CLI/App.hpp>

#include "app/settings.hpp"

namespace tasklog::app {

/// `tasklog audit verify` and `tasklog audit export`.
void add_audit_tools(CLI::App& audit, const Settings& settings, int& status);

}  // namespace tasklog::app
