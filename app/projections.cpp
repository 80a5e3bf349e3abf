#include "app/projections.hpp"

#include "projections/audit/audit.hpp"
#include "projections/notifications/notifications.hpp"
#include "projections/recurring/recurring.hpp"
#include "projections/tasks/tasks.hpp"

namespace tasklog::app {

std::vector<NamedProjection> all_projections(const Settings& settings) {
    return {{"tasks", projections::tasks_projection(settings.schema)},
            {"audit", projections::audit_projection(settings.audit_schema)},
            {"recurring", projections::recurring_projection(settings.recurring_schema)},
            {"notifications",
             projections::notifications_projection(settings.notifications_schema, settings.outbox_schema)}};
}

projections::Log log_of(const Settings& settings) { return {settings.kafka_config(), settings.events_topic()}; }

}  // namespace tasklog::app
