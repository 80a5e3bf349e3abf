#pragma once
#include "app/settings.hpp"
#include "projections/recurring/worker.hpp"

namespace tasklog::app {

/// The id under which our own workers send their commands.
std::string worker_id(const Settings& settings);

/// Sends a worker's commands to the command service at `url`, with tokens that it makes with the first of --jwt-keys.
projections::SendCommand worker_client(const Settings& settings, std::string url);

}  // namespace tasklog::app
