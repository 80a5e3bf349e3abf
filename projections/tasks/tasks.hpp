#pragma once
#include <string>

#include "projections/projection.hpp"

namespace tasklog::projections {

/// Workspaces, lists and tasks as the query API reads them (see schema.sql), in a schema such as "tasks_v5".
Projection tasks_projection(const std::string& schema);

}  // namespace tasklog::projections
