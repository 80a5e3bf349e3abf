#include <gtest/gtest.h>

#include <sstream>

#include "app/import/formats/ical_zones.hpp"
#include "app/import/formats/lines.hpp"
#include "app/import/formats/readers.hpp"
#include "app/import/formats/todoist_date.hpp"
#include "infra/calendar/zone.hpp"
#include "infra/calendar/zone_name.hpp"

namespace tasklog::app {
namespace {

std::vector<ContentLine> lines_of(const std::string& text) {
    std::vector<ContentLine> out;
    ContentLines lines(std::make_unique<std::istringstream>(text));
    while (const auto line = lines.next()) out.push_back(*parse_content_line(line->text));
    return out;
}

constexpr const char* rules_of_berlin =
    "TZID:Some clock\nBEGIN:STANDARD\nDTSTART:16011028T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n"
    "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010325T020000\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\n";

TEST(IcalZones, of_a_file_are_what_their_rules_say) {
    IcalZones zones("Asia/Tokyo");
    zones.add(lines_of(rules_of_berlin));
    // Every half hour of every thirtieth day and of the nights of the changes, from 2000 on.
    for (int day = 10'957; day < 10'957 + 40 * 365; ++day) {
        const Date date{std::chrono::sys_days(std::chrono::days(day))};
        const auto month = static_cast<unsigned>(date.day.month());
        const bool may_change = (month == 3 || month == 10) && static_cast<unsigned>(date.day.day()) > 24;
        if (day % 30 != 0 && !may_change) continue;
        for (std::int64_t seconds = 0; seconds < 86'400; seconds += 1'800) {
            const CalendarTime time{.day = date, .seconds = seconds};
            ASSERT_EQ(zones.moment(time, "Some clock").at.us, calendar::at_clock(time.clock_us(), "Europe/Berlin"))
                << date.text() << " " << seconds;
        }
    }
}
TEST(IcalZones, are_found_by_any_of_their_names) {
    IcalZones zones("Asia/Tokyo");
    zones.add(lines_of("TZID:Mine\nX-LIC-LOCATION:Europe/Oslo\n"));
    const CalendarTime nine{.day = *Date::parse("2026-12-01"), .seconds = 9 * 3'600};
    const std::vector<std::pair<std::string, std::string>> names{
        {"Europe/Berlin", "Europe/Berlin"},
        {"europe/berlin", "Europe/Berlin"},
        {"US/Eastern", "US/Eastern"},
        {"/citadel.org/20210210_1/Europe/Berlin", "Europe/Berlin"},
        {"W. Europe Standard Time", "Europe/Berlin"},
        {"Tokyo Standard Time", "Asia/Tokyo"},
        {"Mine", "Europe/Oslo"},
        {"GMT+0200", "Etc/GMT-2"},
        {"", "Asia/Tokyo"},
        {"Nowhere/At All", "Asia/Tokyo"}};
    for (const auto& [name, zone] : names) {
        const auto moment = zones.moment(nine, name);
        EXPECT_EQ(moment.zone, zone) << name;
        EXPECT_EQ(moment.at.us, calendar::at_clock(nine.clock_us(), zone)) << name;
        EXPECT_EQ(moment.is_guess, name == "Nowhere/At All");
    }
    EXPECT_EQ(calendar::zone_named("localtime"), "");
    EXPECT_FALSE(calendar::is_zone(std::string("Europe/Berlin\0", 14))) << "what stands behind counts, too";
}

TEST(TodoistDates, that_are_no_date_are_none) {
    const words::Writing writing{.now = *Instant::parse("2026-11-28T07:00:00Z"), .zone = "Etc/UTC"};
    for (const char* text : {"", "every", "every 0 days", "every blue moon", "Feb 30", "2026-13-01", "friday at 25:00",
                             "every tuesday at", "5 Dec 20266", "at 5pm", "tomorrow and then some", "every! ",
                             "13/12/2026", "2026-12-01T09:30:99Z", "2026-12-01Z", "tomorrow #tag", "starting friday"})
        EXPECT_FALSE(read_todoist_date(text, writing)) << text;
    const auto day = [&](const char* text) { return read_todoist_date(text, writing)->date.day; };
    EXPECT_EQ(day("29 Feb"), *Date::parse("2028-02-29"));
    EXPECT_EQ(day("28 Nov"), *Date::parse("2026-11-28")) << "today is the next one";
    EXPECT_EQ(day("12/01/2026"), *Date::parse("2026-12-01"));
    EXPECT_EQ(day("01.12.2026"), *Date::parse("2026-12-01"));
    EXPECT_EQ(day("2026-12-01T09:30:00.000"), *Date::parse("2026-12-01"));
    EXPECT_TRUE(read_todoist_date("2026-12-01T09:30:00Z", writing)->utc);
    EXPECT_EQ(read_todoist_date("12/01/2026 9:30 pm", writing)->date.minutes, 21 * 60 + 30);
}

TEST(Lines, that_are_too_long_are_cut_between_characters) {
    std::string text = "a";
    while (text.size() <= max_line_bytes) text += "ü";
    Lines lines(std::make_unique<std::istringstream>(text + "\nb\r\rc"));
    const auto first = lines.next();
    EXPECT_TRUE(first->is_cut);
    EXPECT_EQ(first->text, text.substr(0, max_line_bytes - 1));
    EXPECT_EQ(lines.next()->text, "b");
    EXPECT_EQ(lines.next()->text, "");
    const auto last = lines.next();
    EXPECT_EQ(last->text, "c");
    EXPECT_EQ(last->number, 4U);
    EXPECT_FALSE(lines.next());
}

TEST(TasklogLines, of_others_come_as_text_with_their_names) {
    const std::string me = "01890c5e-7f4a-7000-8000-000000000001";
    const std::string bea = "01890c5e-7f4a-7000-8000-000000000002";
    const std::string task = "01890c5e-7f4a-7000-8000-000000000003";
    const std::string text =
        R"({"kind":"person","id":")" + bea + R"(","name":"Bea"})" + "\n" + R"({"kind":"task","id":")" + task +
        R"(","title":"Ours","assignee":")" + bea + R"(","reminders":[{"id":")" + me + R"(","person":")" + bea +
        R"(","at":"2027-01-01T00:00:00Z"}]})" + "\n" + R"({"kind":"comment","id":")" + me + R"(","task":")" + task +
        R"(","author":")" + bea + R"(","text":"Done?"})" + "\n{\"kind\":\"task\"}\n";
    const ImportContext context{
        .zone = "Etc/UTC", .now = *Instant::parse("2026-11-28T12:00:00Z"), .file_name = "", .person = me};
    Report report;
    const auto reader = read_tasklog([&] { return std::make_unique<std::istringstream>(text); }, context, report);
    const auto first = reader->next();
    const auto& read = std::get<ForeignTask>(*first);
    EXPECT_EQ(read.notes, "For: Bea");
    EXPECT_TRUE(read.assignee.empty() && read.reminders.empty());
    EXPECT_EQ(std::get<ForeignComment>(*reader->next()).text, "Bea: Done?");
    EXPECT_FALSE(reader->next());
    EXPECT_EQ(report.take().size(), 4U);
}

}  // namespace
}  // namespace tasklog::app
