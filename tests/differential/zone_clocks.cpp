// Reads lines of "zone<tab>clock" or "zone<tab>moment" (2026-12-01T09:00:00, the latter with a Z) and writes the moment
// that is meant, or what the clock shows. "none" for what is no zone.
#include <iostream>

#include "events/value/time.hpp"
#include "infra/calendar/recurrence.hpp"

int main() {
    using namespace tasklog;
    for (std::string line; std::getline(std::cin, line);) {
        const std::size_t tab = line.find('\t');
        const std::string zone = line.substr(0, tab);
        std::string time = line.substr(tab + 1);
        const bool is_moment = time.ends_with('Z');
        if (!is_moment) time += 'Z';
        const std::int64_t us = Instant::parse(time)->us;
        if (!calendar::is_zone(zone)) {
            std::cout << "none\n";
        } else {
            std::cout << Instant{is_moment ? calendar::clock_of(us, zone) : calendar::at_clock(us, zone)}.text().substr(
                             0, 19)
                      << "\n";
        }
    }
}
