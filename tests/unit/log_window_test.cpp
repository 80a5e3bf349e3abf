// The window of the log's newest records, beside a list that holds everything.
#include <gtest/gtest.h>

#include <random>

#include "projections/log_window.hpp"

namespace tasklog::testing {
namespace {

using projections::LogWindow;

constexpr std::size_t max_bytes = 1'000;

TEST(LogWindow, gives_each_reader_what_comes_next_or_says_that_it_cannot) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto below = [&](unsigned limit) { return static_cast<int>(random() % limit); };
    LogWindow<std::int64_t> window(max_bytes);
    struct Partition {
        std::int64_t begun = -1;
        std::vector<std::int64_t> offsets{};
    };
    std::vector<Partition> all(3);
    std::size_t given = 0, refused = 0;
    for (int step = 0; step < 20'000; ++step) {
        const int p = below(3);
        Partition& each = all[static_cast<std::size_t>(p)];
        const std::int64_t next = each.offsets.empty() ? each.begun : each.offsets.back() + 1;
        if (below(200) == 0) {
            each = {.begun = std::max<std::int64_t>(0, next) + below(5)};
            window.begin(p, each.begun);
        } else if (below(500) == 0) {
            each = {};
            window.end(p);
        } else if (each.begun >= 0 && below(2) == 0) {
            each.offsets.push_back(next + (below(10) == 0 ? 1 : 0));
            window.add(p, each.offsets.back(), static_cast<std::size_t>(1 + below(50)),
                       std::make_shared<const std::int64_t>(each.offsets.back()));
        } else {
            const std::int64_t from = std::max<std::int64_t>(0, next) - below(60) + below(3);
            const auto got = window.take(p, from, 7);
            EXPECT_EQ(got.has_value(), window.reaches(p, from));
            if (!got) {
                ++refused;
                // What has just come is always held, and so is the place after it.
                EXPECT_TRUE(each.begun < 0 || from != next);
                continue;
            }
            ASSERT_GE(from, each.begun);
            auto expected = std::lower_bound(each.offsets.begin(), each.offsets.end(), from);
            for (const auto& record : *got) ASSERT_EQ(*record, *expected++);
            EXPECT_TRUE(got->size() == 7 || expected == each.offsets.end());
            given += got->size();
        }
    }
    EXPECT_GT(given, 1'000U);
    EXPECT_GT(refused, 100U);
}

}  // namespace
}  // namespace tasklog::testing
