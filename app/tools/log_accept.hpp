#pragma once
#include "app/settings.hpp"

namespace tasklog::app {

/// Accepts the log as it is now: what snapshots and owners know of another is forgotten, by every process that
/// runs. The read models are filled anew by `tasklog replay all`. Throws kafka::Error.
void accept_log(const Settings& settings);

}  // namespace tasklog::app
