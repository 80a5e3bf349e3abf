#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>  // needs the line above

#include "infra/kafka/client.hpp"

namespace tasklog::testing {

/// librdkafka's own broker within the process, for what no real one can be brought to do. It has the topics of a log.
struct MockCluster {
    MockCluster() {
        char why[512];
        client.reset(rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), why, sizeof why));
        cluster = rd_kafka_mock_cluster_new(client.get(), 1);
        rd_kafka_mock_topic_create(cluster, "events", 1, 1);
        rd_kafka_mock_topic_create(cluster, "owners", 1, 1);
    }
    ~MockCluster() { rd_kafka_mock_cluster_destroy(cluster); }
    MockCluster(const MockCluster&) = delete;
    kafka::Config config() const {
        // One message a request: a pipeline of requests is what can lose one in its middle.
        return {.brokers = rd_kafka_mock_cluster_bootstraps(cluster), .settings = {{"batch.num.messages", "1"}}};
    }
    kafka::Owned<rd_kafka_t> client;
    rd_kafka_mock_cluster_t* cluster = nullptr;
};

}  // namespace tasklog::testing
