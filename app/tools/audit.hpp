#pragma once
#include <stop_token>
#include <string>

#include "app/command_line.hpp"
#include "app/settings.hpp"

namespace tasklog::app {

/// What `audit verify` finds for one workspace, as POST /api/v1/history/verify gives it.
std::string verify_workspace(const Settings& settings, const std::string& workspace, const std::stop_token& stop);

/// `tasklog audit verify` and `tasklog audit export`.
void add_audit_tools(Command audit, const Settings& settings, int& status);

}  // namespace tasklog::app
