#pragma once
#include <string>

#include "projections/projection.hpp"

namespace tasklog::projections {

/// Every event with what it changed, for good (see audit.sql), in a schema such as "audit_v2".
Projection audit_projection(const std::string& schema);

}  // namespace tasklog::projections
