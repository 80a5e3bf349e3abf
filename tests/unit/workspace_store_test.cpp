// What is on disk is what was in memory: beside a map that holds everything, under random uses.
#include "command/owner/workspace_store.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "command/owner/shares.hpp"
#include "command/owner/snapshots/snapshot_reading.hpp"
#include "events/format/binary.hpp"
#include "events/format/commit_json.hpp"
#include "tests/support/given.hpp"

namespace tasklog::testing {
namespace {

using namespace command;

unsigned fresh_seed() {
    const unsigned seed = std::random_device{}();
    std::cout << "seed " << seed << "\n";
    return seed;
}

TEST(ScratchFile, gives_back_what_was_put_in_and_uses_room_again) {
    std::mt19937 random(fresh_seed());
    const auto below = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
    ScratchFile file("");
    std::vector<std::pair<ScratchFile::Place, std::string>> kept;
    std::uint64_t most = 0;
    std::uint64_t bytes = 0;
    for (int i = 0; i < 20'000; ++i) {
        if (kept.size() < 100 || below(2) == 0) {
            std::string piece(below(below(20) == 0 ? 100'000 : 3'000), static_cast<char>(below(256)));
            bytes += piece.size();
            kept.emplace_back(file.put(piece), std::move(piece));
        } else {
            std::swap(kept[below(static_cast<unsigned>(kept.size()))], kept.back());
            ASSERT_EQ(file.get(kept.back().first), kept.back().second);
            file.free(kept.back().first);
            bytes -= kept.back().second.size();
            kept.pop_back();
        }
        most = std::max(most, bytes);
    }
    for (const auto& [place, piece] : kept) ASSERT_EQ(file.get(place), piece);
    EXPECT_LT(file.size(), 3 * most) << "room that is free is used again";
}

TEST(ScratchFile, says_where_it_cannot_be_made) {
    ScratchFile file("/nowhere");
    try {
        file.put("x");
        FAIL();
    } catch (const std::system_error& error) {
        EXPECT_TRUE(std::string(error.what()).contains("/nowhere")) << error.what();
    }
}

/// Some workspaces, in a store and in a map.
struct Both {
    explicit Both(const StoreBounds& bounds) : store(bounds) {}

    void change(const WorkspaceId& id, const Event& event) {
        Workspace* present = store.find(id);
        ASSERT_EQ(present != nullptr, map.contains(id));
        Workspace& workspace = present ? *present : store.make(id);
        Workspace& expected = map.try_emplace(id, Workspace{.id = id}).first->second;
        const Commit commit{.id = testing::id<CommitKind>(++commits),
                            .workspace = id,
                            .actor = person(1),
                            .at = {noon.us + commits},
                            .key = "k" + std::to_string(commits),
                            .request = "f",
                            .results = {{"id", 1}},
                            .events = {event}};
        for (Workspace* each : {&workspace, &expected}) fold(*each, commit, encode(commit), commits);
        store.used(workspace, bytes_of(workspace));
    }

    WorkspaceStore store;
    std::map<WorkspaceId, Workspace> map;
    unsigned commits = 0;
};

TEST(WorkspaceStore, keeps_all_whatever_is_in_memory) {
    std::mt19937 random(fresh_seed());
    const auto below = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{60'000}, std::size_t{1} << 30}) {
        Both both({.bytes = bytes, .large = 100'000});
        unsigned tasks = 0;
        for (int i = 0; i < 3'000; ++i) {
            const WorkspaceId id = workspace(1 + below(below(2) == 0 ? 3 : 40));
            if (!both.map.contains(id)) both.change(id, WorkspaceCreated{"Home", person(1)});
            switch (below(8)) {
                case 0:
                    both.store.erase(id);
                    both.map.erase(id);
                    break;
                case 1:
                    both.change(id, WorkspaceRenamed{"again"});
                    break;
                default:
                    ++tasks;
                    both.change(id, task_created(tasks, "a task", "a" + std::to_string(tasks) + "b"));
            }
        }
        if (bytes == 60'000) {
            EXPECT_GT(both.store.cold().size(), 0U);
            EXPECT_GT(both.store.in_memory(), 1U);
        }
        if (bytes > 60'000) {
            EXPECT_TRUE(both.store.cold().empty());
        }
        EXPECT_EQ(both.store.ids().size(), both.map.size());
        for (const auto& [id, expected] : both.map) {
            EXPECT_EQ(both.store.things(id), things_in(expected));
            ASSERT_TRUE(both.store.find(id) && *both.store.find(id) == expected);
        }
    }
}

TEST(WorkspaceStore, loses_nothing_where_there_is_no_disk) {
    Both both({.bytes = 0, .folder = "/nowhere"});
    both.store.restore(PartitionSnapshot().cold,
                       {});  // there were no snapshots: the folder is the one that it was told
    for (unsigned i = 1; i <= 50; ++i) both.change(workspace(i), WorkspaceCreated{"Home", person(1)});
    EXPECT_TRUE(both.store.cold().empty());
    for (const auto& [id, expected] : both.map) EXPECT_TRUE(*both.store.find(id) == expected);
}

}  // namespace
}  // namespace tasklog::testing
