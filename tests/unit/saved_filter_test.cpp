#include "events/journal.hpp"
#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

const FilterId one = id<FilterKind>(1);
const FilterSaved late{one, "Late", "overdue"};

TEST(SaveFilter, saves_a_new_one_and_changes_one) {
    given().when(SaveFilter{one, "Late", "overdue"}).then(late);
    given(late).when(SaveFilter{one, "Late", "overdue and #work"}).then(FilterSaved{one, "Late", "overdue and #work"});
}
TEST(SaveFilter, as_it_is_is_nothing) {
    given(late).when(SaveFilter{one, "Late", "overdue"}).then_nothing();
    given(late).when(SaveFilter{.filter = one, .title = "x", .words = "open", .if_absent = true}).then_nothing();
}
TEST(DeleteFilter, deletes_it_once) {
    given(late).when(DeleteFilter{one}).then(FilterDeleted{one});
    given(late, FilterDeleted{one}).when(DeleteFilter{one}).then_refused("filter-not-found", "/filter");
}

TEST(SavedFilter, takes_memory_until_it_is_deleted) {
    Workspace w = given().when(SaveFilter{one, "Late", "overdue"}).after();
    const std::size_t small = w.bytes;
    evolve(w, FilterSaved{one, "Late", "overdue or due < today+7d and not #waiting"}, noon);
    EXPECT_GT(w.bytes, small);
    evolve(w, FilterDeleted{one}, noon);
    EXPECT_TRUE(w.filters.empty());
    EXPECT_EQ(w.bytes, 0U);
}
TEST(SavedFilter, comes_back_where_a_batch_is_refused) {
    const Workspace before = given().when(SaveFilter{one, "Late", "overdue"}).after();
    Workspace w = before;
    Journal journal;
    for (const Event& event : std::vector<Event>{FilterDeleted{one}, FilterSaved{id<FilterKind>(2), "Open", "open"},
                                                 FilterSaved{one, "Other", "open"}})
        evolve(w, event, noon, &journal);
    journal.take_back(w);
    EXPECT_EQ(w, before);
}

}  // namespace
}  // namespace tasklog::testing
