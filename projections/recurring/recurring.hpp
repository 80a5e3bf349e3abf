#pragma once
#include <string>

#include "projections/projection.hpp"

namespace tasklog::projections {

/// Which completed tasks wait for their next occurrence (see recurring.sql), in a schema such as "recurring_v1".
Projection recurring_projection(const std::string& schema);

}  // namespace tasklog::projections
