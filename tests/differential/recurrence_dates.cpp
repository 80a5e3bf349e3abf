// Reads lines of "rule<tab>start<tab>zone<tab>except<tab>after<tab>limit" (times in UTC as 2026-12-01T09:00:00Z, the
// days left out with commas) and writes the dates of each on a line of its own, in UTC; "none" for a rule that is
// refused. "-" as zone: a series of days.
#include <iostream>
#include <sstream>

#include "events/value/time.hpp"
#include "infra/calendar/recurrence.hpp"

int main() {
    using namespace tasklog;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream fields(line);
        std::string rule, start, zone, except, after, limit;
        for (std::string* each : {&rule, &start, &zone, &except, &after, &limit}) std::getline(fields, *each, '\t');
        calendar::Series series{rule, {Instant::parse(start)->us, zone == "-" ? "" : zone}, {}};
        std::istringstream days(except);
        for (std::string day; std::getline(days, day, ',');)
            series.except.push_back(Instant::parse(day + "T00:00:00Z")->us);
        if (calendar::parse_rule(rule).fault) {
            std::cout << "none\n";
            continue;
        }
        calendar::Steps steps(5'000'000);
        const auto dates = calendar::occurrences(series, Instant::parse(after)->us, std::stoul(limit), steps);
        if (!dates) std::cout << "out of steps";
        if (dates)
            for (const calendar::Moment& each : *dates) std::cout << Instant{each.us}.text().substr(0, 19) << " ";
        std::cout << "\n";
    }
}
