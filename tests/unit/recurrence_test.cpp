// Every example of RFC 5545 §3.8.5.3, and the nights on which clocks are changed.
#include "infra/calendar/recurrence.hpp"

#include <gtest/gtest.h>

#include <iostream>

#include "events/value/time.hpp"

namespace tasklog::testing {
namespace {

using calendar::Moment;
using calendar::Series;

std::vector<Moment> occurrences(const Series& series, std::int64_t after, std::size_t limit) {
    calendar::Steps steps(1'000'000);
    const auto found = calendar::occurrences(series, after, limit, steps);
    EXPECT_TRUE(found) << series.rule << " takes too many steps";
    return found.value_or(std::vector<Moment>{});
}

Moment moment(const std::string& utc, const std::string& zone) { return {Instant::parse(utc)->us, zone}; }
Moment day(const std::string& date) { return {Instant::parse(date + "T00:00:00Z")->us, ""}; }

std::string compact(std::int64_t us) {
    const std::string full = Instant{us}.text();  // 1997-09-02T13:00:00.000000Z
    return full.substr(0, 4) + full.substr(5, 2) + full.substr(8, 2) + "T" + full.substr(11, 2) + full.substr(14, 2);
}

/// "19970902T0900", as the clock in New York shows it.
std::string new_york(const Moment& at) {
    constexpr std::int64_t hour_us = 3'600'000'000;
    // Nine o'clock on that day tells how far the clock is from UTC.
    const std::string nine =
        compact(calendar::same_time_on_day_of(at.us, moment("1997-09-02T13:00:00Z", at.zone), "").us);
    return compact(at.us - (std::stoi(nine.substr(9, 2)) - 9) * hour_us);
}

std::vector<std::string> dates(const std::string& rule, const std::string& start_utc, std::size_t limit,
                               bool with_time = false, std::vector<std::int64_t> except = {}) {
    std::vector<std::string> out;
    const Series series{rule, moment(start_utc, "America/New_York"), std::move(except)};
    for (const Moment& each : occurrences(series, series.start.us - 1, limit)) {
        const std::string text = new_york(each);
        out.push_back(with_time ? text : text.substr(0, 8));
        if (with_time) continue;
        EXPECT_EQ(text.substr(8), "T0900") << rule;
    }
    return out;
}

using Dates = std::vector<std::string>;
const std::string sep2 = "1997-09-02T13:00:00Z";  // 9:00 in New York

/// From `first` day by day (or every n-th), as many.
Dates days(const std::string& first, std::size_t count, int step = 1) {
    Dates out;
    std::int64_t us =
        Instant::parse(first.substr(0, 4) + "-" + first.substr(4, 2) + "-" + first.substr(6, 2) + "T00:00:00Z")->us;
    for (; out.size() < count; us += step * 86'400'000'000LL) {
        const std::string text = Instant{us}.text();
        out.push_back(text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2));
    }
    return out;
}

TEST(Rfc5545, daily) {
    EXPECT_EQ(dates("FREQ=DAILY;COUNT=10", sep2, 99), days("19970902", 10));
    EXPECT_EQ(dates("FREQ=DAILY;UNTIL=19971224T000000Z", sep2, 999), days("19970902", 113));
    EXPECT_EQ(dates("FREQ=DAILY;INTERVAL=2", sep2, 47), days("19970902", 47, 2));
    EXPECT_EQ(dates("FREQ=DAILY;INTERVAL=10;COUNT=5", sep2, 99), days("19970902", 5, 10));
    Dates januaries;
    for (const char* year : {"1998", "1999", "2000"})
        for (const std::string& each : days(std::string(year) + "0101", 31)) januaries.push_back(each);
    EXPECT_EQ(
        dates("FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", "1998-01-01T14:00:00Z", 999),
        januaries);
    EXPECT_EQ(dates("FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "1998-01-01T14:00:00Z", 999), januaries);
}

TEST(Rfc5545, weekly) {
    EXPECT_EQ(dates("FREQ=WEEKLY;COUNT=10", sep2, 99), days("19970902", 10, 7));
    EXPECT_EQ(dates("FREQ=WEEKLY;UNTIL=19971224T000000Z", sep2, 99), days("19970902", 17, 7));
    EXPECT_EQ(dates("FREQ=WEEKLY;INTERVAL=2;WKST=SU", sep2, 13), days("19970902", 13, 14));
    const Dates tu_th{"19970902", "19970904", "19970909", "19970911", "19970916",
                      "19970918", "19970923", "19970925", "19970930", "19971002"};
    EXPECT_EQ(dates("FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", sep2, 99), tu_th);
    EXPECT_EQ(dates("FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", sep2, 99), tu_th);
    EXPECT_EQ(dates("FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR", "1997-09-01T13:00:00Z", 99),
              (Dates{"19970901", "19970903", "19970905", "19970915", "19970917", "19970919", "19970929",
                     "19971001", "19971003", "19971013", "19971015", "19971017", "19971027", "19971029",
                     "19971031", "19971110", "19971112", "19971114", "19971124", "19971126", "19971128",
                     "19971208", "19971210", "19971212", "19971222"}));
    EXPECT_EQ(dates("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", sep2, 99),
              (Dates{"19970902", "19970904", "19970916", "19970918", "19970930", "19971002", "19971014", "19971016"}));
    EXPECT_EQ(dates("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05T13:00:00Z", 99),
              (Dates{"19970805", "19970810", "19970819", "19970824"}));
    EXPECT_EQ(dates("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05T13:00:00Z", 99),
              (Dates{"19970805", "19970817", "19970819", "19970831"}));
}

TEST(Rfc5545, monthly) {
    EXPECT_EQ(dates("FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997-09-05T13:00:00Z", 99),
              (Dates{"19970905", "19971003", "19971107", "19971205", "19980102", "19980206", "19980306", "19980403",
                     "19980501", "19980605"}));
    EXPECT_EQ(dates("FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997-09-05T13:00:00Z", 99),
              (Dates{"19970905", "19971003", "19971107", "19971205"}));
    EXPECT_EQ(dates("FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1997-09-07T13:00:00Z", 99),
              (Dates{"19970907", "19970928", "19971102", "19971130", "19980104", "19980125", "19980301", "19980329",
                     "19980503", "19980531"}));
    EXPECT_EQ(dates("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22T13:00:00Z", 99),
              (Dates{"19970922", "19971020", "19971117", "19971222", "19980119", "19980216"}));
    EXPECT_EQ(dates("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28T13:00:00Z", 6),
              (Dates{"19970928", "19971029", "19971128", "19971229", "19980129", "19980226"}));
    EXPECT_EQ(dates("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", sep2, 99),
              (Dates{"19970902", "19970915", "19971002", "19971015", "19971102", "19971115", "19971202", "19971215",
                     "19980102", "19980115"}));
    EXPECT_EQ(dates("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1997-09-30T13:00:00Z", 99),
              (Dates{"19970930", "19971001", "19971031", "19971101", "19971130", "19971201", "19971231", "19980101",
                     "19980131", "19980201"}));
    EXPECT_EQ(dates("FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "1997-09-10T13:00:00Z", 99),
              (Dates{"19970910", "19970911", "19970912", "19970913", "19970914", "19970915", "19990310", "19990311",
                     "19990312", "19990313"}));
    EXPECT_EQ(dates("FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", sep2, 18),
              (Dates{"19970902", "19970909", "19970916", "19970923", "19970930", "19971104", "19971111", "19971118",
                     "19971125", "19980106", "19980113", "19980120", "19980127", "19980303", "19980310", "19980317",
                     "19980324", "19980331"}));
    EXPECT_EQ(dates("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", sep2, 5),
              (Dates{"19980213", "19980313", "19981113", "19990813", "20001013"}));
    EXPECT_EQ(dates("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1997-09-13T13:00:00Z", 10),
              (Dates{"19970913", "19971011", "19971108", "19971213", "19980110", "19980207", "19980307", "19980411",
                     "19980509", "19980613"}));
    EXPECT_EQ(dates("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04T13:00:00Z", 99),
              (Dates{"19970904", "19971007", "19971106"}));
    EXPECT_EQ(dates("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997-09-29T13:00:00Z", 7),
              (Dates{"19970929", "19971030", "19971127", "19971230", "19980129", "19980226", "19980330"}));
    EXPECT_EQ(dates("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15T14:00:00Z", 99),
              (Dates{"20070115", "20070130", "20070215", "20070315", "20070330"}));
}

TEST(Rfc5545, yearly) {
    EXPECT_EQ(dates("FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "1997-06-10T13:00:00Z", 99),
              (Dates{"19970610", "19970710", "19980610", "19980710", "19990610", "19990710", "20000610", "20000710",
                     "20010610", "20010710"}));
    EXPECT_EQ(dates("FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "1997-03-10T14:00:00Z", 99),
              (Dates{"19970310", "19990110", "19990210", "19990310", "20010110", "20010210", "20010310", "20030110",
                     "20030210", "20030310"}));
    EXPECT_EQ(dates("FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "1997-01-01T14:00:00Z", 99),
              (Dates{"19970101", "19970410", "19970719", "20000101", "20000409", "20000718", "20030101", "20030410",
                     "20030719", "20060101"}));
    EXPECT_EQ(dates("FREQ=YEARLY;BYDAY=20MO", "1997-05-19T13:00:00Z", 3), (Dates{"19970519", "19980518", "19990517"}));
    EXPECT_EQ(dates("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12T13:00:00Z", 3),
              (Dates{"19970512", "19980511", "19990517"}));
    EXPECT_EQ(dates("FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03-13T14:00:00Z", 11),
              (Dates{"19970313", "19970320", "19970327", "19980305", "19980312", "19980319", "19980326", "19990304",
                     "19990311", "19990318", "19990325"}));
    EXPECT_EQ(dates("FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "1997-06-05T13:00:00Z", 16),
              (Dates{"19970605", "19970612", "19970619", "19970626", "19970703", "19970710", "19970717", "19970724",
                     "19970731", "19970807", "19970814", "19970821", "19970828", "19980604", "19980611", "19980618"}));
    EXPECT_EQ(dates("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996-11-05T14:00:00Z", 3),
              (Dates{"19961105", "20001107", "20041102"}));
}

TEST(Rfc5545, within_a_day) {
    EXPECT_EQ(dates("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z", sep2, 99, true),
              (Dates{"19970902T0900", "19970902T1200", "19970902T1500"}))
        << "17:00 in New York is 21:00 UTC: the RFC's erratum 3883";
    EXPECT_EQ(
        dates("FREQ=MINUTELY;INTERVAL=15;COUNT=6", sep2, 99, true),
        (Dates{"19970902T0900", "19970902T0915", "19970902T0930", "19970902T0945", "19970902T1000", "19970902T1015"}));
    EXPECT_EQ(dates("FREQ=MINUTELY;INTERVAL=90;COUNT=4", sep2, 99, true),
              (Dates{"19970902T0900", "19970902T1030", "19970902T1200", "19970902T1330"}));
    const auto by_hour = dates("FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", sep2, 25, true);
    ASSERT_EQ(by_hour.size(), 25U);
    EXPECT_EQ(by_hour[0], "19970902T0900");
    EXPECT_EQ(by_hour[1], "19970902T0920");
    EXPECT_EQ(by_hour[23], "19970902T1640");
    EXPECT_EQ(by_hour[24], "19970903T0900");
    EXPECT_EQ(dates("FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", sep2, 25, true), by_hour);
}

TEST(Rfc5545, leaves_out_exceptions) {
    EXPECT_EQ(dates("FREQ=DAILY;COUNT=4", sep2, 99, false, {day("1997-09-03").us}),
              (Dates{"19970902", "19970904", "19970905"}));
    // The RFC's last example: every Friday the 13th, without its own start.
    EXPECT_EQ(dates("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", sep2, 1, false, {day("1997-09-02").us}), Dates{"19980213"});
}

// ---- nights on which clocks are changed

std::vector<std::string> in_utc(const std::string& rule, const Moment& start, std::size_t limit) {
    std::vector<std::string> out;
    for (const Moment& each : occurrences({rule, start, {}}, start.us - 1, limit))
        out.push_back(Instant{each.us}.text().substr(0, 16));
    return out;
}

TEST(ClockChange, berlin) {
    // 2027-03-28 2:30 is not there: it is taken with the offset from before, and is 3:30 on the clock.
    EXPECT_EQ(in_utc("FREQ=DAILY", moment("2027-03-27T01:30:00Z", "Europe/Berlin"), 3),
              (Dates{"2027-03-27T01:30", "2027-03-28T01:30", "2027-03-29T00:30"}));
    // 2027-10-31 2:30 is there twice: the first one.
    EXPECT_EQ(in_utc("FREQ=DAILY", moment("2027-10-30T00:30:00Z", "Europe/Berlin"), 3),
              (Dates{"2027-10-30T00:30", "2027-10-31T00:30", "2027-11-01T01:30"}));
    EXPECT_EQ(in_utc("FREQ=WEEKLY", moment("2027-03-21T08:00:00Z", "Europe/Berlin"), 2),
              (Dates{"2027-03-21T08:00", "2027-03-28T07:00"}))
        << "nine o'clock stays nine o'clock";
}
TEST(ClockChange, new_york) {
    EXPECT_EQ(in_utc("FREQ=DAILY", moment("2027-03-13T07:30:00Z", "America/New_York"), 3),
              (Dates{"2027-03-13T07:30", "2027-03-14T07:30", "2027-03-15T06:30"}));
    EXPECT_EQ(in_utc("FREQ=DAILY", moment("2027-11-06T05:30:00Z", "America/New_York"), 3),
              (Dates{"2027-11-06T05:30", "2027-11-07T05:30", "2027-11-08T06:30"}));
}
TEST(ClockChange, lord_howe_by_half_an_hour) {
    // Winter is UTC+10:30, summer UTC+11. On 2027-10-03 2:00 becomes 2:30; on 2027-04-04 2:00 becomes 1:30.
    EXPECT_EQ(in_utc("FREQ=DAILY", moment("2027-10-01T15:45:00Z", "Australia/Lord_Howe"), 3),
              (Dates{"2027-10-01T15:45", "2027-10-02T15:45", "2027-10-03T15:15"}));
    EXPECT_EQ(in_utc("FREQ=DAILY", moment("2027-04-02T14:45:00Z", "Australia/Lord_Howe"), 3),
              (Dates{"2027-04-02T14:45", "2027-04-03T14:45", "2027-04-04T15:15"}));
}
TEST(ClockChange, does_not_touch_days) {
    EXPECT_EQ(in_utc("FREQ=DAILY", day("2027-03-27"), 3),
              (Dates{"2027-03-27T00:00", "2027-03-28T00:00", "2027-03-29T00:00"}));
    EXPECT_EQ(in_utc("FREQ=MONTHLY;BYDAY=-1FR", day("2026-11-27"), 3),
              (Dates{"2026-11-27T00:00", "2026-12-25T00:00", "2027-01-29T00:00"}));
}

TEST(Rule, that_the_start_never_meets_has_no_dates) {
    EXPECT_EQ(dates("FREQ=HOURLY;INTERVAL=2;BYHOUR=10", sep2, 1), Dates{}) << "from nine o'clock on";
    EXPECT_EQ(dates("FREQ=HOURLY;INTERVAL=2;BYHOUR=11", sep2, 1, true).size(), 1U);
    EXPECT_EQ(dates("FREQ=MINUTELY;INTERVAL=60;BYMINUTE=30", sep2, 1), Dates{});
}

std::optional<std::string> fault_of(const std::string& rule, const Moment& start) {
    calendar::Steps steps(200'000);
    return calendar::fault_of_rule(rule, start, steps);
}

TEST(Rule, finds_any_next_date_in_a_thousand_looks_however_long_ago_it_began) {
    const auto now = Instant::parse("2026-12-01T00:00:00Z")->us;
    std::size_t most = 0;
    for (const char* rule :
         {"FREQ=DAILY", "FREQ=DAILY;INTERVAL=9999", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
          "FREQ=DAILY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=29", "FREQ=WEEKLY;INTERVAL=51;BYMONTH=1;BYDAY=SU",
          "FREQ=WEEKLY;BYMONTH=11;BYDAY=WE,FR;BYSETPOS=2", "FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=MO;BYMONTH=2,8",
          "FREQ=MONTHLY;INTERVAL=36;BYMONTHDAY=29;BYMONTH=2", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU",
          "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU", "FREQ=YEARLY;BYYEARDAY=366;BYDAY=SA", "FREQ=MINUTELY;BYHOUR=9",
          "FREQ=MINUTELY;INTERVAL=7;BYHOUR=3,4", "FREQ=HOURLY;INTERVAL=25;BYHOUR=5"}) {
        calendar::Steps steps(1'000'000);
        const Series series{rule, moment("1912-02-29T08:00:00Z", "Europe/Berlin"), {}};
        const auto found = calendar::occurrences(series, now, 1, steps);
        ASSERT_TRUE(found && found->size() == 1) << rule;
        most = std::max(most, steps.periods());
        EXPECT_LE(steps.periods(), 1'000U) << rule;
    }
    std::cout << "at most " << most << " periods were looked at\n";
}
TEST(Rule, that_has_no_date_in_a_hundred_years_is_refused) {
    calendar::Steps steps(1'000'000);
    const auto refused = [&](const std::string& rule) {
        return calendar::fault_of_rule(rule, day("2027-01-31"), steps).has_value();
    };
    EXPECT_TRUE(refused("FREQ=MONTHLY;BYMONTH=4,6,9,11"));
    EXPECT_FALSE(refused("FREQ=MONTHLY;BYMONTH=4,6,9,11;RSCALE=GREGORIAN;SKIP=BACKWARD"));
    EXPECT_TRUE(refused("FREQ=YEARLY;INTERVAL=101;BYMONTH=1;BYMONTHDAY=30"));
    EXPECT_FALSE(refused("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO"));
    EXPECT_TRUE(refused("FREQ=DAILY;COUNT=1001"));
    EXPECT_FALSE(refused("FREQ=DAILY;COUNT=1000"));
    EXPECT_TRUE(refused("FREQ=MONTHLY;SKIP=BACKWARD")) << "without RSCALE";
    EXPECT_TRUE(refused("FREQ=MONTHLY;RSCALE=CHINESE"));
}
TEST(Rfc7529, says_what_becomes_of_days_that_a_month_does_not_have) {
    const auto three = [](const std::string& rule, const std::string& start) {
        std::string out;
        for (const Moment& each : occurrences({rule, day(start), {}}, day(start).us, 3))
            out += compact(each.us).substr(0, 8) + " ";
        return out;
    };
    EXPECT_EQ(three("FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=BACKWARD", "2027-01-31"), "20270228 20270331 20270430 ");
    EXPECT_EQ(three("FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=FORWARD", "2027-01-31"), "20270301 20270331 20270501 ");
    EXPECT_EQ(three("FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=OMIT", "2027-01-31"), "20270331 20270531 20270731 ");
    const Series from_march{"FREQ=MONTHLY;BYMONTHDAY=29;RSCALE=GREGORIAN;SKIP=FORWARD", day("2027-03-01"), {}};
    EXPECT_EQ(occurrences(from_march, day("2027-02-28").us, 1).at(0).us, day("2027-03-01").us)
        << "the 29th of the February before the start";
    EXPECT_EQ(three("FREQ=MONTHLY;BYMONTHDAY=1,31;RSCALE=GREGORIAN;SKIP=FORWARD", "2027-03-31"),
              "20270401 20270501 20270531 ")
        << "the first of May once";
    EXPECT_EQ(three("FREQ=YEARLY;RSCALE=GREGORIAN;SKIP=BACKWARD", "2028-02-29"), "20290228 20300228 20310228 ");
}
TEST(Rule, that_is_none_is_told) {
    for (const char* rule : {"",
                             "FREQ",
                             "FREQ=",
                             "FREQ=SOMETIMES",
                             "DAILY",
                             "FREQ=DAILY;;",
                             "FREQ=DAILY;FREQ=WEEKLY",
                             "FREQ=DAILY;COUNT=0",
                             "FREQ=DAILY;COUNT=x",
                             "FREQ=DAILY;INTERVAL=0",
                             "FREQ=DAILY;COUNT=3;UNTIL=20270101",
                             "FREQ=WEEKLY;BYDAY=XX",
                             "FREQ=MONTHLY;BYMONTHDAY=32",
                             "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                             "FREQ=SECONDLY",
                             "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
                             "FREQ=MINUTELY;BYDAY=MO",
                             "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
                             "COUNT=3",
                             "FREQ=DAILY;UNTIL=soon",
                             "FREQ=DAILY;COLOUR=RED",
                             "FREQ=DAILY;INTERVAL=2x",
                             "FREQ=DAILY;COUNT=4294967297",
                             "FREQ=WEEKLY;BYDAY=1MO",
                             "FREQ=DAILY;UNTIL=2026-12-01",
                             "FREQ=MONTHLY;BYMONTH=4,6,9,11",
                             "FREQ=MONTHLY;BYSETPOS=1",
                             "RRULE:"})
        EXPECT_TRUE(fault_of(rule, moment("2026-12-31T09:00:00Z", "Europe/Berlin"))) << rule;
    for (const char* rule :
         {"FREQ=DAILY", "FREQ=DAILY;COUNT=1", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=MONTHLY;BYDAY=-1FR",
          "FREQ=YEARLY;BYYEARDAY=366", "FREQ=DAILY;UNTIL=19990101", "FREQ=HOURLY;INTERVAL=5",
          "FREQ=MONTHLY;INTERVAL=3;BYMONTH=3,6,9,12", "RRULE:FREQ=DAILY;", "freq=weekly;byday=mo"}) {
        const auto fault = fault_of(rule, moment("2026-12-31T09:00:00Z", "Europe/Berlin"));
        EXPECT_FALSE(fault) << rule << " " << fault.value_or("");
    }
    EXPECT_TRUE(fault_of("FREQ=HOURLY", day("2026-12-31")));
}

}  // namespace
}  // namespace tasklog::testing
