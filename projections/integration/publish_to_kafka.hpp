#pragma once
#include "infra/kafka/client.hpp"
#include "projections/integration/publisher.hpp"

namespace tasklog::projections {

/// Straight to Kafka, structured CloudEvents (CloudEvents Kafka protocol binding §3.3), the workspace's id as key.
/// `prefix`: what the topics' names begin with.
Publish publish_to_kafka(const kafka::Config& config, const std::string& prefix);

}  // namespace tasklog::projections
