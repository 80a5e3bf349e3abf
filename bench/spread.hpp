#pragma once
#include <algorithm>
#include <chrono>
#include <iostream>
#include <vector>

namespace tasklog::bench {

using Clock = std::chrono::steady_clock;

/// As a line of JSON: how many a second, and how long they took, in microseconds.
inline void print_spread(std::vector<double> us, double seconds) {
    if (us.empty()) us.push_back(0);
    std::sort(us.begin(), us.end());
    const auto at = [&](double share) {
        return us[std::min(us.size() - 1, static_cast<std::size_t>(share * static_cast<double>(us.size())))];
    };
    std::cout << R"({"rate":)" << static_cast<double>(us.size()) / seconds;
    for (const auto& [name, share] :
         {std::pair{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}, {"max", 1.0}})
        std::cout << ",\"" << name << "_us\":" << at(share);
    std::cout << "}\n";
}

}  // namespace tasklog::bench
