#include "infra/loop/cores.hpp"

#include <sched.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace tasklog {

std::size_t cores_within(std::size_t processors, const std::string& cpu_max) {
    std::istringstream in(cpu_max);
    std::size_t quota = 0;
    std::size_t period = 0;
    if (!(in >> quota >> period) || period == 0) return processors;  // no quota: its first word is "max"
    return std::clamp<std::size_t>((quota + period - 1) / period, 1, processors);
}

std::size_t cores() {
    cpu_set_t set;
    CPU_ZERO(&set);
    const int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    std::string cpu_max;
    std::getline(std::ifstream("/sys/fs/cgroup/cpu.max"), cpu_max);
    return cores_within(static_cast<std::size_t>(std::max(1, count)), cpu_max);
}

}  // namespace tasklog
