#include "events/commit.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "events/workspace.hpp"
#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

std::string golden(const std::string& name) {
    std::ifstream in(std::string(TASKLOG_GOLDEN) + "/" + name, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

/// Each kind of event, and each field of it, at least once.
Commit every_event() {
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
        ReminderSet{task(1), id<ReminderKind>(1), person(1), {}, noon},
        ReminderSet{
            task(1), id<ReminderKind>(2), person(2), RelativeTime{RelativeTime::To::start, -1440, "Europe/Berlin"}, {}},
        ReminderRescheduled{task(1), id<ReminderKind>(2), noon},
        ReminderRescheduled{task(1), id<ReminderKind>(2), {}},
        ReminderRemoved{task(1), id<ReminderKind>(2)},
        ReminderFired{task(1), id<ReminderKind>(1), person(1), noon, true},
        NotificationsRead{noon, {}},
        NotificationsRead{{}, id<NotificationKind>(1)}};
    return commit;
}

// The log holds these bytes for ever: if this fails the format has changed, and what is in the log can't be read any
// more.
TEST(WireFormat, is_what_the_log_holds) { EXPECT_EQ(encode(every_event()), golden("commit-v1.json")); }

TEST(WireFormat, is_read_back_as_it_was_written) {
    const auto commit = decode_commit(golden("commit-v1.json"));
    ASSERT_TRUE(commit) << commit.error().why;
    EXPECT_EQ(*commit, every_event());
}

TEST(WireFormat, has_a_sample_of_every_event) {
    std::set<std::size_t> kinds;
    for (const Event& event : every_event().events) kinds.insert(event.index());
    EXPECT_EQ(kinds.size(), std::variant_size_v<Event>);
}

TEST(WireFormat, reads_an_old_version_through_its_upcaster) {
    const Upcasters upcasters{{{"TaskCompleted", 0}, [](rapidjson::Value& event, auto& allocator) {
                                   event.AddMember("task", event["id"], allocator);
                                   event.RemoveMember("id");
                               }}};
    const auto commit = decode_commit(golden("commit-old-event.json"), upcasters);
    ASSERT_TRUE(commit) << commit.error().why;
    EXPECT_EQ(commit->events, (std::vector<Event>{TaskCompleted{task(1)}}));
    EXPECT_EQ(decode_commit(golden("commit-old-event.json")).error().why, "TaskCompleted version 0 has no upcaster");
}

TEST(WireFormat, tells_what_is_wrong_with_bytes_that_are_no_commit) {
    const std::string good = encode(every_event());
    const auto without = [&](const std::string& text, const std::string& put = "") {
        std::string out = good;
        const std::size_t at = out.find(text);
        EXPECT_NE(at, std::string::npos) << text;
        return out.replace(at, text.size(), put);
    };
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "the commit is not a JSON object"},
        {good.substr(0, good.size() / 2), "the commit is not a JSON object"},
        {without("\"v\":1,", "\"v\":2,"), "the commit's version is newer than this program"},
        {without("\"actor\"", "\"actr\""), "the commit has no actor"},
        {without("WorkspaceRenamed", "WorkspaceSold"), "unknown event type WorkspaceSold"},
        {without("{\"type\":\"TaskCompleted\",\"v\":1", "{\"type\":\"TaskCompleted\",\"v\":2"),
         "TaskCompleted version 2 is newer than this program"},
        {without("\"priority\":\"urgent\"", "\"priority\":\"loud\""),
         "TaskCreated/priority must be none, low, medium, high or urgent"},
    };
    for (const auto& [bytes, error] : cases) {
        const auto commit = decode_commit(bytes);
        ASSERT_FALSE(commit) << bytes;
        EXPECT_EQ(commit.error().why, error);
    }
}

TEST(Fold, chains_commits_by_their_hash) {
    Workspace w;
    Commit first{.id = id<CommitKind>(1),
                 .workspace = workspace(1),
                 .actor = person(1),
                 .at = noon,
                 .events = {WorkspaceCreated{"Personal", person(1)}}};
    fold(w, first, encode(first), 4);
    EXPECT_EQ(w.last_hash, sha256_hex(encode(first)));
    EXPECT_EQ(w.last_offset, 4);
}

TEST(Fold, keeps_the_answers_of_a_week_and_at_least_a_thousand) {
    Workspace w;
    const auto commit = [](int number, std::int64_t at_us) {
        return Commit{.id = {},
                      .workspace = workspace(1),
                      .actor = person(1),
                      .at = {at_us},
                      .key = "k" + std::to_string(number),
                      .events = {}};
    };
    constexpr std::int64_t day_us = 24LL * 3600 * 1'000'000;
    for (int i = 0; i < 1'000; ++i) fold(w, commit(i, i), "", i);
    fold(w, commit(1'000, 30 * day_us), "", 1'000);
    EXPECT_EQ(w.answers.find(person(1), "k0"), nullptr) << "old, and more than a thousand are there";
    EXPECT_NE(w.answers.find(person(1), "k1"), nullptr) << "old, but one of the last thousand";
    for (int i = 1'001; i < 3'000; ++i) fold(w, commit(i, 30 * day_us + i), "", i);
    EXPECT_EQ(w.answers.find(person(1), "k1"), nullptr);
    EXPECT_NE(w.answers.find(person(1), "k1000"), nullptr) << "younger than a week";
}

}  // namespace
}  // namespace tasklog::testing
