#include "base/sha256.hpp"
#include "events/format/commit_json.hpp"

#include <gtest/gtest.h>

#include <set>

#include "events/workspace.hpp"
#include "tests/support/every_event.hpp"

namespace tasklog::testing {
namespace {

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
    const Upcasters upcasters{{{"TaskCompleted", 0}, [](json::Writer& w, const json::Value& event) {
                                   w.Key("task");
                                   json::write(w, json::text_member(event, "id"));
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
    EXPECT_EQ(w.last_hash.text(), sha256_hex(encode(first)));
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
