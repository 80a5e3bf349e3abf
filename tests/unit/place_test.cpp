// Ranks never run out: whatever was moved where, there is a place, and the order is the one that was asked for.
#include <algorithm>
#include <random>

#include "command/limits.hpp"
#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

/// Tasks in an order that a person arranges; the workspace beside it.
class Arranged {
  public:
    void create() {
        const unsigned number = ++made_;
        apply(create_task(number));
        order_.push_back(task(number));
    }
    /// To between the neighbours of a place.
    void move(std::size_t from, std::size_t to) {
        const TaskId self = order_[from];
        order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(from));
        ReorderTask wanted{.task = self, .rank = {}, .after = {}, .before = {}};
        if (to > 0) wanted.after = order_[to - 1];
        if (to < order_.size()) wanted.before = order_[to];
        order_.insert(order_.begin() + static_cast<std::ptrdiff_t>(to), self);
        if (order_.size() > 1) apply(wanted);
    }
    void set_rank(std::size_t at, const std::string& rank) {
        apply(ReorderTask{.task = order_[at], .rank = rank, .after = {}, .before = {}});
        sort();
    }
    std::size_t size() const { return order_.size(); }
    std::size_t longest() const {
        std::size_t out = 0;
        for (const auto& [id, each] : state_.tasks) out = std::max(out, each.rank.size());
        return out;
    }
    std::size_t events() const { return events_; }
    std::vector<TaskId> by_rank() const {
        std::vector<TaskId> out = order_;
        std::sort(out.begin(), out.end(), [&](const TaskId& a, const TaskId& b) {
            return std::pair(state_.tasks.at(a).rank, a) < std::pair(state_.tasks.at(b).rank, b);
        });
        return out;
    }
    const std::vector<TaskId>& order() const { return order_; }

  private:
    void sort() { order_ = by_rank(); }
    void apply(Body body) {
        const auto decision = decide(state_, person(1), {.expected_version = {}, .body = std::move(body)});
        ASSERT_TRUE(decision) << decision.error().type.name << " after " << made_ << " tasks";
        events_ = decision->size();
        for (const Event& event : *decision) evolve(state_, event, noon);
    }

    Workspace state_ = given().state();
    std::vector<TaskId> order_;
    unsigned made_ = 0;
    std::size_t events_ = 0;
};

TEST(Place, is_never_refused_by_ten_thousand_random_moves_and_creations) {
    const unsigned seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    Arranged tasks;
    tasks.create();
    for (int i = 0; i < 10'000; ++i) {
        if (tasks.size() < 300 && random() % 8 == 0) {
            tasks.create();
        } else {
            // Half of the time near one place, as a person does who sorts.
            const std::size_t to =
                random() % 2 == 0 ? std::min(tasks.size() - 1, 2 + random() % 2) : random() % tasks.size();
            tasks.move(random() % tasks.size(), to);
        }
        if (i % 50 == 0) {
            ASSERT_EQ(tasks.by_rank(), tasks.order()) << i;
        }
    }
    EXPECT_EQ(tasks.by_rank(), tasks.order());
    EXPECT_LT(tasks.longest(), 64U);
}
TEST(Place, is_there_at_the_bottom_and_at_the_top_however_often) {
    Arranged tasks;
    for (int i = 0; i < 5; ++i) tasks.create();
    for (int i = 0; i < 3'000; ++i) tasks.move(0, tasks.size() - 1);
    EXPECT_EQ(tasks.by_rank(), tasks.order());
    for (int i = 0; i < 3'000; ++i) tasks.move(tasks.size() - 1, 0);
    EXPECT_EQ(tasks.by_rank(), tasks.order());
    for (int i = 0; i < 1'000; ++i) tasks.create();
    EXPECT_EQ(tasks.by_rank(), tasks.order());
    EXPECT_LT(tasks.longest(), 25U);
}
TEST(Place, is_there_after_the_highest_rank_that_a_client_can_choose) {
    Arranged tasks;
    for (int i = 0; i < 3; ++i) tasks.create();
    tasks.set_rank(1, std::string(rank::max_given, 'z'));
    for (int i = 0; i < 1'000; ++i) tasks.create();
    for (int i = 0; i < 1'000; ++i) tasks.move(0, tasks.size() - 1);
    tasks.set_rank(2, std::string(rank::max_given - 1, '0') + "1");
    for (int i = 0; i < 1'000; ++i) tasks.move(tasks.size() - 1, 0);
    EXPECT_EQ(tasks.by_rank(), tasks.order());
    EXPECT_LT(tasks.longest(), 160U);
}
TEST(Place, is_there_in_one_gap_that_everything_is_moved_into) {
    Arranged tasks;
    for (int i = 0; i < 400; ++i) tasks.create();
    std::size_t most_events = 0;
    for (int i = 0; i < 10'000; ++i) {
        tasks.move(tasks.size() - 1, i % 2 == 0 ? 1 : 2);  // always halves what is left
        most_events = std::max(most_events, tasks.events());
    }
    EXPECT_EQ(tasks.by_rank(), tasks.order());
    EXPECT_LT(tasks.longest(), 64U);
    EXPECT_LE(most_events, 501U);
    EXPECT_GT(most_events, 1U) << "no neighbour was ever moved: this tests nothing";
}
TEST(Place, of_lists_is_there_too) {
    Workspace w = given(list_created(1, "a", "A"), list_created(2, "b", "B"), list_created(3, "c", "C")).state();
    std::vector<ListId> order{list(1), list(2), list(3)};
    for (int i = 0; i < 2'000; ++i) {
        const ListId self = order.back();
        order.pop_back();
        order.insert(order.begin() + 1, self);
        const auto decision = decide(
            w, person(1), {.body = ReorderList{.list = self, .rank = {}, .after = order[0], .before = order[2]}});
        ASSERT_TRUE(decision) << i;
        for (const Event& event : *decision) evolve(w, event, noon);
        ASSERT_LT(w.lists.at(order[0]).rank, w.lists.at(order[1]).rank);
        ASSERT_LT(w.lists.at(order[1]).rank, w.lists.at(order[2]).rank);
    }
}

}  // namespace
}  // namespace tasklog::testing
