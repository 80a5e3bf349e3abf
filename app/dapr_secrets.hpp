#pragma once
#include "app/settings.hpp"

namespace tasklog::app {

/// Takes the secrets that --dapr-secrets names from the Dapr sidecar, for which it waits a minute at most. Throws
/// std::runtime_error if there are none.
void take_dapr_secrets(Settings& settings);

}  // namespace tasklog::app
