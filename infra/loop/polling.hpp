#pragma once
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>

namespace tasklog {

/// So much processor time a handler may take: whoever else is served by the loop waits that long.
inline constexpr std::chrono::milliseconds longest_handler{5};

struct Polling {
    /// Where what the loop waits for is likely to come within this time, it looks for it again and again instead of
    /// sleeping: to wake a thread up takes about as long as a broker takes to acknowledge a record
    /// (docs/decisions/0008). Otherwise it sleeps as ever; with 0 always.
    std::chrono::microseconds longest{0};
    /// Hands out the acknowledgements that have come, and returns how many are still awaited.
    std::function<std::size_t()> look = [] { return std::size_t{0}; };
    /// Told of each handler that took more than `longest_handler`, and how much processor time that was, but for a
    /// millisecond: time in which this thread did not run is nobody's fault here.
    std::function<void(std::chrono::nanoseconds)> stalled = [](auto) {};
};

/// Runs the loop until it is stopped.
void run_polling(boost::asio::io_context& io, const Polling& polling);

}  // namespace tasklog
