#include "app/import/formats/readers.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace tasklog::app {
namespace {

struct Imported {
    std::vector<ForeignTask> tasks{};
    std::vector<ReportLine> bad{};
    std::vector<ReportLine> lost{};
};

Imported all_of(ImportFormat format, const std::string& text, const std::string& zone = "UTC",
                const std::string& name = "") {
    const ImportContext context{
        .zone = zone, .now = *Instant::parse("2026-11-28T12:00:00Z"), .file_name = name, .person = "me"};
    Report report;
    Imported out;
    const auto reader = read_file(
        format, [&] { return std::make_unique<std::istringstream>(text); }, context, report);
    while (auto item = reader->next())
        if (auto* task = std::get_if<ForeignTask>(&*item)) out.tasks.push_back(std::move(*task));
    for (ReportLine& each : report.take()) (each.skipped ? out.bad : out.lost).push_back(std::move(each));
    return out;
}

Imported todo_txt(const std::string& text) { return all_of(ImportFormat::todo_txt, text); }
Imported ical(const std::string& text, const std::string& zone) { return all_of(ImportFormat::ical, text, zone); }
Imported todoist(const std::string& text, const std::string& name, const std::string& zone) {
    return all_of(ImportFormat::todoist, text, zone, name + ".csv");
}

std::vector<std::pair<std::size_t, std::string>> bad_of(const Imported& imported) {
    std::vector<std::pair<std::size_t, std::string>> out;
    for (const ReportLine& bad : imported.bad) out.emplace_back(bad.line, bad.why);
    return out;
}

TEST(TodoTxt, is_read_with_priority_project_context_and_dates) {
    const auto imported = todo_txt(
        "\xef\xbb\xbf(A) 2026-11-01 Call  the bank +money @phone +home due:2026-12-01 t:2026-11-30\r\n\nx 2026-11-02 "
        "2026-11-01 Pay rent\n");
    ASSERT_EQ(imported.tasks.size(), 2U);
    const ForeignTask& first = imported.tasks[0];
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
    const auto imported = todo_txt("one\nb due:2026-13-01\n(A) +x\ntwo\n");
    EXPECT_EQ(imported.tasks.size(), 3U);
    EXPECT_EQ(imported.tasks[1].title, "b due:2026-13-01") << "what is no date is a word";
    EXPECT_EQ(bad_of(imported), (std::vector<std::pair<std::size_t, std::string>>{{3, "the task has no title"}}));
}
TEST(TodoTxt, keeps_the_priority_of_what_is_done_wherever_it_stands) {
    const auto imported = todo_txt(
        "x 2026-11-02 2026-11-01 Pay pri:A\nx (B) 2026-11-02 2026-11-01 Two\nx 2026-11-02 (C) 2026-11-01 Three\nX "
        "no\n");
    ASSERT_EQ(imported.tasks.size(), 4U);
    const std::vector<std::pair<std::string, Priority>> right{
        {"Pay", Priority::urgent}, {"Two", Priority::high}, {"Three", Priority::medium}, {"X no", Priority::none}};
    for (std::size_t i = 0; i < right.size(); ++i) {
        EXPECT_EQ(imported.tasks[i].title, right[i].first);
        EXPECT_EQ(imported.tasks[i].priority, right[i].second);
    }
    EXPECT_EQ(imported.tasks[3].status, Status::open);
}
TEST(Texts, of_any_encoding_and_line_end_are_read) {
    EXPECT_EQ(todo_txt("fine\nB\xfcro \x80 5\nB\xc3\xbcro\n").tasks[1].title, "Büro € 5") << "a line of Windows-1252";
    EXPECT_EQ(todo_txt("one\rtwo\r").tasks.size(), 2U);
    const std::string utf16("\xff\xfe\x42\x00\xfc\x00\x3d\xd8\x00\xde\n\x00\x78\x00", 14);
    const auto imported = todo_txt(utf16);
    ASSERT_EQ(imported.tasks.size(), 2U);
    EXPECT_EQ(imported.tasks[0].title, "Bü\xf0\x9f\x98\x80");
    EXPECT_EQ(imported.tasks[1].title, "x");
}
TEST(Texts, that_are_too_long_are_cut_and_told_of) {
    const auto imported = todo_txt(std::string(600, 'a') + " +" + std::string(300, 'l') + "\n");
    ASSERT_EQ(imported.tasks.size(), 1U);
    EXPECT_EQ(imported.tasks[0].title, std::string(500, 'a'));
    EXPECT_EQ(imported.tasks[0].notes, std::string(600, 'a'));
    EXPECT_EQ(imported.tasks[0].list, std::string(200, 'l'));
    EXPECT_EQ(imported.lost.size(), 2U);
}
TEST(TodoTxt, keeps_equal_lines_apart_and_the_same_in_every_reading) {
    const auto once = todo_txt("milk\nmilk\n");
    const auto again = todo_txt("milk\nmilk\n");
    EXPECT_NE(once.tasks[0].id, once.tasks[1].id);
    EXPECT_EQ(once.tasks[1].id, again.tasks[1].id);
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
    const auto imported = ical(calendar, "UTC");
    ASSERT_EQ(imported.tasks.size(), 3U);
    const ForeignTask& roof = imported.tasks[0];
    EXPECT_EQ(roof.title, "Fix, the roof");
    EXPECT_EQ(roof.notes, "a\nb");
    EXPECT_EQ(roof.list, "Home");
    EXPECT_EQ(roof.priority, Priority::urgent);
    EXPECT_EQ(roof.tags, (std::vector<std::string>{"house", "soon"}));
    EXPECT_EQ(roof.due, Due(DueInstant{*Instant::parse("2026-12-01T08:00:00Z"), "Europe/Berlin"}));
    EXPECT_EQ(roof.start, Date::parse("2026-11-30"));
    EXPECT_EQ(imported.tasks[1].status, Status::completed);
    EXPECT_EQ(imported.tasks[1].due, Due(DueInstant{*Instant::parse("2026-12-03T12:00:00Z"), "Etc/UTC"}));
}
TEST(Ical, reports_bad_todos_with_the_line_they_begin_at) {
    EXPECT_EQ(bad_of(ical(calendar, "UTC")),
              (std::vector<std::pair<std::size_t, std::string>>{{14, "the VTODO has no SUMMARY"}}));
    EXPECT_EQ(ical("hello", "UTC").bad.size(), 1U);
    EXPECT_EQ(bad_of(ical("BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\n", "UTC"))[0].first, 3U) << "where it breaks off";
    EXPECT_EQ(bad_of(ical("BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\nBEGIN:VTODO\nSUMMARY:y\nEND:VTODO\nEND:VCALENDAR\n",
                          "UTC"))[0]
                  .first,
              2U);
}

Imported todo(const std::string& lines) {
    return ical("BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:Title\n" + lines + "END:VTODO\nEND:VCALENDAR\n",
                "Europe/Berlin");
}

TEST(Ical, loses_a_property_that_it_cannot_use_and_not_the_task) {
    for (const char* line : {"GEO:somewhere\n", "this is no property\n", "RRULE:FREQ=SOMETIMES\n", "DUE:never\n",
                             "DUE;VALUE=DATE:18991231\n", "DUE;TZID=Mars/Phobos:20261203T120000\n"}) {
        const auto imported = todo(line);
        ASSERT_EQ(imported.tasks.size(), 1U) << line;
        EXPECT_TRUE(imported.bad.empty()) << line;
        EXPECT_EQ(imported.lost.size(), 1U) << line;
        EXPECT_EQ(imported.lost.empty() ? 0 : imported.lost[0].line, 2U);
    }
    for (const char* line : {"DESCRIPTION:\n", "LOCATION:\n", "CATEGORIES:\n", "PRIORITY:\n", "X-APPLE-X:\n"}) {
        const auto imported = todo(line);
        ASSERT_EQ(imported.tasks.size(), 1U) << line;
        EXPECT_TRUE(imported.bad.empty() && imported.lost.empty()) << line << " there was nothing to lose";
    }
}
TEST(Ical, keeps_tasks_of_one_title_or_one_uid_apart) {
    const std::string same = "BEGIN:VTODO\nSUMMARY:Call\nEND:VTODO\n";
    const std::string uid = "BEGIN:VTODO\nUID:1\nSUMMARY:Call\nEND:VTODO\n";
    const auto imported = ical("BEGIN:VCALENDAR\n" + same + same + uid + uid + "END:VCALENDAR\n", "UTC");
    std::set<std::string> identities;
    for (const ForeignTask& each : imported.tasks) identities.insert(each.id);
    EXPECT_EQ(identities.size(), 4U);
}
TEST(Ical, is_read_as_the_rfcs_have_it) {
    EXPECT_EQ(todo("categories:Bread\\, milk,Shop\n").tasks[0].tags, (std::vector<std::string>{"Bread, milk", "Shop"}));
    EXPECT_EQ(
        ical("begin:vcalendar\rbegin:vtodo\rsummary:Lower case\rend:vtodo\rend:vcalendar\r", "UTC").tasks[0].title,
        "Lower case");
    EXPECT_EQ(todo("DESCRIPTION;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Caf=C3=A9=0D=0Atwo=\n three\n").tasks[0].notes,
              "Café\ntwo three");
    EXPECT_EQ(todo("DESCRIPTION:Caf\xc3\n \xa9\n").tasks[0].notes, "Café") << "folded within a character";
    EXPECT_EQ(todo("DESCRIPTION:B\xfcro\n").tasks[0].notes, "Büro");
    EXPECT_EQ(todo("DUE;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20261215T090000\n").tasks[0].due,
              Due(DueInstant{*Instant::parse("2026-12-15T08:00:00Z"), "Europe/Berlin"}));
    EXPECT_EQ(todo("DUE;TZID=America/New_York:20270314T023000\n").tasks[0].due,
              Due(DueInstant{*Instant::parse("2027-03-14T07:30:00Z"), "America/New_York"}))
        << "a time that there is not";
    EXPECT_EQ(todo("DUE:20261215T090000\n").tasks[0].due,
              Due(DueInstant{*Instant::parse("2026-12-15T08:00:00Z"), "Europe/Berlin"}));
    const auto lists = ical(
        "BEGIN:VCALENDAR\nX-WR-CALNAME;VALUE=TEXT:Garden\\, shed\nBEGIN:VTODO\nSUMMARY:a\nEND:VTODO\nEND:VCALENDAR\n"
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:b\nEND:VTODO\nEND:VCALENDAR\n",
        "UTC");
    EXPECT_EQ(lists.tasks[0].list, "Garden, shed");
    EXPECT_EQ(lists.tasks[1].list, "");
}
TEST(Ical, is_done_by_its_status_or_else_by_what_is_completed) {
    EXPECT_EQ(todo("PERCENT-COMPLETE:100\n").tasks[0].status, Status::completed);
    EXPECT_EQ(todo("COMPLETED:20261101T000000Z\n").tasks[0].status, Status::completed);
    EXPECT_EQ(todo("STATUS:CANCELLED\nCOMPLETED:20261101T000000Z\n").tasks[0].status, Status::cancelled);
    EXPECT_EQ(todo("COMPLETED:20261101T000000Z\nSTATUS:NEEDS-ACTION\n").tasks[0].status, Status::open);
    EXPECT_EQ(todo("STATUS:IN-PROCESS\nPERCENT-COMPLETE:40\n").tasks[0].status, Status::open);
}

constexpr const char* project_file =
    "TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE\n"
    "task,\"Write, \"\"the\"\" report @deep\",\"two\nlines\",1,1,me (1),,2026-12-01 09:30,en,Europe/Berlin\n"
    "note,see link,,,,,,,,\n"
    ",,,,,,,,,\n"
    "section,Later,,,,,,,,\n"
    "task,Sleep,,4,1,me (1),,every day,en,Europe/Berlin\n"
    "task,,,4,1,me (1),,,en,\n"
    "bogus,x,,4,1,me (1),,,en,\n";

TEST(TodoistCsv, is_read_with_quotes_notes_and_sections) {
    const auto imported = todoist(project_file, "Work", "UTC");
    ASSERT_EQ(imported.tasks.size(), 2U);
    EXPECT_EQ(imported.tasks[0].title, "Write, \"the\" report");
    EXPECT_EQ(imported.tasks[0].notes, "two\nlines\nsee link");
    EXPECT_EQ(imported.tasks[0].tags, std::vector<std::string>{"deep"});
    EXPECT_EQ(imported.tasks[0].list, "Work");
    EXPECT_EQ(imported.tasks[0].due, Due(DueInstant{*Instant::parse("2026-12-01T08:30:00Z"), "Europe/Berlin"}));
    EXPECT_EQ(imported.tasks[0].section, "");
    EXPECT_EQ(imported.tasks[1].list, "Work");
    EXPECT_EQ(imported.tasks[1].section, "Later");
    EXPECT_EQ(imported.tasks[1].notes, "");
    EXPECT_EQ(imported.tasks[1].due, Due(DueDate{*Date::parse("2026-11-28")}));
    EXPECT_EQ(imported.tasks[1].recurrence.value().rule, "FREQ=DAILY");
}
TEST(TodoistCsv, reports_bad_lines_with_their_number) {
    EXPECT_EQ(bad_of(todoist(project_file, "Work", "UTC")),
              (std::vector<std::pair<std::size_t, std::string>>{{8, "the task has no CONTENT"},
                                                                {9, "the TYPE is bogus, not task, section or note"}}));
    EXPECT_EQ(todoist("a,b\n", "Work", "UTC").bad.size(), 1U);
    EXPECT_EQ(todoist("", "Work", "UTC").bad.size(), 1U);
}

}  // namespace
}  // namespace tasklog::app
