#pragma once
#include "app/settings.hpp"

namespace tasklog::app {

/// Accepts the log as it is now: what snapshots and owners know of another is forgotten, by every process that
/// runs. `tasklog replay all` refills the read models. Throws kafka::Error.
void accept_log(const Settings& settings);

}  // namespace tasklog::app
