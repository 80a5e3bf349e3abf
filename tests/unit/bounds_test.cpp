// What counts and bounds what people have, and what is remembered.
#include <gtest/gtest.h>

#include "infra/bounded_map.hpp"
#include "infra/holdings.hpp"

namespace tasklog {
namespace {

TEST(Holdings, know_who_has_most) {
    Holdings all;
    EXPECT_EQ(all.greediest(), "");
    all.add("a", 2);
    all.add("b", 3);
    EXPECT_EQ(all.greediest(), "b");
    all.remove("b", 2);
    EXPECT_EQ(all.greediest(), "a");
    EXPECT_EQ(all.of("b"), 1U);
    all.remove("b", 1);
    all.remove("a", 2);
    EXPECT_EQ(all.all(), 0U);
    EXPECT_EQ(all.greediest(), "");
}
TEST(Holdings, are_given_back_with_the_holding) {
    Holdings all;
    {
        const Holding held(all, "a", 2);
        const Holding nothing(all, "b", 0);
        EXPECT_EQ(all.of("a"), 2U);
        EXPECT_EQ(all.greediest(), "a");
    }
    EXPECT_EQ(all.all(), 0U);
    EXPECT_EQ(all.greediest(), "");
}

TEST(BoundedMap, forgets_the_oldest_for_one_more) {
    BoundedMap<int> map(2);
    map["a"] = 1;
    map["b"] = 2;
    map["a"] = 3;  // it is no younger for that
    map["c"] = 4;
    EXPECT_EQ(map.find("a"), nullptr);
    ASSERT_TRUE(map.find("b") && map.find("c"));
    EXPECT_EQ(*map.find("b") + *map.find("c"), 6);
    map.clear();
    EXPECT_EQ(map.find("b"), nullptr);
    map["d"] = 5;
    EXPECT_EQ(*map.find("d"), 5);
}

}  // namespace
}  // namespace tasklog
