// Workers of one projection that come, go, die and come back in any order: who has which partition.
#include "projections/leases.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "projections/tasks/tasks.hpp"
#include "tests/support/services.hpp"

namespace tasklog::testing {
namespace {

using projections::Leases;

constexpr int partitions = 7;

class LeasesTest : public ::testing::Test {
  protected:
    LeasesTest() { projections::create(session, projections::tasks_projection(schema)); }

    /// Far longer than the test takes: who dies is silent from then on when silence() says so.
    std::unique_ptr<Leases> worker(const std::string& name) {
        return std::make_unique<Leases>(schema, name, std::chrono::hours(1));
    }
    void silence(const std::string& name) {
        pqxx::nontransaction run(session.connection());
        session.run(run, "UPDATE " + schema + ".workers SET until = now() - interval '1 second' WHERE worker = $1",
                    {name});
    }
    std::set<int> renew(Leases& of) { return of.renew(session, partitions); }

    std::string schema = own_schema();
    postgres::Session session{postgres_url()};
};

TEST_F(LeasesTest, are_shared_out_whatever_happened_before) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto below = [&](std::size_t limit) { return random() % limit; };
    std::map<std::string, std::unique_ptr<Leases>> workers;
    std::map<std::string, std::set<int>> believed;
    for (int step = 0; step < 400; ++step) {
        const std::string name = "w" + std::to_string(below(6));
        auto& each = workers[name];
        switch (below(12)) {
            case 0:  // dies; it is missed later, or never before it comes back
                each.reset();
                believed.erase(name);
                if (below(2) == 0) silence(name);
                break;
            case 1:
                if (each) each->leave(session);
                each.reset();
                believed.erase(name);
                break;
            case 2:
                silence(name);
                break;  // it stands still, and goes on when the others have given it up
            default:
                if (!each) each = worker(name);
                believed[name] = renew(*each);
        }
        if (step % 40 != 39) continue;
        // Those that are dead by now are missed; the others tell that they live, a few times each.
        std::erase_if(workers, [](const auto& one) { return !one.second; });
        for (int i = 0; i < 6; ++i)
            if (!workers.contains("w" + std::to_string(i))) silence("w" + std::to_string(i));
        for (int round = 0; round < 3; ++round)
            for (const auto& [who, leases] : workers) believed[who] = renew(*leases);
        std::set<int> all;
        std::size_t least = partitions, most = 0, count = 0;
        for (const auto& [who, held] : believed) {
            all.insert(held.begin(), held.end());
            count += held.size();
            least = std::min(least, held.size());
            most = std::max(most, held.size());
        }
        if (workers.empty()) continue;
        ASSERT_EQ(all.size(), static_cast<std::size_t>(partitions)) << "step " << step;
        ASSERT_EQ(count, all.size()) << "two have the same, step " << step;
        ASSERT_LE(most - least, 1U) << "step " << step;
    }
}

TEST_F(LeasesTest, are_at_once_the_same_for_one_that_comes_back_under_its_name) {
    auto one = worker("one"), other = worker("other");
    renew(*one);
    renew(*other);
    const std::set<int> had = renew(*one);
    EXPECT_EQ(had.size() + renew(*other).size(), static_cast<std::size_t>(partitions));
    one = worker("one");  // the one before it has not been missed yet
    EXPECT_EQ(renew(*one), had);
}

TEST_F(LeasesTest, are_taken_only_from_the_dead) {
    auto one = worker("one"), other = worker("other");
    EXPECT_EQ(renew(*one).size(), static_cast<std::size_t>(partitions));
    EXPECT_EQ(renew(*other), std::set<int>()) << "nobody has given them back";
    EXPECT_LT(other->interval(), one->interval()) << "it asks again soon";
    silence("one");
    EXPECT_EQ(renew(*other).size(), static_cast<std::size_t>(partitions));
}

TEST_F(LeasesTest, are_shared_out_between_two_of_one_name_too) {
    auto one = worker("same");
    renew(*one);
    auto other = worker("same");
    EXPECT_EQ(renew(*other).size(), static_cast<std::size_t>(partitions)) << "as if it had come back";
    for (int round = 0; round < 2; ++round) renew(*one), renew(*other);
    EXPECT_EQ(renew(*one).size() + renew(*other).size(), static_cast<std::size_t>(partitions));
    EXPECT_GT(renew(*one).size(), 0U);
}

}  // namespace
}  // namespace tasklog::testing
