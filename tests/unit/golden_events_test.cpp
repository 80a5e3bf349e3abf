#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <filesystem>
#include <map>
#include <set>

#include "events/format/commit_json.hpp"
#include "events/format/json.hpp"
#include "tests/support/every_event.hpp"

// tests/golden/events holds each event in each version that was ever written, as TYPE.vN.json: one JSON a line. A file
// never changes once it has landed, for logs hold what it holds.
namespace tasklog::testing {
namespace {

std::string file_of(std::string_view type, int version) {
    return "events/" + std::string(type) + ".v" + std::to_string(version) + ".json";
}

/// The JSON of each event of a commit, by type, one a line.
std::map<std::string, std::string> written(const Commit& commit) {
    rapidjson::Document document;
    document.Parse(encode(commit).c_str());
    std::map<std::string, std::string> lines;
    for (const auto& event : document["events"].GetArray()) {
        std::string& text = lines[event["type"].GetString()];
        if (!text.empty()) text += '\n';
        text += json::text([&](json::Writer& w) { event.Accept(w); });
    }
    return lines;
}

/// A commit that holds these events.
std::string around(std::string lines) {
    Commit none = every_event();
    none.events.clear();
    std::string commit = encode(none);
    for (std::size_t at = 0; (at = lines.find('\n', at)) != std::string::npos;) lines[at] = ',';
    return commit.replace(commit.rfind("[]"), 2, "[" + lines + "]");
}

template <class F, std::size_t... I>
void each_type(F f, std::index_sequence<I...>) {
    (f.template operator()<std::variant_alternative_t<I, Event>>(I), ...);
}
template <class F>
void each_type(F f) {
    each_type(f, std::make_index_sequence<std::variant_size_v<Event>>());
}

TEST(GoldenEvents, are_as_every_event_is_written) {
    const auto lines = written(every_event());
    each_type([&]<class E>(std::size_t) {
        const std::string file = file_of(E::name, E::version);
        EXPECT_EQ(golden(file), lines.at(std::string(E::name)))
            << "What is written differs from tests/golden/" << file
            << ". If that file has landed, logs hold this form: give the event its next version, with an upcaster in "
               "events/format/upcast.cpp, and write the new form into a file of its own.";
    });
}

TEST(GoldenEvents, of_every_version_are_read) {
    each_type([&]<class E>(std::size_t index) {
        for (int version = 1; version <= E::version; ++version) {
            const std::string text = golden(file_of(E::name, version));
            ASSERT_NE(text, "") << file_of(E::name, version);
            const auto commit = decode_commit(around(text));
            ASSERT_TRUE(commit) << file_of(E::name, version) << ": " << commit.error().why;
            for (const Event& event : commit->events) EXPECT_EQ(event.index(), index);
        }
    });
}

// A version that was taken back, or an event that was renamed, would leave logs that nobody can read.
TEST(GoldenEvents, are_of_events_and_versions_that_there_are) {
    std::set<std::string> known;
    each_type([&]<class E>(std::size_t) {
        for (int version = 1; version <= E::version; ++version) known.insert(file_of(E::name, version).substr(7));
    });
    std::set<std::string> found;
    for (const auto& each : std::filesystem::directory_iterator(std::string(TASKLOG_GOLDEN) + "/events"))
        found.insert(each.path().filename());
    EXPECT_EQ(found, known);
}

}  // namespace
}  // namespace tasklog::testing
