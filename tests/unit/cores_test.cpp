#include "infra/loop/cores.hpp"

#include <gtest/gtest.h>

namespace tasklog::testing {
namespace {

TEST(Cores, are_those_that_the_control_group_leaves) {
    EXPECT_EQ(cores_within(8, "max 100000"), 8U);
    EXPECT_EQ(cores_within(8, ""), 8U);  // no control group of version 2
    EXPECT_EQ(cores_within(8, "200000 100000"), 2U);
    EXPECT_EQ(cores_within(8, "250000 100000"), 3U);
    EXPECT_EQ(cores_within(8, "5000 100000"), 1U);
    EXPECT_EQ(cores_within(2, "800000 100000"), 2U);
    EXPECT_GE(cores(), 1U);
}

}  // namespace
}  // namespace tasklog::testing
