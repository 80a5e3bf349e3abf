#pragma once
#include <functional>
#include <string>

#include "app/settings.hpp"
#include "projections/worker_command.hpp"

namespace tasklog::app {

/// The id under which our own workers send their commands.
std::string worker_id(const Settings& settings);

/// Makes the Authorization of a worker's request, with the first of --jwt-keys.
std::function<std::string()> worker_authorization(const Settings& settings);

/// Sends a worker's commands to the command service at `url`, many at once, with tokens that it makes with the first of
/// --jwt-keys. For one thread.
projections::SendCommands worker_client(const Settings& settings, const std::string& url);

}  // namespace tasklog::app
