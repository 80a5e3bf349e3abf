#pragma once
#include <string>

#include "projections/projection.hpp"

namespace tasklog::projections {

/// What the outside is told, as CloudEvents: puts them into `outbox` (integration_outbox.sql), from where the publisher
/// takes them. Its own tables, in a schema such as "integration_v2", are what it needs to tell a task's state.
Projection integration_projection(const std::string& schema, const std::string& outbox);

}  // namespace tasklog::projections
