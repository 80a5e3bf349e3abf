#include "app/roles/projections.hpp"

#include "projections/audit/audit.hpp"
#include "projections/integration/integration.hpp"
#include "projections/notifications/notifications.hpp"
#include "projections/recurring/recurring.hpp"
#include "projections/tasks/tasks.hpp"

namespace tasklog::app {

std::vector<NamedProjection> all_projections(const Settings& settings) {
    std::vector<NamedProjection> all{{"tasks", projections::tasks_projection(settings.schema)},
                                     {"audit", projections::audit_projection(settings.audit_schema)},
                                     {"recurring", projections::recurring_projection(settings.recurring_schema)},
                                     {"notifications", notifications_projection(settings)}};
    if (settings.integration != "off") all.push_back({"integration", integration_projection(settings)});
    return all;
}

projections::Projection notifications_projection(const Settings& settings) {
    return projections::notifications_projection(settings.notifications_schema, settings.outbox_schema,
                                                 settings.reminders_from == "log");
}

projections::Projection integration_projection(const Settings& settings) {
    return projections::integration_projection(settings.integration_schema, settings.integration_outbox_schema);
}

projections::Log log_of(const Settings& settings) { return {settings.kafka_config(), settings.events_topic()}; }

}  // namespace tasklog::app
