#pragma once
#include <string>
#include <vector>

#include "app/settings.hpp"
#include "projections/rebuild/fill.hpp"

namespace tasklog::app {

/// A projection under the name that tools call it by: tasks, audit, recurring, notifications, integration.
struct NamedProjection {
    std::string name;
    projections::Projection projection;
};

/// Those that this installation has: integration only where it is on.
std::vector<NamedProjection> all_projections(const Settings& settings);

projections::Projection notifications_projection(const Settings& settings);
projections::Projection integration_projection(const Settings& settings);

projections::Log log_of(const Settings& settings);

}  // namespace tasklog::app
