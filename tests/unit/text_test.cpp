#include "infra/text.hpp"

#include <gtest/gtest.h>

#include "command/request/decode.hpp"
#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

TEST(Text, that_shows_nothing_is_blank) {
    for (const char* blank :
         {"", " ", "\t\n", "\u00a0", "\u200b\u200d", "\u3164", "\u2800", "\ufeff", "\U000e0061", "\u00ad \u2060"})
        EXPECT_TRUE(text::is_blank(blank)) << blank;
    for (const char* seen : {"a", " a ", "\u200bä", "👩\u200d🚀", "。"}) EXPECT_FALSE(text::is_blank(seen)) << seen;
}
TEST(Text, has_control_characters_of_all_kinds) {
    for (const std::string& bad :
         {std::string("a\0b", 3), std::string("\x1b[0m"), std::string("\x7f"), std::string("\u0085"),
          std::string("\u009b"), std::string("x\u2028y"), std::string("\u2029"), std::string("\uffff")})
        EXPECT_TRUE(text::has_control(bad));
    for (const char* good : {"", "a\tb\r\nc", "Ä\u00a0ß", "👩\u200d🚀"}) EXPECT_FALSE(text::has_control(good));
}

/// Every text of every command: some hundred places, found by their JSON.
TEST(Text, of_no_field_of_a_command_may_have_control_characters) {
    const std::string id = task(1).text();
    const std::vector<std::string> bodies{
        R"({"type":"CreateTask","title":"#"})",
        R"({"type":"CreateTask","title":"x","notes":"#"})",
        R"({"type":"CreateTask","title":"x","tags":["a","#"]})",
        R"({"type":"CreateTask","title":"x","rank":"#"})",
        R"({"type":"CreateTask","title":"x","due":{"at":"2027-01-01T00:00:00Z","zone":"#"}})",
        R"({"type":"CreateTask","title":"x","due":{"date":"#"}})",
        R"({"type":"CreateList","name":"#"})",
        R"({"type":"CreateList","name":"x","color":"#"})",
        R"({"type":"CreateWorkspace","name":"#"})",
        R"({"type":"AddComment","task":")" + id + R"(","text":"#"})",
        R"({"type":"SetRecurrence","task":")" + id + R"(","rule":"FREQ=DAILY","zone":"#"})",
        R"({"type":"SetRecurrence","task":")" + id + R"(","rule":"FREQ=DAILY#"})",
        R"({"type":"SetRecurrence","task":")" + id + R"(","rule":"FREQ=DAILY","except":["#"]})",
        R"({"type":"SetReminder","task":")" + id + R"(","relative":{"to":"due","minutes":0,"zone":"#"}})",
        R"({"commands":[{"type":"CreateTask","title":"x"},{"type":"CreateTask","title":"#"}]})"};
    for (const char* bad : {"\\u0000", "\\u0007", "\\u001b", "\\u007f", "\\u0085", "\\u2028", "\\ufffe"})
        for (std::string body : bodies) {
            body.replace(body.find('#'), 1, std::string("Europe/Berlin") + bad);
            const auto decoded = command::decode(body, person(1), workspace(7));
            ASSERT_FALSE(decoded) << body;
            EXPECT_EQ(decoded.error().type.status, 400U);
            EXPECT_NE(decoded.error().pointer, "") << body;
        }
    for (const char* blank : {"\\u200b", "\\u3164\\ufeff", "  "}) {
        const auto decoded =
            command::decode(R"({"type":"CreateTask","title":")" + std::string(blank) + "\"}", person(1), workspace(7));
        ASSERT_FALSE(decoded);
        EXPECT_EQ(decoded.error().detail, "/title must not be empty.");
    }
}

TEST(Decode, names_the_command_also_in_a_batch_of_one) {
    const auto decoded = command::decode(R"({"commands":[{"type":"CompleteTask","task":")" + task(9).text() + "\"}]}",
                                         person(1), workspace(7));
    ASSERT_TRUE(decoded);
    Workspace w = given().state();
    command::Request request = *decoded;
    request.workspace = w.id;
    EXPECT_EQ(command::decide_and_apply(w, request, noon).error().pointer, "/commands/0/task");
}
TEST(Decode, refuses_the_most_negative_number_of_minutes) {
    const auto decoded =
        command::decode(R"({"type":"SetReminder","task":")" + task(1).text() +
                            R"(","relative":{"to":"due","minutes":-9223372036854775808,"zone":"UTC"}})",
                        person(1), workspace(7));
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().pointer, "/relative/minutes");
}

}  // namespace
}  // namespace tasklog::testing
