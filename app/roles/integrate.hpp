#pragma once
#include "app/settings.hpp"
#include "projections/integration/publisher.hpp"

namespace tasklog::app {

/// How integration events leave: --integration kafka or dapr.
projections::Publish publish_with(const Settings& settings);

}  // namespace tasklog::app
