// What counts and bounds what people have, and what is remembered.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "command/owner/shares.hpp"
#include "infra/bounded_map.hpp"
#include "infra/holdings.hpp"
#include "tests/support/given.hpp"

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

TEST(BoundedMap, forgets_what_was_asked_for_least_lately) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    constexpr std::size_t most = 5;
    BoundedMap<int> map(most);
    std::vector<std::pair<std::string, int>> model;  // the one that was asked for last at the end
    for (int step = 0; step < 10'000; ++step) {
        const std::string key(1, static_cast<char>('a' + random() % 9));
        const auto at = std::find_if(model.begin(), model.end(), [&](const auto& each) { return each.first == key; });
        if (random() % 3 == 0) {
            map[key] = step;
            if (at != model.end()) model.erase(at);
            model.emplace_back(key, step);
            if (model.size() > most) model.erase(model.begin());
        } else if (random() % 500 == 0) {
            map.clear();
            model.clear();
        } else {
            const int* found = map.find(key);
            ASSERT_EQ(found != nullptr, at != model.end());
            if (!found) continue;
            ASSERT_EQ(*found, at->second);
            std::rotate(at, at + 1, model.end());
        }
    }
}

/// Beside the workspaces themselves, counted anew for every question.
TEST(Shares, are_those_of_the_workspaces_there_are) {
    std::mt19937 random(std::random_device{}());
    command::Shares shares;
    std::map<unsigned, std::pair<unsigned, std::size_t>> model;  // the owner and bytes of each workspace
    for (int step = 0; step < 2'000; ++step) {
        const unsigned which = random() % 8;
        if (random() % 5 == 0) {
            shares.forget(testing::workspace(which));
            model.erase(which);
        } else {
            model[which] = {random() % 4, random() % 100};
            shares.count(testing::workspace(which), testing::person(model[which].first), model[which].second);
        }
        for (unsigned owner = 0; owner < 4; ++owner) {
            command::ShareBounds just{.workspaces = 0, .bytes = 0};
            for (const auto& [_, each] : model)
                if (each.first == owner) ++just.workspaces, just.bytes += each.second;
            const auto has_room = [&](std::size_t workspaces, std::size_t bytes) {
                return shares.has_room_for(testing::person(owner), workspaces, bytes, just);
            };
            ASSERT_TRUE(has_room(0, 0));
            ASSERT_FALSE(has_room(1, 0));
            ASSERT_FALSE(has_room(0, 1));
        }
    }
}

}  // namespace
}  // namespace tasklog
