#include "infra/polling.hpp"

namespace tasklog {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

void run_polling(boost::asio::io_context& io, std::chrono::microseconds longest,
                 const std::function<std::size_t()>& look) {
    bool requests_come_fast = false;  // the last one came within `longest` of all being answered
    auto idle_since = Clock::now();
    while (!io.stopped()) {
        const std::size_t awaited = look();
        if (io.poll() > 0) {
            idle_since = Clock::now();
            continue;
        }
        if (io.stopped()) return;
        // With more than one awaited other threads need the cores, and one wake-up serves many.
        const bool soon = awaited == 0 ? requests_come_fast : awaited == 1;
        if (soon && Clock::now() - idle_since < longest) continue;
        io.run_one();
        const auto now = Clock::now();
        if (awaited == 0) requests_come_fast = now - idle_since < longest;
        idle_since = now;
    }
}

}  // namespace tasklog
