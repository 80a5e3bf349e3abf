#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "query/tasks/task_sql.hpp"
#include "words/filter/filter.hpp"
#include "words/filter/tokens.hpp"

namespace tasklog::words {
namespace {

const FilterContext context{.today = *Date::parse("2026-12-02"), .week_start = 1};  // a Wednesday

std::string day(std::string_view words, unsigned week_start = 1) {
    const auto found = day_in_words(words, {.today = context.today, .week_start = week_start});
    return found ? found->text() : "none";
}

TEST(Filter, tells_where_it_makes_no_sense_and_what_would) {
    const std::vector<std::tuple<std::string, std::size_t, std::string>> cases{
        {"", 1, "The filter ends here: there must be not, (, a #tag,"},
        {"   ", 4, "The filter ends here"},
        {"(open", 6, "a closing parenthesis"},
        {"open)", 5, "and, or, or the end"},
        {"open completed", 6, "“completed” does not fit here: there must be and, or, or the end."},
        {"open and", 9, "The filter ends here"},
        {"open or or done", 9, "“or” does not fit here"},
        {"not", 4, "The filter ends here"},
        {"dua < today", 1, "or a field: due, start"},
        {"due", 4, "The filter ends here: there must be :, <, <=, > or >= and a value."},
        {"due < soon", 7, "“soon” does not fit here: there must be a day such as today"},
        {"due < none", 7, "a day such as"},
        {"due < 2026-02-30", 7, "a day such as"},
        {"due <", 6, "The filter ends here"},
        {"due : (", 7, "a day such as"},
        {"priority:loud", 10, "one of none, low, medium, high, urgent"},
        {"status:done", 8, "one of open, completed, cancelled"},
        {"list < Home", 6, "“<” does not fit here: there must be : and a value."},
        {"assignee:Mia", 10, "me, none, or a person's id"},
        {"parent:me", 8, "none, or a task's id"},
        {"estimate > long", 12, "a time such as 30m or 2h"},
        {"#", 1, "a tag after #"},
        {"text:\"\"", 6, "a text such as milk"},
        {"größe:1 and open", 1, "“größe” does not fit here"},
        {"#größe and öffnen", 12, "“öffnen” does not fit here"},
        {std::string(21 * 4, ' ') +
             [] {
                 std::string s;
                 for (int i = 0; i < 22; ++i) s += "not ";
                 return s;
             }() +
             "open",
         169, "nested too deep"},
        {[] {
             std::string s = "open";
             for (int i = 0; i < 30; ++i) s += " or open";
             return s;
         }(),
         241, "more than 30 conditions"},
    };
    for (const auto& [text, column, why] : cases) {
        const auto filter = parse_filter(text, context);
        ASSERT_FALSE(filter) << text;
        EXPECT_EQ(filter.error().column, column) << text;
        EXPECT_NE(filter.error().why.find(why), std::string::npos) << text << ": " << filter.error().why;
    }
}

TEST(Filter, names_days_in_words) {
    EXPECT_EQ(day("today"), "2026-12-02");
    EXPECT_EQ(day("tomorrow+1d"), "2026-12-04");
    EXPECT_EQ(day("yesterday-1w"), "2026-11-24");
    EXPECT_EQ(day("+7d"), "2026-12-09");
    EXPECT_EQ(day("-1y"), "2025-12-02");
    EXPECT_EQ(day("wednesday"), "2026-12-02");
    EXPECT_EQ(day("tuesday"), "2026-12-08");
    EXPECT_EQ(day("week"), "2026-11-30");
    EXPECT_EQ(day("week", 0), "2026-11-29");
    EXPECT_EQ(day("week", 6), "2026-11-28");
    EXPECT_EQ(day("month+1m"), "2027-01-01");
    EXPECT_EQ(day("year"), "2026-01-01");
    EXPECT_EQ(day("2024-01-31+1m"), "2024-02-29");
    EXPECT_EQ(day("2024-02-29+1y-1d"), "2025-02-27");
    for (const char* none : {"", "soon", "today+", "today+d", "today+7", "today+7x", "today7d", "2026-13-01",
                             "today+99999d", "9000-01-01+9999y", "2026-12-01x", "+", "to+1d"})
        EXPECT_EQ(day(none), "none") << none;
}

TEST(Filter, not_comes_before_and_and_and_before_or) {
    const auto filter = parse_filter("not open and #a or overdue", context);
    ASSERT_TRUE(filter);
    ASSERT_EQ(filter->kind, Filter::Kind::any);
    ASSERT_EQ(filter->parts[0].kind, Filter::Kind::all);
    EXPECT_EQ(filter->parts[0].parts[0].kind, Filter::Kind::none);
    EXPECT_EQ(filter->parts[1].kind, Filter::Kind::test);
}

RC_GTEST_PROP(Filter, takes_or_refuses_any_text_and_the_column_is_in_it, ()) {
    static const std::vector<std::string> parts{
        "(", ")", "and ", "or ",  "not ", "due",   "<", ">=",       ":",    "today", "+7d",      "#",  "\"",
        "a", " ", "none", "list", "text", "open ", "é", "priority", "high", "-1",    "estimate", "2h", "assignee:me"};
    std::string text;
    for (const std::size_t i :
         *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, parts.size())))
        text += parts[i];
    const auto filter = parse_filter(text, context);
    RC_ASSERT(filter ||
              (filter.error().column >= 1 && filter.error().column <= text.size() + 1 && !filter.error().why.empty()));
}

TEST(Filter, puts_no_value_into_sql) {
    const std::string evil = "'; DROP TABLE tasks; --";
    const std::string id = "01890c5e-7f4a-7000-8000-000000000000";
    for (const std::string field : {"tag:", "list:", "text:"}) {
        const auto page = [&](const std::string& value) {
            query::TaskQuery query;
            query.filter = *parse_filter(field + '"' + value + '"', context);
            return query::task_page(query, {"s", id, id});
        };
        EXPECT_EQ(page(evil).sql, page("milk").sql) << field;
        EXPECT_EQ(page(evil).sql.find("DROP"), std::string::npos);
    }
}

}  // namespace
}  // namespace tasklog::words
