#pragma once
#include "app/command_line.hpp"
#include "app/settings.hpp"
#include "infra/postgres/session.hpp"

namespace tasklog::app {

/// Makes an account and returns its id. Throws std::runtime_error if it can't be made.
std::string create_account(postgres::Session& session, const Settings& settings, const std::string& mail,
                           const std::string& name, const std::string& password);

/// `tasklog account`: what an operator does for people who have an account, or should.
void add_account_tools(Command app, const Settings& settings);

}  // namespace tasklog::app
