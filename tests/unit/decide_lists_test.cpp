#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

TEST(CreateList, makes_a_list_behind_the_others) {
    const auto when =
        given(list_created(1)).when(CreateList{.list = list(2), .title = "Work", .color = "#3366cc", .rank = {}});
    ASSERT_EQ(when.events().size(), 1U);
    const auto made = std::get<ListCreated>(when.events()[0]);
    EXPECT_EQ(made.title, "Work");
    EXPECT_GT(made.rank, "V");
}
TEST(CreateList, is_refused_for_an_id_that_was_used_before) {
    given(list_created(1), ListDeleted{list(1)})
        .when(CreateList{.list = list(1), .title = "Again", .color = {}, .rank = {}})
        .then_refused("list-exists", "/id");
}
TEST(CreateList, leaves_an_existing_one_as_it_is_if_asked_so) {
    given(list_created(1))
        .when(CreateList{.list = list(1), .title = "Other", .color = {}, .rank = {}, .if_absent = true})
        .then_nothing();
}
TEST(RenameList, renames) {
    given(list_created(1)).when(RenameList{list(1), "Garden"}).then(ListRenamed{list(1), "Garden"});
}
TEST(RenameList, to_the_same_name_is_nothing) {
    given(list_created(1)).when(RenameList{list(1), "Home"}).then_nothing();
}
TEST(RenameList, is_refused_for_a_deleted_list) {
    given(list_created(1), ListDeleted{list(1)})
        .when(RenameList{list(1), "Garden"})
        .then_refused("list-not-found", "/list");
}
TEST(RecolourList, recolours) {
    given(list_created(1)).when(RecolourList{list(1), "#ff0000"}).then(ListRecoloured{list(1), "#ff0000"});
}
TEST(RecolourList, is_refused_for_an_unknown_list) {
    given().when(RecolourList{list(1), "#ff0000"}).then_refused("list-not-found", "/list");
}
TEST(ReorderList, goes_between_two) {
    given(list_created(1, "a", "B"), list_created(2, "b", "D"), list_created(3, "c", "F"))
        .when(ReorderList{.list = list(3), .rank = {}, .after = list(1), .before = list(2)})
        .then(ListReordered{list(3), "C"});
}
TEST(ReorderList, is_refused_between_two_in_the_wrong_order) {
    given(list_created(1, "a", "B"), list_created(2, "b", "D"))
        .when(ReorderList{.list = list(2), .rank = {}, .after = list(2), .before = list(1)})
        .then_refused("rank-order", "/after");
}
TEST(ReorderList, is_refused_beside_an_unknown_list) {
    given(list_created(1))
        .when(ReorderList{.list = list(1), .rank = {}, .after = {}, .before = list(9)})
        .then_refused("list-not-found", "/before");
}
/// 1 holds 2, which holds 3; 4 stands by itself.
auto nested() {
    return given(list_created(1), list_created(2), list_created(3), list_created(4),
                 ListNested{list(2), list(1), false}, ListNested{list(3), list(2), false});
}
NestList into(std::uint8_t self, std::optional<ListId> parent, bool section = false) {
    return {.list = list(self), .parent = parent, .section = section};
}
TEST(NestList, goes_into_another_list_and_out_of_it) {
    given(list_created(1), list_created(2)).when(into(2, list(1), true)).then(ListNested{list(2), list(1), true});
    nested().when(into(2, std::nullopt)).then(ListNested{list(2), std::nullopt, false});
    nested().when(into(2, list(1))).then_nothing();
}
TEST(NestList, is_refused_where_lists_would_be_too_deep) {
    nested().when(into(4, list(3))).then_refused("lists-too-deep", "/parent");
    nested().when(into(1, list(4))).then_refused("lists-too-deep", "/parent");
    nested().when(into(4, list(2), true)).then(ListNested{list(4), list(2), true});
}
TEST(NestList, is_refused_into_itself) {
    nested().when(into(1, list(1))).then_refused("list-cycle", "/parent");
    nested().when(into(1, list(3))).then_refused("list-cycle", "/parent");
}
TEST(NestList, is_refused_beside_a_list_that_is_not_there) {
    nested().when(into(4, list(9))).then_refused("list-not-found", "/parent");
    nested().when(into(9, list(1))).then_refused("list-not-found", "/list");
}
TEST(NestList, keeps_lists_out_of_sections) {
    given(list_created(1), list_created(2), list_created(3), ListNested{list(2), list(1), true})
        .when(into(3, list(2)))
        .then_refused("lists-too-deep", "/parent");
    nested().when(into(2, list(4), true)).then_refused("lists-too-deep", "/section");
}
TEST(CreateList, stands_in_another_at_once) {
    const auto made =
        given(list_created(1))
            .when(CreateList{
                .list = list(2), .title = "Dairy", .color = {}, .rank = "X", .parent = list(1), .section = true});
    ASSERT_EQ(made.events().size(), 2U);
    EXPECT_EQ(std::get<ListNested>(made.events()[1]), (ListNested{list(2), list(1), true}));
}
TEST(DeleteList, takes_what_stands_in_it_along) {
    auto task_in = task_created(1);
    task_in.list = list(3);
    const Workspace after = given(list_created(1), list_created(2), list_created(3), task_in,
                                  ListNested{list(2), list(1), false}, ListNested{list(3), list(2), true})
                                .when(DeleteList{list(1)})
                                .after();
    EXPECT_EQ(after.list(list(3)), nullptr);
    EXPECT_EQ(after.task(task(1)), nullptr);
}
TEST(DeleteList, stays_if_a_list_stands_in_it_and_it_was_to_be_empty) {
    nested().when(DeleteList{.list = list(1), .if_empty = true}).then_nothing();
}
TEST(RestoreList, comes_out_of_a_list_that_is_gone) {
    given(list_created(1), list_created(2), ListNested{list(2), list(1), true}, ListDeleted{list(2)},
          ListDeleted{list(1)})
        .when(RestoreList{list(2)})
        .then(ListRestored{list(2)}, ListNested{list(2), std::nullopt, false});
}
TEST(ArchiveList, archives_once) {
    given(list_created(1)).when(ArchiveList{list(1)}).then(ListArchived{list(1)});
    given(list_created(1), ListArchived{list(1)}).when(ArchiveList{list(1)}).then_nothing();
}
TEST(UnarchiveList, unarchives_what_is_archived) {
    given(list_created(1), ListArchived{list(1)}).when(UnarchiveList{list(1)}).then(ListUnarchived{list(1)});
    given(list_created(1)).when(UnarchiveList{list(1)}).then_nothing();
}
TEST(DeleteList, deletes_once) {
    given(list_created(1)).when(DeleteList{list(1)}).then(ListDeleted{list(1)});
    given(list_created(1), ListDeleted{list(1)}).when(DeleteList{list(1)}).then_nothing();
    given().when(DeleteList{list(1)}).then_refused("list-not-found", "/list");
}
TEST(DeleteList, takes_its_tasks_along) {
    auto in_list = task_created(1);
    in_list.list = list(1);
    const Workspace after = given(list_created(1), in_list, task_created(2)).when(DeleteList{list(1)}).after();
    EXPECT_EQ(after.task(task(1)), nullptr);
    EXPECT_NE(after.task(task(2)), nullptr);
}
TEST(RestoreList, brings_it_back_with_the_tasks_that_went_with_it) {
    given(list_created(1), ListDeleted{list(1)}).when(RestoreList{list(1)}).then(ListRestored{list(1)});
    given(list_created(1)).when(RestoreList{list(1)}).then_nothing();
    given().when(RestoreList{list(1)}).then_refused("list-not-found", "/list");
    auto first = task_created(1), second = task_created(2);
    first.list = second.list = list(1);
    const Workspace after =
        given(list_created(1), first, second, TaskCompleted{task(1)}, TaskDeleted{task(2)}, ListDeleted{list(1)})
            .when(RestoreList{list(1)})
            .after();
    ASSERT_NE(after.task(task(1)), nullptr);
    EXPECT_EQ(after.task(task(1))->list, list(1));
    EXPECT_EQ(after.task(task(1))->status, Status::completed);
    EXPECT_EQ(after.task(task(2)), nullptr) << "it was deleted before, by itself";
}
TEST(EmptyTrash, leaves_a_mark_and_changes_nothing) {
    given(task_created(1), TaskDeleted{task(1)}).when(EmptyTrash{}).then(TrashEmptied{});
    const Workspace after =
        given(task_created(1), TaskDeleted{task(1)}, TrashEmptied{}).when(RestoreTask{task(1)}).after();
    EXPECT_NE(after.task(task(1)), nullptr) << "what the history tells of can be restored";
}
TEST(RenameWorkspace, renames) {
    given().when(RenameWorkspace{"Family"}).then(WorkspaceRenamed{"Family"});
    given().when(RenameWorkspace{"Personal"}).then_nothing();
}
TEST(CreateWorkspace, is_refused_where_there_is_one) {
    given().when(CreateWorkspace{"Family"}).then_refused("workspace-exists", "/workspace");
}

}  // namespace
}  // namespace tasklog::testing
