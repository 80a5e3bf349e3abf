#include "app/import_formats.hpp"

#include <gtest/gtest.h>

namespace tasklog::app {
namespace {

std::vector<std::pair<std::size_t, std::string>> bad_of(const Imported& imported) {
    std::vector<std::pair<std::size_t, std::string>> out;
    for (const BadLine& bad : imported.bad) out.emplace_back(bad.line, bad.why);
    return out;
}

TEST(TodoTxt, is_read_with_priority_project_context_and_dates) {
    const auto imported = read_todo_txt(
        "\xef\xbb\xbf(A) 2026-11-01 Call  the bank +money @phone +home due:2026-12-01 t:2026-11-30\r\n\nx 2026-11-02 "
        "2026-11-01 Pay rent\n");
    ASSERT_EQ(imported.tasks.size(), 2U);
    const ImportedTask& first = imported.tasks[0];
    EXPECT_EQ(first.title, "Call the bank");
    EXPECT_EQ(first.list, "money");
    EXPECT_EQ(first.tags, (std::vector<std::string>{"phone", "home"}));
    EXPECT_EQ(first.priority, Priority::urgent);
    EXPECT_EQ(first.due, Due(DueDate{*Date::parse("2026-12-01")}));
    EXPECT_EQ(first.start, Date::parse("2026-11-30"));
    EXPECT_EQ(imported.tasks[1].title, "Pay rent");
    EXPECT_EQ(imported.tasks[1].status, Status::completed);
    EXPECT_EQ(imported.tasks[1].line, 3U);
    EXPECT_TRUE(imported.bad.empty());
}
TEST(TodoTxt, reports_bad_lines_with_their_number_and_goes_on) {
    const auto imported = read_todo_txt("one\nb due:2026-13-01\n(A) +x\ntwo\n");
    EXPECT_EQ(imported.tasks.size(), 2U);
    EXPECT_EQ(bad_of(imported),
              (std::vector<std::pair<std::size_t, std::string>>{{2, "due:2026-13-01 is not a date such as 2026-12-01"},
                                                                {3, "the task has no title"}}));
}
TEST(TodoTxt, keeps_equal_lines_apart_and_the_same_in_every_reading) {
    const auto once = read_todo_txt("milk\nmilk\n");
    const auto again = read_todo_txt("milk\nmilk\n");
    EXPECT_NE(once.tasks[0].identity, once.tasks[1].identity);
    EXPECT_EQ(once.tasks[1].identity, again.tasks[1].identity);
}

constexpr const char* calendar =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Home\r\n"
    "BEGIN:VTODO\r\nUID:1@x\r\nSUMMARY:Fix\\, the\r\n  "
    "roof\r\nDESCRIPTION:a\\nb\r\nDUE;TZID=Europe/Berlin:20261201T090000\r\nDTSTART;VALUE=DATE:20261130\r\n"
    "PRIORITY:1\r\nCATEGORIES:house,soon\r\nEND:VTODO\r\n"
    "BEGIN:VTODO\r\nUID:2@x\r\nEND:VTODO\r\n"
    "BEGIN:VTODO\r\nUID:3@x\r\nSUMMARY:Done\r\nDUE:20261203T120000Z\r\nSTATUS:COMPLETED\r\nEND:VTODO\r\n"
    "BEGIN:VTODO\r\nUID:4@x\r\nSUMMARY:Nowhere\r\nDUE;TZID=Mars/Phobos:20261203T120000\r\nEND:VTODO\r\n"
    "END:VCALENDAR\r\n";

TEST(Ical, is_read_with_folded_lines_and_zones) {
    const auto imported = read_ical(calendar, "UTC");
    ASSERT_EQ(imported.tasks.size(), 2U);
    const ImportedTask& roof = imported.tasks[0];
    EXPECT_EQ(roof.title, "Fix, the roof");
    EXPECT_EQ(roof.notes, "a\nb");
    EXPECT_EQ(roof.list, "Home");
    EXPECT_EQ(roof.priority, Priority::urgent);
    EXPECT_EQ(roof.tags, (std::vector<std::string>{"house", "soon"}));
    EXPECT_EQ(roof.due, Due(DueInstant{*Instant::parse("2026-12-01T08:00:00Z"), "Europe/Berlin"}));
    EXPECT_EQ(roof.start, Date::parse("2026-11-30"));
    EXPECT_EQ(imported.tasks[1].status, Status::completed);
    EXPECT_EQ(imported.tasks[1].due, Due(DueInstant{*Instant::parse("2026-12-03T12:00:00Z"), "UTC"}));
}
TEST(Ical, reports_bad_todos_with_the_line_they_begin_at) {
    EXPECT_EQ(bad_of(read_ical(calendar, "UTC")),
              (std::vector<std::pair<std::size_t, std::string>>{
                  {14, "the VTODO has no SUMMARY"},
                  {23, "DUE has the time zone Mars/Phobos, which is not a known IANA one"}}));
    EXPECT_EQ(read_ical("hello", "UTC").bad.size(), 1U);
    EXPECT_EQ(bad_of(read_ical("BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\n", "UTC"))[0].first, 2U);
}

constexpr const char* todoist =
    "TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE\n"
    "task,\"Write, \"\"the\"\" report @deep\",\"two\nlines\",1,1,me (1),,2026-12-01 09:30,en,Europe/Berlin\n"
    "note,see link,,,,,,,,\n"
    ",,,,,,,,,\n"
    "section,Later,,,,,,,,\n"
    "task,Sleep,,4,1,me (1),,every day,en,Europe/Berlin\n"
    "task,,,4,1,me (1),,,en,\n"
    "bogus,x,,4,1,me (1),,,en,\n";

TEST(TodoistCsv, is_read_with_quotes_notes_and_sections) {
    const auto imported = read_todoist_csv(todoist, "Work", "UTC");
    ASSERT_EQ(imported.tasks.size(), 2U);
    EXPECT_EQ(imported.tasks[0].title, "Write, \"the\" report");
    EXPECT_EQ(imported.tasks[0].notes, "two\nlines\nsee link");
    EXPECT_EQ(imported.tasks[0].tags, std::vector<std::string>{"deep"});
    EXPECT_EQ(imported.tasks[0].list, "Work");
    EXPECT_EQ(imported.tasks[0].due, Due(DueInstant{*Instant::parse("2026-12-01T08:30:00Z"), "Europe/Berlin"}));
    EXPECT_EQ(imported.tasks[1].list, "Work / Later");
    EXPECT_EQ(imported.tasks[1].notes, "Due in Todoist: every day");
    EXPECT_EQ(imported.tasks[1].due, std::nullopt);
}
TEST(TodoistCsv, reports_bad_lines_with_their_number) {
    EXPECT_EQ(bad_of(read_todoist_csv(todoist, "Work", "UTC")),
              (std::vector<std::pair<std::size_t, std::string>>{{8, "the task has no CONTENT"},
                                                                {9, "the TYPE is bogus, not task, section or note"}}));
    EXPECT_EQ(read_todoist_csv("a,b\n", "Work", "UTC").bad.size(), 1U);
    EXPECT_EQ(read_todoist_csv("", "Work", "UTC").bad.size(), 1U);
}

}  // namespace
}  // namespace tasklog::app
