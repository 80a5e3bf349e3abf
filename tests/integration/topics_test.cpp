// A topic that was created, for whoever comes next: an operator's script runs `topics`, then at once `migrate`.
#include <gtest/gtest.h>

#include "tests/support/services.hpp"

namespace tasklog::testing {
namespace {

TEST(Topics, are_served_as_soon_as_they_are_created) {
    // One that a process waits for is known to be missing: brokers forget that late.
    for (int i = 0; i < 40; ++i) {
        const std::string name = "test-" + uuid_v7() + ".soon";
        ASSERT_EQ(kafka::partition_count(kafka_config(), name, std::chrono::seconds(20)), 0);
        kafka::create_topics(kafka_config(), {{.name = name, .partitions = 4}}, std::chrono::seconds(20));
        ASSERT_EQ(kafka::partition_count(kafka_config(), name, std::chrono::seconds(20)), 4) << "topic " << i;
    }
}

}  // namespace
}  // namespace tasklog::testing
