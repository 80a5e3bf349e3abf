#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

CommentId comment(unsigned number) { return id<CommentKind>(number); }
CommentAdded said(unsigned number, unsigned who = 1) { return {comment(number), task(1), person(who), "Two litres?"}; }
MemberJoined joined(unsigned who, Role role) { return {person(who), role, id<InvitationKind>(90 + who)}; }

TEST(AddComment, says_something_about_a_task) {
    given(task_created(1)).when(AddComment{comment(1), task(1), "Two litres?"}).then(said(1));
    given(task_created(1), joined(3, Role::commenter))
        .as(3)
        .when(AddComment{comment(1), task(1), "Two litres?"})
        .then(said(1, 3));
    given().when(AddComment{comment(1), task(1), "x"}).then_refused("task-not-found", "/task");
    given(task_created(1), said(1)).when(AddComment{comment(1), task(1), "x"}).then_refused("comment-exists", "/id");
}
TEST(EditComment, is_for_its_author) {
    given(task_created(1), said(1)).when(EditComment{comment(1), "Three"}).then(CommentEdited{comment(1), "Three"});
    given(task_created(1), said(1)).when(EditComment{comment(1), "Two litres?"}).then_nothing();
    given(task_created(1), joined(2, Role::editor), said(1, 2))
        .when(EditComment{comment(1), "x"})
        .then_refused("not-yours", "/comment");
    given(task_created(1), said(1), TaskDeleted{task(1)})
        .when(EditComment{comment(1), "x"})
        .then_refused("comment-not-found", "/comment");
}
TEST(RestoreComment, is_for_its_author_and_the_owner) {
    given(task_created(1), said(1), CommentDeleted{comment(1)})
        .when(RestoreComment{comment(1)})
        .then(CommentRestored{comment(1)});
    given(task_created(1), said(1)).when(RestoreComment{comment(1)}).then_nothing();
    given().when(RestoreComment{comment(1)}).then_refused("comment-not-found", "/comment");
}
TEST(DeleteComment, is_for_its_author_and_the_owner) {
    given(task_created(1), said(1)).when(DeleteComment{comment(1)}).then(CommentDeleted{comment(1)});
    given(task_created(1), said(1), CommentDeleted{comment(1)}).when(DeleteComment{comment(1)}).then_nothing();
    given(task_created(1), joined(2, Role::commenter), said(1, 2))
        .when(DeleteComment{comment(1)})
        .then(CommentDeleted{comment(1)});
    given(task_created(1), joined(2, Role::editor), said(1))
        .as(2)
        .when(DeleteComment{comment(1)})
        .then_refused("not-yours", "/comment");
    given().when(DeleteComment{comment(1)}).then_refused("comment-not-found", "/comment");
}

}  // namespace
}  // namespace tasklog::testing
