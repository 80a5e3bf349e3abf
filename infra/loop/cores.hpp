#pragma once
#include <cstddef>
#include <string>

namespace tasklog {

/// How many processors this process may use at a time, by its processor set and its control group's quota (cgroup v2,
/// cpu.max), rounded up: 1 at least.
std::size_t cores();

/// What cpu.max, "200000 100000" or "max 100000", leaves of so many.
std::size_t cores_within(std::size_t processors, const std::string& cpu_max);

}  // namespace tasklog
