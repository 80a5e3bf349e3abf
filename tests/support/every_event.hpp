#pragma once
#include <fstream>
#include <iterator>

#include "events/commit.hpp"
#include "tests/support/given.hpp"

namespace tasklog::testing {

/// A file of tests/golden, without the line end at its end; empty if there is none.
inline std::string golden(const std::string& name) {
    std::ifstream in(std::string(TASKLOG_GOLDEN) + "/" + name, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

/// Each kind of event, and each field of it, at least once.
inline Commit every_event() {
    const Due moment = DueInstant{*Instant::parse("2026-12-01T09:00:00+01:00"), "Europe/Berlin"};
    const Due day = DueDate{*Date::parse("2026-12-24")};
    Commit commit{.id = id<CommitKind>(1),
                  .workspace = workspace(1),
                  .actor = person(1),
                  .at = noon,
                  .prev = std::string(64, 'a'),
                  .cause = "recur",
                  .key = "key-1",
                  .request = "f00d",
                  .results = {{task(1).text(), 3}, {list(1).text(), 1}},
                  .events = {}};
    commit.events = {
        WorkspaceCreated{"Personal", person(1)},
        WorkspaceRenamed{"Family"},
        ListCreated{list(1), "Home", "#3366cc", "V"},
        ListRenamed{list(1), "House"},
        ListRecoloured{list(1), ""},
        ListReordered{list(1), "W"},
        ListArchived{list(1)},
        ListUnarchived{list(1)},
        TaskCreated{task(1),
                    list(1),
                    "Bake \"Stollen\"",
                    "äöü\n\t",
                    Priority::urgent,
                    {"sweet", "x y"},
                    moment,
                    *Date::parse("2026-11-30"),
                    "V"},
        task_created(2),
        TaskDetailsChanged{task(1), "Bake", "", Priority::none, std::vector<std::string>{}, std::optional<Due>(day),
                           std::optional<Date>{}},
        TaskDetailsChanged{task(2), {}, {}, {}, {}, std::optional<Due>{}, std::optional(*Date::parse("2026-12-01"))},
        TaskCompleted{task(1)},
        TaskReopened{task(1)},
        TaskCancelled{task(1)},
        TaskMoved{task(1), list(1), "X"},
        TaskMoved{task(1), {}, "Y"},
        TaskReordered{task(1), "Z"},
        TaskDeleted{task(1)},
        TaskRestored{task(1)},
        ListDeleted{list(1)},
        ListRestored{list(1)},
        ListNested{list(1), list(2), true},
        TrashEmptied{},
        FilterSaved{id<FilterKind>(1), "This week", "due < week+1w and #work"},
        FilterSaved{id<FilterKind>(2), "Late", "overdue"},
        FilterDeleted{id<FilterKind>(2)},
        MemberInvited{id<InvitationKind>(1), Role::editor, person(2)},
        MemberInvited{id<InvitationKind>(2), Role::viewer, {}},
        InvitationRevoked{id<InvitationKind>(2)},
        MemberJoined{person(2), Role::editor, id<InvitationKind>(1)},
        MemberRoleChanged{person(2), Role::commenter},
        MemberRemoved{person(2)},
        MemberLeft{person(3)},
        OwnershipTransferred{person(1), person(4)},
        RecurrenceSet{task(1), Recurrence{.rule = "FREQ=MONTHLY;BYDAY=-1FR",
                                          .except = {*Date::parse("2026-12-25")},
                                          .from_completion = true,
                                          .skip_missed = true,
                                          .zone = "Europe/Berlin",
                                          .start = moment,
                                          .occurrence = day,
                                          .number = 7}},
        NextOccurrenceCreated{task(1), task(2)},
        SeriesEnded{task(2)},
        TaskNested{task(2), task(1)},
        TaskNested{task(2), {}},
        TaskAssigned{task(1), person(2)},
        TaskAssigned{task(1), {}},
        CommentAdded{id<CommentKind>(1), task(1), person(1), "Two litres?"},
        CommentEdited{id<CommentKind>(1), "Two litres!"},
        CommentDeleted{id<CommentKind>(1)},
        CommentRestored{id<CommentKind>(1)},
        ReminderSet{task(1), id<ReminderKind>(1), person(1), {}, noon},
        ReminderSet{
            task(1), id<ReminderKind>(2), person(2), RelativeTime{RelativeTime::To::start, -1440, "Europe/Berlin"}, {}},
        ReminderRescheduled{task(1), id<ReminderKind>(2), noon},
        ReminderRescheduled{task(1), id<ReminderKind>(2), {}},
        ReminderRemoved{task(1), id<ReminderKind>(2)},
        ReminderFired{task(1), id<ReminderKind>(1), person(1), noon, true},
        NotificationsRead{noon, {}},
        NotificationsRead{{}, id<NotificationKind>(1)},
        WorkspaceReclaimed{person(1), person(4)},
        ListBackdated{list(1), *Instant::parse("2020-02-29T08:00:00Z")},
        TaskBackdated{task(1), *Instant::parse("2020-02-29T08:00:00Z"), *Instant::parse("2020-03-01T08:00:00Z")},
        TaskBackdated{task(1), {}, *Instant::parse("2020-03-01T08:00:00Z")},
        CommentBackdated{id<CommentKind>(1), *Instant::parse("2020-02-29T08:00:00Z")},
        TaskEstimated{task(1), 90},
        TaskEstimated{task(1), {}}};
    return commit;
}

}  // namespace tasklog::testing
