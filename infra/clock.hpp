#pragma once
#include <chrono>
#include <cstdint>

namespace tasklog {

/// The time in microseconds, and in seconds, since 1970-01-01T00:00:00Z.
inline std::int64_t unix_us() {
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}
inline std::int64_t unix_s() { return unix_us() / 1'000'000; }

}  // namespace tasklog
