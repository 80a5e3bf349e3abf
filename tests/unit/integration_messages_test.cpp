#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "events/format/json.hpp"
#include "infra/uuid.hpp"
#include "projections/integration/messages.hpp"
#include "tests/support/given.hpp"

// What the outside is told of a commit. The messages' form is held to docs/asyncapi.yaml by the system test.
namespace tasklog::testing {
namespace {

using projections::Things;
using projections::integration::Message;

class NoticeMessage {
  public:
    std::vector<Message> commit(std::vector<Event> events) {
        ++offset_;
        auto commit = std::make_shared<Commit>();
        commit->id = id<CommitKind>(static_cast<unsigned>(offset_));
        commit->workspace = workspace(1);
        commit->actor = person(1);
        commit->at = noon;
        commit->events = std::move(events);
        const projections::CountedCommit counted{.partition = 3,
                                                 .offset = offset_,
                                                 .shared = std::move(commit),
                                                 .trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"};
        return projections::integration::messages_of(things_, counted);
    }

  private:
    Things things_;
    std::int64_t offset_ = 0;
};

rapidjson::Document parsed(const Message& message) {
    rapidjson::Document out;
    out.Parse(message.body.data(), message.body.size());
    EXPECT_FALSE(out.HasParseError()) << message.body;
    return out;
}
std::string topic_and_type(const Message& message) { return message.topic + " " + parsed(message)["type"].GetString(); }
std::vector<std::string> kinds(const std::vector<Message>& messages) {
    std::vector<std::string> out;
    for (const Message& each : messages) out.push_back(topic_and_type(each));
    return out;
}
std::string operation(const std::vector<Message>& messages) {
    for (const Message& each : messages)
        if (each.topic == "task-updates") return parsed(each)["data"]["operation"].GetString();
    return "";
}

TEST(IntegrationMessages, tell_each_event_and_each_task_once) {
    NoticeMessage told;
    const auto messages = told.commit({task_created(1), TaskCompleted{task(1)}, list_created(2)});
    EXPECT_EQ(kinds(messages),
              (std::vector<std::string>{"task-events tasklog.task.created.v1", "task-events tasklog.task.completed.v1",
                                        "task-updates tasklog.task-update.v1", "task-events tasklog.list.created.v1"}));
    EXPECT_EQ(parsed(messages[0])["data"]["task_data"]["status"], "open");
    EXPECT_EQ(parsed(messages[1])["data"]["task_data"]["status"], "completed");
    EXPECT_TRUE(parsed(messages[3])["data"]["task_id"].IsNull());
    EXPECT_EQ(parsed(messages[3])["data"]["event"]["name"], "Home");
    EXPECT_EQ(parsed(messages[0])["data"]["position"], "3:1");
    EXPECT_EQ(parsed(messages[0])["traceparent"], "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
}

TEST(IntegrationMessages, do_not_grow_with_what_was_read) {
    // Each is a row that is written anew: with a list of all that was read a thousand of them would write a million.
    NoticeMessage told;
    told.commit({WorkspaceCreated{"Personal", person(1)}});
    const auto read = [&](unsigned number) {
        return told.commit({NotificationsRead{.through = {}, .notification = id<NotificationKind>(number)}});
    };
    const std::size_t first = read(1)[0].body.size();
    std::size_t last = 0;
    for (unsigned number = 2; number <= 1'000; ++number) last = read(number)[0].body.size();
    EXPECT_LT(last, first + 100);
}

TEST(IntegrationMessages, are_the_same_when_they_are_made_again) {
    NoticeMessage first;
    NoticeMessage again;
    EXPECT_EQ(first.commit({task_created(1), TaskCompleted{task(1)}}),
              again.commit({task_created(1), TaskCompleted{task(1)}}));
}

TEST(IntegrationMessages, say_what_became_of_a_task) {
    NoticeMessage told;
    EXPECT_EQ(operation(told.commit({task_created(1), TaskCompleted{task(1)}})), "created");
    EXPECT_EQ(operation(told.commit({TaskReopened{task(1)}})), "updated");
    EXPECT_EQ(operation(told.commit({TaskCompleted{task(1)}})), "completed");
    EXPECT_EQ(operation(told.commit({TaskCompleted{task(1)}, TaskReopened{task(1)}})), "updated");
    EXPECT_EQ(operation(told.commit({TaskDeleted{task(1)}})), "deleted");
    EXPECT_EQ(operation(told.commit({TaskDeleted{task(1)}, TaskRestored{task(1)}})), "updated");
}

TEST(IntegrationMessages, name_an_event_after_what_it_is_about) {
    NoticeMessage told;
    told.commit({task_created(1)});
    EXPECT_EQ(kinds(told.commit({CommentAdded{id<CommentKind>(5), task(1), person(1), "Two litres?"}})),
              (std::vector<std::string>{"task-events tasklog.comment.added.v1"}));
    EXPECT_EQ(kinds(told.commit({WorkspaceCreated{"Family", person(1)}, MemberRemoved{person(2)}})),
              (std::vector<std::string>{"task-events tasklog.workspace.created.v1",
                                        "task-events tasklog.workspace.member-removed.v1"}));
}

TEST(IntegrationMessages, remind_under_the_id_of_the_feeds_notification) {
    NoticeMessage told;
    TaskCreated made = task_created(1);
    made.due = DueDate{*Date::parse("2027-01-15")};
    told.commit({made, ReminderSet{task(1), id<ReminderKind>(9), person(2), {}, noon}});
    const auto messages = told.commit(
        {ReminderFired{.task = task(1), .reminder = id<ReminderKind>(9), .person = person(2), .due = noon}});
    ASSERT_EQ(kinds(messages),
              (std::vector<std::string>{"task-events tasklog.task.reminder-fired.v1", "reminders tasklog.reminder.v1",
                                        "task-updates tasklog.task-update.v1"}));
    const auto reminder = parsed(messages[1]);
    EXPECT_EQ(reminder["id"].GetString(),
              uuid_v5("notification\n" + id<CommitKind>(2).text() + "\n0\n" + person(2).text()));
    EXPECT_EQ(reminder["data"]["due_at"], "2027-01-15");
    EXPECT_EQ(reminder["data"]["remind_at"].GetString(), noon.text());
    EXPECT_EQ(reminder["data"]["title"], "Buy milk");
}

TEST(IntegrationMessages, are_refused_for_a_task_that_there_is_not) {
    NoticeMessage told;
    EXPECT_THROW(told.commit({TaskCompleted{task(1)}}), projections::Unappliable);
}

}  // namespace
}  // namespace tasklog::testing
