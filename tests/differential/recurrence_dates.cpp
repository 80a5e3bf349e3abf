// Reads lines of "rule<tab>start<tab>after<tab>limit" (times as 2026-12-01T09:00:00Z) and writes the dates of each on a
// line of its own; "none" for a rule that is refused.
#include <iostream>
#include <sstream>

#include "events/time.hpp"
#include "infra/calendar/recurrence.hpp"

int main() {
    using namespace tasklog;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream fields(line);
        std::string rule, start, after, limit;
        std::getline(fields, rule, '\t'), std::getline(fields, start, '\t');
        std::getline(fields, after, '\t'), std::getline(fields, limit, '\t');
        const calendar::Moment first{Instant::parse(start)->us, "Etc/UTC"};
        if (calendar::parse_rule(rule).fault) {
            std::cout << "none\n";
            continue;
        }
        calendar::Steps steps(5'000'000);
        const auto dates =
            calendar::occurrences({rule, first, {}}, Instant::parse(after)->us, std::stoul(limit), steps);
        if (!dates) std::cout << "out of steps";
        if (dates)
            for (const calendar::Moment& each : *dates) std::cout << Instant{each.us}.text().substr(0, 19) << " ";
        std::cout << "\n";
    }
}
