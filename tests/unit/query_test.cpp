#include <gtest/gtest.h>

#include <set>

#include "infra/http/router.hpp"
#include "query/limits.hpp"
#include "query/position.hpp"
#include "query/tasks/task_sql.hpp"

namespace tasklog::query {
namespace {

TEST(TaskParameters, are_refused_by_name) {
    const std::vector<std::pair<std::string, std::string>> cases{{"workspace=home", "?workspace"},
                                                                 {"list=home", "?list"},
                                                                 {"status=done", "?status"},
                                                                 {"priority=max", "?priority"},
                                                                 {"tag=", "?tag"},
                                                                 {"due_after=soon", "?due_after"},
                                                                 {"due_before=1", "?due_before"},
                                                                 {"overdue=1", "?overdue"},
                                                                 {"deleted=yes", "?deleted"},
                                                                 {"text=%20", "?text"},
                                                                 {"sort=title", "?sort"},
                                                                 {"order=up", "?order"},
                                                                 {"limit=0", "?limit"},
                                                                 {"limit=501", "?limit"},
                                                                 {"limit=9x", "?limit"},
                                                                 {"cursor=abc", "?cursor"},
                                                                 {"colour=red", "?colour"},
                                                                 {"text=%ff", "?text"},
                                                                 {"text=%zz", "?"},
                                                                 {"tag=a%00b", "?tag"},
                                                                 {"zone=a%00b", "?zone"}};
    for (const auto& [query, pointer] : cases) {
        const auto parsed = parse_task_query(query);
        ASSERT_FALSE(parsed) << query;
        EXPECT_EQ(parsed.error().pointer, pointer) << query;
        EXPECT_EQ(parsed.error().type.status, 400U) << query;
    }
}
TEST(TaskParameters, may_all_be_left_out) {
    const auto query = parse_task_query("");
    ASSERT_TRUE(query);
    EXPECT_EQ(query->limit, 50);
    EXPECT_EQ(query->sorted_by(), Sort::rank);
}
TEST(Cursor, is_good_for_the_same_sort_and_order_only) {
    const auto by_due = *parse_task_query("sort=due");
    const std::string cursor = encode_cursor(
        by_due.order(), {"2026-12-01 00:00:00+00|-2|V|2026-11-01 00:00:00+00", "01890c5e-7f4a-7000-8000-000000000000"});
    EXPECT_EQ(parse_task_query("sort=due&cursor=" + cursor)->cursor->key,
              "2026-12-01 00:00:00+00|-2|V|2026-11-01 00:00:00+00");
    EXPECT_FALSE(parse_task_query("sort=rank&cursor=" + cursor));
    EXPECT_FALSE(parse_task_query("sort=due&order=desc&cursor=" + cursor));
}
TEST(Cursor, has_a_value_for_each_column) {
    const auto by_due = *parse_task_query("sort=due");
    for (const char* key : {"2026-12-01 00:00:00+00", "infinity|0|V", "infinity|5|V|infinity", "infinity|-5|V|infinity",
                            "infinity|0|V;|infinity", "infinity|0|V|infinity|", "infinity|0|V|now", "|||", ""})
        EXPECT_FALSE(parse_task_query("sort=due&cursor=" +
                                      encode_cursor(by_due.order(), {key, "01890c5e-7f4a-7000-8000-000000000000"})))
            << key;
}
TEST(Position, is_partition_and_offset) {
    EXPECT_EQ(parse_position("3:1042")->offset, 1042);
    for (const char* text : {"", "3", "3:", ":1", "-1:2", "3:-1", "3:1x", "99999999999:1", "3:99999999999999999999"})
        EXPECT_FALSE(parse_position(text)) << text;
}
TEST(TaskSql, depends_on_which_parameters_are_there_and_not_on_their_values) {
    const std::string workspace = "01890c5e-7f4a-7000-8000-000000000000";
    const auto one = task_page(*parse_task_query("tag=a&text=milk&limit=5"), {"s", workspace, workspace});
    const auto other = task_page(*parse_task_query("tag=b%27&text=%27%3Bdrop&limit=6"), {"s", workspace, workspace});
    EXPECT_EQ(one.sql, other.sql);
    EXPECT_NE(one.parameters, other.parameters);
}
TEST(TaskSql, has_few_statements_for_all_limits_and_reads_enough_for_each) {
    std::set<std::string> statements;
    for (int limit = 1; limit <= max_page; ++limit) {
        const std::string sql = task_page(*parse_task_query("limit=" + std::to_string(limit)), {"s", "w", "w"}).sql;
        EXPECT_GT(std::stoi(sql.substr(sql.rfind(' '))), limit) << "one more tells whether there are more";
        statements.insert(sql);
    }
    EXPECT_LE(statements.size(), 6U) << "a process keeps those that it has prepared";
}

TEST(Router, finds_a_route_and_its_segments) {
    http::Router router;
    router.add("GET", "/a/{id}/b", {});
    router.add("POST", "/a", {});
    EXPECT_EQ(router.find("GET", "/a/7/b").path_params, (std::vector<std::string_view>{"7"}));
    EXPECT_NE(router.find("HEAD", "/a/7/b").handler, nullptr);
    EXPECT_EQ(router.find("GET", "/a").allowed, "POST");
    for (const char* path : {"", "/", "/a/7", "/a//b", "/a/7/b/", "a"})
        EXPECT_EQ(router.find("GET", path).handler, nullptr) << path;
}

}  // namespace
}  // namespace tasklog::query
