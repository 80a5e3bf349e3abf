#include "app/roles/integrate.hpp"

#include "projections/integration/publish_to_dapr.hpp"
#include "projections/integration/publish_to_kafka.hpp"

namespace tasklog::app {

projections::Publish publish_with(const Settings& settings) {
    const std::string& prefix = settings.integration_topic_prefix;
    if (settings.integration == "kafka") return projections::publish_to_kafka(settings.kafka_config(), prefix);
    return projections::publish_to_dapr({.url = settings.dapr_url,
                                         .component = settings.dapr_pubsub,
                                         .api_token = settings.dapr_api_token,
                                         .prefix = prefix});
}

}  // namespace tasklog::app
