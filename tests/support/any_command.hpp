#pragma once
#include <rapidcheck.h>

#include <optional>
#include <string>

#include "command/command.hpp"
#include "infra/uuid.hpp"
#include "tests/support/given.hpp"

/// Commands by chance, about few things, so that they meet.
namespace tasklog::testing {

using namespace command;

inline TaskId any_task() { return task(*rc::gen::inRange(1U, 7U)); }
inline ListId any_list() { return list(*rc::gen::inRange(1U, 4U)); }
inline PersonId any_person() { return person(*rc::gen::inRange(1U, 4U)); }
inline InvitationId any_invitation() { return id<InvitationKind>(*rc::gen::inRange(1U, 4U)); }
inline CommentId any_comment() { return id<CommentKind>(*rc::gen::inRange(1U, 4U)); }
inline FilterId any_filter() { return id<FilterKind>(*rc::gen::inRange(1U, 4U)); }
inline ReminderId any_reminder() { return id<ReminderKind>(*rc::gen::inRange(1U, 4U)); }
inline Instant any_moment() { return {noon.us + *rc::gen::element(-1'000'000, 0, 1'000'000)}; }
inline RelativeTime any_relative() {
    return {*rc::gen::element(RelativeTime::To::due, RelativeTime::To::start), *rc::gen::inRange(-90, 90),
            "Europe/Berlin"};
}
inline Role any_role() { return *rc::gen::element(Role::viewer, Role::commenter, Role::editor); }
template <class T>
std::optional<T> maybe(const T& value) {
    return *rc::gen::inRange(0, 2) ? std::optional(value) : std::nullopt;
}
inline std::string any_text() {
    return *rc::gen::element<std::string>("milk", "Brot \"und\" Käse", "{a,b}", "\\", "NULL", "it's", "x\ty");
}
inline std::string any_rank() { return *rc::gen::element<std::string>("B", "C", "V", "VB", "zz"); }
inline Due any_due() {
    if (*rc::gen::inRange(0, 2)) return DueDate{*Date::parse("2026-12-24")};
    return DueInstant{{1'800'000'000'000'000 + *rc::gen::inRange(0, 1000)}, "Europe/Berlin"};
}

inline Body any_command() {
    switch (*rc::gen::inRange(0, 38)) {
        case 34:
            return *rc::gen::inRange(0, 2) ? SetReminder{any_task(), any_reminder(), any_moment(), {}}
                                           : SetReminder{any_task(), any_reminder(), {}, any_relative()};
        case 35:
            return RemoveReminder{any_task(), any_reminder()};
        case 36:
            return FireReminder{any_task(), any_reminder(), any_moment()};
        case 37:
            return *rc::gen::inRange(0, 2) ? MarkNotificationsRead{any_moment(), {}}
                                           : MarkNotificationsRead{{}, id<NotificationKind>(1)};
        case 31:
            return AddComment{any_comment(), any_task(), any_text()};
        case 32:
            return EditComment{any_comment(), any_text()};
        case 33:
            return *rc::gen::element<Body>(DeleteComment{any_comment()}, RestoreComment{any_comment()});
        case 27:
            return NestTask{any_task(), std::optional(maybe(any_task()))};
        case 28:
            return AssignTask{any_task(), std::optional(maybe(any_person()))};
        case 29:
            return DuplicateTask{any_task(), any_task()};
        case 30:
            return CompleteTask{.task = any_task(), .with_subtasks = true};
        case 24:
            return SetRecurrence{.task = any_task(),
                                 .rule = *rc::gen::element<std::string>("FREQ=DAILY", "FREQ=WEEKLY;COUNT=2"),
                                 .except = {},
                                 .from = *rc::gen::element(RepeatFrom::due, RepeatFrom::completion),
                                 .skip_missed = *rc::gen::inRange(0, 2) == 0,
                                 .zone = {}};
        case 25:
            return SkipOccurrence{any_task()};
        case 26:
            return *rc::gen::inRange(0, 3) ? Body(CreateNextOccurrence{any_task(), any_task()})
                                           : Body(EndSeries{any_task()});
        case 17:
            return InviteMember{any_invitation(), any_role(), maybe(any_person())};
        case 18:
            return RevokeInvitation{any_invitation()};
        case 19:
            return AcceptInvitation{any_invitation()};
        case 20:
            return ChangeMemberRole{any_person(), any_role()};
        case 21:
            return RemoveMember{any_person()};
        case 22:
            return LeaveWorkspace{};
        case 23:
            return TransferOwnership{any_person()};
        case 0:
            return *rc::gen::element<Body>(RenameWorkspace{any_text()}, RenameTag{"a", "b"}, RenameTag{"b", any_text()},
                                           EmptyTrash{}, DeleteFilter{any_filter()},
                                           SaveFilter{any_filter(), any_text(), "open"},
                                           SaveFilter{any_filter(), "Mine", "text:\"x\""});
        case 1:
            return CreateList{.list = any_list(),
                              .title = any_text(),
                              .color = "#3366cc",
                              .rank = maybe(any_rank()),
                              .if_absent = true};
        case 2:
            return RenameList{any_list(), any_text()};
        case 3:
            return RecolourList{any_list(), *rc::gen::element<std::string>("", "#ff0000")};
        case 4:
            return ReorderList{.list = any_list(), .rank = any_rank(), .after = {}, .before = {}};
        case 5:
            return *rc::gen::element<Body>(ArchiveList{any_list()}, NestList{any_list(), std::optional<ListId>{}},
                                           NestList{any_list(), std::optional(any_list())},
                                           NestList{any_list(), std::optional(any_list()), true});
        case 6:
            return UnarchiveList{any_list()};
        case 7:
            return *rc::gen::element<Body>(RenameList{any_list(), any_text()}, DeleteList{any_list()},
                                           RestoreList{any_list()});
        case 8:
            return ChangeTaskDetails{.task = any_task(),
                                     .title = maybe(any_text()),
                                     .notes = maybe(any_text()),
                                     .priority = maybe(Priority::high),
                                     .tags = maybe(std::vector<std::string>{any_text(), "b"}),
                                     .due = maybe(maybe(any_due())),
                                     .start = maybe(maybe(*Date::parse("2026-12-01"))),
                                     .estimate = maybe(maybe(std::uint64_t{45}))};
        case 9:
            return CompleteTask{.task = any_task(), .ended = maybe(noon)};
        case 10:
            return ReopenTask{any_task()};
        case 11:
            return CancelTask{.task = any_task(), .ended = maybe(noon)};
        case 12:
            return MoveTask{any_task(), std::optional(maybe(any_list())), maybe(any_rank())};
        case 13:
            return ReorderTask{.task = any_task(), .rank = {}, .after = any_task(), .before = {}};
        case 14:
            return DeleteTask{any_task()};
        case 15:
            return RestoreTask{any_task()};
        default:
            return CreateTask{.task = any_task(),
                              .list = maybe(any_list()),
                              .title = any_text(),
                              .notes = any_text(),
                              .priority = Priority::low,
                              .tags = {"a", any_text()},
                              .due = maybe(any_due()),
                              .start = {},
                              .rank = maybe(any_rank()),
                              .estimate = maybe(std::uint64_t{30}),
                              .status = *rc::gen::element(Status::open, Status::completed),
                              .if_absent = *rc::gen::inRange(0, 2) == 0};
    }
}

/// Mostly its owner's, else one of those who may become members.
inline Request any_request(const PersonId& who) {
    Request out{.workspace = {who.bytes},
                .actor = *rc::gen::inRange(0, 4) < 3 ? who : any_person(),
                .commit = *CommitId::parse(uuid_v7()),
                .now = {noon.us + *rc::gen::inRange(-1000, 1000)}};
    out.key = maybe("k" + std::to_string(*rc::gen::inRange(0, 8)));
    out.fingerprint = "f";
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i)
        out.commands.push_back({.expected_version = {}, .body = any_command()});
    const Body& first = out.commands.front().body;
    out.worker = std::holds_alternative<CreateNextOccurrence>(first) || std::holds_alternative<FireReminder>(first);
    return out;
}

}  // namespace tasklog::testing
