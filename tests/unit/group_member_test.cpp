// A member that leaves its group, against librdkafka's mock broker.
#include <gtest/gtest.h>

#include "infra/kafka/consumer.hpp"
#include "tests/support/mock_cluster.hpp"

namespace tasklog::testing {
namespace {

using namespace std::chrono_literals;

constexpr std::int16_t sync_group_request = 14;
constexpr std::int32_t the_broker = 1;

TEST(GroupMember, leaves_while_the_group_has_not_given_it_anything_yet) {
    const MockCluster mock;
    ASSERT_EQ(rd_kafka_mock_broker_push_request_error_rtts(mock.cluster, the_broker, sync_group_request, 1,
                                                           RD_KAFKA_RESP_ERR_NO_ERROR, 1'000),
              RD_KAFKA_RESP_ERR_NO_ERROR);
    kafka::Consumer member(mock.config(), "g");
    bool assigned = false;
    member.subscribe("events", {.on_assign = [&](int) { assigned = true; }, .on_revoke = [](int) {}});
    const auto latest = std::chrono::steady_clock::now() + 30s;
    std::size_t unasked = 1;
    while (unasked > 0) {  // until it waits for what it is given
        ASSERT_LT(std::chrono::steady_clock::now(), latest) << "it does not join";
        member.poll(10ms);
        ASSERT_EQ(rd_kafka_mock_broker_error_stack_cnt(mock.cluster, the_broker, sync_group_request, &unasked),
                  RD_KAFKA_RESP_ERR_NO_ERROR);
    }
    ASSERT_FALSE(assigned);
}

}  // namespace
}  // namespace tasklog::testing
