#pragma once
#include <string>

#include "infra/kafka/client.hpp"
#include "projections/projection.hpp"

namespace tasklog::projections {

/// Fills the projection's schema from the log's first record up to where the log ended when this began, and returns the
/// number of commits applied. The schema must be new or unfinished: what it holds already is not applied again.
/// `parallel`: so many partitions at a time, each with a connection of its own.
std::size_t rebuild(const kafka::Config& kafka, const std::string& topic, const std::string& postgres,
                    const Projection& projection, int parallel);

}  // namespace tasklog::projections
