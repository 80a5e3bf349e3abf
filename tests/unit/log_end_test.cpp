// How far the log is, asked of a broker that is there, then away, then there again: librdkafka's mock broker.
#include <gtest/gtest.h>

#include "infra/kafka/consumer.hpp"
#include "tests/support/mock_cluster.hpp"

namespace tasklog::testing {
namespace {

using namespace std::chrono_literals;

constexpr int broker = 1;

TEST(LogEnd, is_not_waited_for_longer_than_one_says_while_the_broker_is_away) {
    MockCluster mock;
    kafka::Consumer reader(mock.config(), "");
    EXPECT_EQ(reader.ends("events", 0, 10s), (std::pair<std::int64_t, std::int64_t>{0, 0}));

    rd_kafka_mock_broker_set_down(mock.cluster, broker);
    EXPECT_THROW(reader.end_offset("events", 0, 500ms), kafka::Error);

    rd_kafka_mock_broker_set_up(mock.cluster, broker);
    EXPECT_EQ(reader.end_offset("events", 0, 20s), 0);
}

}  // namespace
}  // namespace tasklog::testing
