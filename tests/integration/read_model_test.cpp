// What the query role knows of a read model, told by a worker of its own process, by others through Postgres, and by
// nobody while it does not listen.
#include "query/read_model.hpp"

#include <gtest/gtest.h>

#include <random>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "tests/support/projected.hpp"

namespace tasklog::testing {
namespace {

using namespace projections;
using query::KnownWorkspace;
namespace asio = boost::asio;

const std::string own_process = "this one";

class ReadModelTest : public ProjectedTest {
  protected:
    ReadModelTest() {
        Batch first;
        claim(first);
        apply(first, "");
        model.set_changed([this](const std::string& workspace, std::int64_t version) {
            workspace.empty() ? ++all_changed : ++changed[{workspace, version}];
        });
        listener = std::make_unique<postgres::Listener>(named(postgres_url()));
        model.listen(*listener);
        listener->start();
        await([&] { return all_changed == 1; }, "it listens");
    }

    /// So that its connection is found among others.
    std::string named(const std::string& url) const {
        const bool uri = url.find("://") != std::string::npos;
        return url + (!uri ? " " : url.find('?') == std::string::npos ? "?" : "&") + "application_name=" + schema;
    }
    void await(const std::function<bool()>& condition, const char* what) {
        eventually(
            [&] {
                io.restart();
                io.poll();
                return condition();
            },
            what);
    }
    void apply(const Batch& batch, const std::string& by) {
        const auto texts = texts_of(batch, by);
        ASSERT_TRUE(applier.apply(session, batch, texts));
        from = batch.spans().at(0).after;
        if (by == own_process)
            for (const std::string& text : texts) asio::post(io, [this, text] { model.told(text); });
    }
    bool reached(std::int64_t offset) {
        std::optional<bool> there;
        asio::co_spawn(
            io, [&]() -> asio::awaitable<void> { there = co_await model.reached(0, offset); }, asio::detached);
        await([&] { return there.has_value(); }, "it is reached or not");
        return *there;
    }
    KnownWorkspace known(unsigned who) {
        std::optional<KnownWorkspace> found;
        asio::co_spawn(
            io,
            [&]() -> asio::awaitable<void> {
                found = co_await model.workspace(pool, workspace(who).text(), "a share");
            },
            asio::detached);
        await([&] { return found.has_value(); }, "the workspace is known");
        return *found;
    }
    std::set<std::string> members(unsigned who) {
        std::set<std::string> out;
        pqxx::work read(session.connection());
        for (const auto& row : session.run(read, "SELECT person_id FROM " + schema + ".members WHERE workspace_id = $1",
                                           {workspace(who).text()}))
            out.insert(row[0].c_str());
        return out;
    }
    void cut_off() {
        pqxx::nontransaction end(session.connection());
        session.run(end, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1",
                    {schema});
    }

    asio::io_context io;
    Readiness readiness;
    postgres::Pool pool{postgres_url(), 2};
    query::ReadModel model{io, schema, readiness, "read-model", own_process};
    std::unique_ptr<postgres::Listener> listener;
    std::map<std::pair<std::string, std::int64_t>, int> changed;
    int all_changed = 0;
};

TEST_F(ReadModelTest, knows_what_is_applied_and_hears_of_it_once) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto below = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
    std::map<std::pair<std::string, std::int64_t>, int> applied;
    std::map<unsigned, std::int64_t> last;
    for (int step = 0; step < 120; ++step) {
        Batch batch;
        // Sometimes so many that one notification does not hold them.
        const unsigned commits = below(30) == 0 ? 300 : below(3) + 1;
        const unsigned first = below(5) + 1;
        std::map<unsigned, std::int64_t> now;
        for (unsigned i = 0; i < commits; ++i) {
            const unsigned who = first + i;
            std::vector<Event> events;
            if (!last.contains(who)) events.emplace_back(WorkspaceCreated{"Personal", person(who)});
            if (below(3) == 0) events.emplace_back(MemberJoined{person(below(4) + 1'000), Role::editor, {}});
            if (below(3) == 0) events.emplace_back(MemberRemoved{person(below(4) + 1'000)});
            events.emplace_back(task_created(below(100)));
            now[who] = last[who] = next;
            add(batch, who, std::move(events));
        }
        const bool own = below(2) == 0;
        apply(batch, own ? own_process : "another");
        for (const auto& [who, version] : now) ++applied[{workspace(who).text(), version}];
        ASSERT_TRUE(reached(next - 1));
        const unsigned who = below(2) == 0 ? first : below(static_cast<unsigned>(last.size())) + 1;
        if (!last.contains(who)) continue;
        const KnownWorkspace found = known(who);
        ASSERT_EQ(found.version, last[who]);
        ASSERT_EQ(found.owner, person(who).text());
        ASSERT_EQ(std::set<std::string>(found.members->begin(), found.members->end()), members(who));
    }
    await([&] { return changed.size() >= applied.size(); }, "every change is heard");
    // Whatever is still on its way through Postgres comes before this.
    Batch end;
    add(end, 1, {task_created(1)});
    apply(end, "another");
    await([&] { return changed.contains({workspace(1).text(), next - 1}); }, "the last one is heard");
    changed.erase({workspace(1).text(), next - 1});
    EXPECT_EQ(changed, applied) << "each once";
    EXPECT_EQ(all_changed, 1);
}

TEST_F(ReadModelTest, believes_no_read_that_another_has_overtaken) {
    // The same rows, but it takes a while to read members after it is settled which are there.
    const std::string slow_schema = own_schema();
    {
        pqxx::work make(session.connection());
        make.exec("CREATE SCHEMA " + slow_schema);
        for (const std::string table : {"checkpoints", "workspaces"})
            make.exec("CREATE VIEW " + slow_schema + "." + table + " AS TABLE " + schema + "." + table);
        make.exec("CREATE VIEW " + slow_schema + ".members AS SELECT m.* FROM " + schema +
                  ".members m CROSS JOIN LATERAL (SELECT pg_sleep(random() * 0.01) WHERE m.role <> '') s");
        make.commit();
    }
    postgres::Pool connections{postgres_url(), 6};
    query::ReadModel slow{io, slow_schema, readiness, "slow", own_process};
    postgres::Listener slow_listener(postgres_url());
    slow.listen(slow_listener);
    bool listens = false;
    slow.set_changed([&](const std::string&, std::int64_t) { listens = true; });
    slow_listener.start();
    await([&] { return listens; }, "it listens");
    Batch first;
    add(first, 1, {WorkspaceCreated{"Personal", person(1)}, MemberJoined{person(2), Role::editor, {}}});
    apply(first, "");
    int under_way = 0;
    KnownWorkspace found;
    const auto read = [&] {
        ++under_way;
        asio::co_spawn(
            io,
            [&]() -> asio::awaitable<void> {
                found = co_await slow.workspace(connections, workspace(1).text(), "a share");
                --under_way;
            },
            asio::detached);
        io.restart();
        io.poll();
    };
    for (unsigned step = 0; step < 100; ++step) {
        // Each change is told, so that the reads behind it have to ask.
        for (const bool joins : {step % 2 == 0, step % 2 != 0}) {
            Batch batch;
            if (joins) {
                add(batch, 1, {MemberJoined{person(2), Role::editor, {}}});
            } else {
                add(batch, 1, {MemberRemoved{person(2)}});
            }
            const auto texts = texts_of(batch, own_process);
            ASSERT_TRUE(applier.apply(session, batch, texts));
            from = batch.spans().at(0).after;
            for (const std::string& text : texts) slow.told(text);
            for (int i = 0; i < 2; ++i) read();
        }
        await([&] { return under_way == 0; }, "all reads end");
        read();
        await([&] { return under_way == 0; }, "the last one ends");
        ASSERT_EQ(std::set<std::string>(found.members->begin(), found.members->end()), members(1)) << "step " << step;
        ASSERT_EQ(found.version, next - 1);
    }
}

TEST_F(ReadModelTest, takes_nothing_as_known_while_it_does_not_listen) {
    Batch first;
    add(first, 1, {WorkspaceCreated{"Personal", person(1)}});
    apply(first, own_process);
    EXPECT_TRUE(reached(next - 1));
    EXPECT_EQ(known(1).members->size(), 1U);
    for (unsigned i = 0; i < 5; ++i) {
        const int before = all_changed;
        cut_off();
        for (unsigned more = 0; more < 20; ++more) {  // before, while and after it is cut off
            Batch batch;
            add(batch, 1, {MemberJoined{person(100 + i * 20 + more), Role::editor, {}}});
            apply(batch, more % 2 == 0 ? own_process : "another");
            io.restart();
            io.poll();
        }
        await([&] { return all_changed > before; }, "it listens again, and says that all may have changed");
        ASSERT_TRUE(reached(next - 1));
        const KnownWorkspace found = known(1);
        EXPECT_EQ(found.version, next - 1);
        EXPECT_EQ(found.members->size(), 21U + 20 * i);
    }
}

}  // namespace
}  // namespace tasklog::testing
