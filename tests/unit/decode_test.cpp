#include "command/request/decode.hpp"

#include <gtest/gtest.h>

#include "events/format/json_read.hpp"
#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

std::expected<Request, Problem> decoded(const std::string& body) { return decode(body, person(1), workspace(7)); }

struct Refusal {
    const char* what;
    std::string body;
    const char* type;
    const char* pointer;
};

const std::string some_id = task(1).text();

const std::vector<Refusal>& refusals() {
    static const std::vector<Refusal> all{
        {"nothing", "", "malformed-json", ""},
        {"truncated JSON", R"({"type":"CreateTask","title":"Buy)", "malformed-json", ""},
        {"something behind the JSON", R"({"type":"CreateTask","title":"x"} x)", "malformed-json", ""},
        {"bad UTF-8", "{\"type\":\"CreateTask\",\"title\":\"\xc3\x28\"}", "malformed-json", ""},
        {"a lone surrogate", R"({"type":"CreateTask","title":"\ud800"})", "malformed-json", ""},
        {"half a surrogate pair", R"({"type":"CreateTask","title":"x\udfff"})", "malformed-json", ""},
        {"half a surrogate pair in a tag", R"({"type":"CreateTask","title":"x","tags":["\udc00"]})", "malformed-json",
         ""},
        {"half a surrogate pair in a field's name", R"({"type":"CreateTask","title":"x","\udc00":1})", "malformed-json",
         ""},
        {"a number that nobody can hold", R"({"type":"CreateTask","title":123456789012345678901234567890})",
         "malformed-json", ""},
        {"an array", "[]", "invalid-field", ""},
        {"a number", "7", "invalid-field", ""},
        {"no type", R"({"title":"x"})", "invalid-field", "/type"},
        {"a type that is no string", R"({"type":1,"title":"x"})", "invalid-field", "/type"},
        {"an unknown command", R"({"type":"BuyTask","title":"x"})", "unknown-command", "/type"},
        {"no title", R"({"type":"CreateTask"})", "invalid-field", "/title"},
        {"a null title", R"({"type":"CreateTask","title":null})", "invalid-field", "/title"},
        {"a title of the wrong type", R"({"type":"CreateTask","title":["x"]})", "invalid-field", "/title"},
        {"an empty title", R"({"type":"CreateTask","title":"  "})", "invalid-field", "/title"},
        {"a title of two lines", R"({"type":"CreateTask","title":"a\nb"})", "invalid-field", "/title"},
        {"a title with a zero byte", R"({"type":"CreateTask","title":"a\u0000b"})", "invalid-field", "/title"},
        {"a title that is too long", R"({"type":"CreateTask","title":")" + std::string(501, 'x') + "\"}",
         "invalid-field", "/title"},
        {"notes that are too long", R"({"type":"CreateTask","title":"x","notes":")" + std::string(20'001, 'x') + "\"}",
         "invalid-field", "/notes"},
        {"a start before 1900", R"({"type":"CreateTask","title":"x","start":"1899-12-31"})", "invalid-field", "/start"},
        {"a due day after 2999", R"({"type":"CreateTask","title":"x","due":{"date":"3000-01-01"}})", "invalid-field",
         "/due/date"},
        {"a due moment that its offset leads out of the years",
         R"({"type":"CreateTask","title":"x","due":{"at":"2999-12-31T23:59:00-00:01","zone":"UTC"}})", "invalid-field",
         "/due/at"},
        {"an unknown field", R"({"type":"CreateTask","title":"x","colour":"red"})", "invalid-field", "/colour"},
        {"a field of another command", R"({"type":"CompleteTask","task":")" + some_id + R"(","title":"x"})",
         "invalid-field", "/title"},
        {"a priority that there is not", R"({"type":"CreateTask","title":"x","priority":"max"})", "invalid-field",
         "/priority"},
        {"a tag of the wrong type", R"({"type":"CreateTask","title":"x","tags":["a",1]})", "invalid-field", "/tags/1"},
        {"an empty tag", R"({"type":"CreateTask","title":"x","tags":["a",""]})", "invalid-field", "/tags/1"},
        {"an id that is no UUID", R"({"type":"CompleteTask","task":"1"})", "invalid-field", "/task"},
        {"no task", R"({"type":"CompleteTask"})", "invalid-field", "/task"},
        {"a null task where the list may be null", R"({"type":"MoveTask","task":null,"list":null})", "invalid-field",
         "/task"},
        {"no assignee", R"({"type":"AssignTask","task":")" + some_id + "\"}", "invalid-field", "/assignee"},
        {"an empty comment", R"({"type":"AddComment","task":")" + some_id + R"(","text":" "})", "invalid-field",
         "/text"},
        {"a comment that is too long",
         R"({"type":"AddComment","task":")" + some_id + R"(","text":")" + std::string(10'001, 'x') + "\"}",
         "invalid-field", "/text"},
        {"a comment on nothing", R"({"type":"AddComment","text":"x"})", "invalid-field", "/task"},
        {"an impossible rule",
         R"({"type":"SetRecurrence","task":")" + some_id + R"(","rule":"FREQ=YEARLY;BYMONTHDAY=32"})", "invalid-field",
         "/rule"},
        {"a rule that is none", R"({"type":"SetRecurrence","task":")" + some_id + R"(","rule":"every day"})",
         "invalid-field", "/rule"},
        {"no rule", R"({"type":"SetRecurrence","task":")" + some_id + R"("})", "invalid-field", "/rule"},
        {"a recurrence in an unknown zone",
         R"({"type":"SetRecurrence","task":")" + some_id + R"(","rule":"FREQ=DAILY","zone":"Mars/Olympus"})",
         "invalid-field", "/zone"},
        {"a recurrence from something else",
         R"({"type":"SetRecurrence","task":")" + some_id + R"(","rule":"FREQ=DAILY","from":"start"})", "invalid-field",
         "/from"},
        {"an exception that is no day",
         R"({"type":"SetRecurrence","task":")" + some_id + R"(","rule":"FREQ=DAILY","except":["2026-13-01"]})",
         "invalid-field", "/except/0"},
        {"an invitation without a role", R"({"type":"InviteMember"})", "invalid-field", "/role"},
        {"a role that there is not", R"({"type":"InviteMember","role":"boss"})", "invalid-field", "/role"},
        {"a second owner", R"({"type":"InviteMember","role":"owner"})", "invalid-field", "/role"},
        {"a mail address, which never enters the log", R"({"type":"InviteMember","role":"editor","email":"a@b.c"})",
         "invalid-field", "/email"},
        {"no invitation", R"({"type":"AcceptInvitation"})", "invalid-field", "/invitation"},
        {"no member", R"({"type":"RemoveMember"})", "invalid-field", "/person"},
        {"a due day that is no day", R"({"type":"CreateTask","title":"x","due":{"date":"2026-02-30"}})",
         "invalid-field", "/due/date"},
        {"a due time without a zone", R"({"type":"CreateTask","title":"x","due":{"at":"2026-12-01T09:00:00Z"}})",
         "invalid-field", "/due"},
        {"a due time in no zone",
         R"({"type":"CreateTask","title":"x","due":{"at":"2026-12-01T09:00:00Z","zone":"Mars/Phobos"}})",
         "invalid-field", "/due/zone"},
        {"due as a string", R"({"type":"CreateTask","title":"x","due":"tomorrow"})", "invalid-field", "/due"},
        {"a start that is no day", R"({"type":"CreateTask","title":"x","start":"soon"})", "invalid-field", "/start"},
        {"an estimate of nothing", R"({"type":"CreateTask","title":"x","estimate":0})", "invalid-field", "/estimate"},
        {"an estimate of years",
         R"({"type":"ChangeTaskDetails","task":"00000000-0000-0000-0000-000000000001","estimate":60001})",
         "invalid-field", "/estimate"},
        {"a rank of other characters", R"({"type":"CreateTask","title":"x","rank":"a-b"})", "invalid-field", "/rank"},
        {"a rank that ends in 0", R"({"type":"CreateTask","title":"x","rank":"V0"})", "invalid-field", "/rank"},
        {"an empty rank", R"({"type":"CreateTask","title":"x","rank":""})", "invalid-field", "/rank"},
        {"a rank that is too long", R"({"type":"CreateTask","title":"x","rank":")" + std::string(129, 'V') + "\"}",
         "invalid-field", "/rank"},
        {"ifAbsent without an id", R"({"type":"CreateTask","title":"x","ifAbsent":true})", "invalid-field",
         "/ifAbsent"},
        {"an expectedVersion of the wrong type",
         R"({"type":"CompleteTask","task":")" + some_id + R"(","expectedVersion":"1"})", "invalid-field",
         "/expectedVersion"},
        {"a negative expectedVersion", R"({"type":"CompleteTask","task":")" + some_id + R"(","expectedVersion":-1})",
         "invalid-field", "/expectedVersion"},
        {"a workspace that is no UUID", R"({"type":"CreateTask","title":"x","workspace":"home"})", "invalid-field",
         "/workspace"},
        {"a colour that is none", R"({"type":"CreateList","name":"x","color":"red"})", "invalid-field", "/color"},
        {"no name", R"({"type":"CreateList"})", "invalid-field", "/name"},
        {"no place to reorder to", R"({"type":"ReorderTask","task":")" + some_id + "\"}", "invalid-field", ""},
        {"two places to reorder to",
         R"({"type":"ReorderTask","task":")" + some_id + R"(","rank":"V","after":")" + some_id + "\"}", "invalid-field",
         ""},
        {"no list to move to", R"({"type":"MoveTask","task":")" + some_id + "\"}", "invalid-field", "/list"},
        {"an empty batch", R"({"commands":[]})", "invalid-field", "/commands"},
        {"a batch that is no array", R"({"commands":{}})", "invalid-field", "/commands"},
        {"a batch of no commands", R"({"commands":[1]})", "invalid-field", "/commands/0"},
        {"a batch with a bad one",
         R"({"commands":[{"type":"CreateTask","title":"x"},{"type":"CreateTask","title":7}]})", "invalid-field",
         "/commands/1/title"},
        {"a batch for two workspaces",
         R"({"commands":[{"type":"CreateTask","title":"x","workspace":")" + some_id + "\"}]}", "invalid-field",
         "/commands/0/workspace"},
        {"a batch with more fields", R"({"commands":[{"type":"CreateTask","title":"x"}],"atomic":true})",
         "invalid-field", "/atomic"},
    };
    return all;
}

TEST(Decode, tells_where_a_body_stops_being_json) {
    EXPECT_EQ(json::fault_position(R"({"a":1,})"), 7U);
    EXPECT_EQ(json::fault_position("{\"a\":\"\xc3(\"}"), 6U);
    EXPECT_EQ(json::fault_position(R"({"a":"b\udfff","c":1})"), 14U);
    EXPECT_EQ(json::fault_position(R"({"a":"b")"), 8U);
}

TEST(Decode, refuses_bad_input_and_names_the_field) {
    for (const Refusal& each : refusals()) {
        const auto request = decoded(each.body);
        ASSERT_FALSE(request) << each.what;
        EXPECT_EQ(request.error().type, each.type) << each.what;
        EXPECT_EQ(request.error().pointer, each.pointer) << each.what;
        EXPECT_EQ(request.error().type.status, 400U) << each.what;
        EXPECT_NE(request.error().detail, "") << each.what;
    }
}

TEST(Decode, refuses_more_commands_than_a_batch_may_hold) {
    std::string body = R"({"commands":[)";
    for (int i = 0; i < 501; ++i) body += std::string(i ? "," : "") + R"({"type":"CreateTask","title":"x"})";
    EXPECT_EQ(decoded(body + "]}").error().pointer, "/commands");
}

TEST(Decode, refuses_deep_nesting_without_harm) { EXPECT_FALSE(decoded(std::string(500'000, '['))); }

TEST(Decode, makes_ids_that_the_client_left_out) {
    const auto request = decoded(R"({"type":"CreateTask","title":"x"})");
    ASSERT_TRUE(request);
    EXPECT_TRUE(std::get<CreateTask>(request->commands[0].body).task.has_value());
    EXPECT_EQ(request->workspace.bytes, person(1).bytes);
}

TEST(Decode, gives_a_new_workspace_the_id_made_for_it) {
    EXPECT_EQ(decoded(R"({"type":"CreateWorkspace","name":"x"})")->workspace, workspace(7));
    EXPECT_EQ(decoded(R"({"type":"CreateWorkspace","name":"x","workspace":")" + workspace(3).text() + "\"}")->workspace,
              workspace(3));
}

TEST(Decode, keeps_each_tag_once) {
    const auto request = decoded(R"({"type":"CreateTask","title":"x","tags":["b","a","b"]})");
    EXPECT_EQ(std::get<CreateTask>(request->commands[0].body).tags, (std::vector<std::string>{"b", "a"}));
}

TEST(Decode, counts_characters_not_bytes) {
    std::string title;
    for (int i = 0; i < 500; ++i) title += "ü";
    EXPECT_TRUE(decoded(R"({"type":"CreateTask","title":")" + title + "\"}"));
}

TEST(Decode, tells_null_from_absent) {
    const auto request = decoded(R"({"type":"ChangeTaskDetails","task":")" + some_id + R"(","due":null})");
    ASSERT_TRUE(request);
    const auto& change = std::get<ChangeTaskDetails>(request->commands[0].body);
    EXPECT_TRUE(change.due.has_value());
    EXPECT_FALSE(change.due->has_value());
    EXPECT_FALSE(change.start.has_value());
}

}  // namespace
}  // namespace tasklog::testing
