#include "infra/loop/polling.hpp"

#include <ctime>

namespace tasklog {
namespace {

using Clock = std::chrono::steady_clock;

/// The clock of the thread's processor time costs ten times as much as the other: it is read once in so long.
constexpr std::chrono::milliseconds between_readings{1};

std::chrono::nanoseconds processor_time() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

/// Runs handlers one by one, and tells of those that hold the loop.
class Handlers {
  public:
    Handlers(boost::asio::io_context& io, const std::function<void(std::chrono::nanoseconds)>& stalled)
        : io_(io), stalled_(stalled) {}

    /// Those that are ready; whether there were any.
    bool run_ready() {
        bool any = false;
        for (auto begin = Clock::now(); io_.poll_one() > 0; any = true) {
            const auto end = Clock::now();
            if (end - begin >= longest_handler) {
                read(begin - read_at_);
            } else if (end - read_at_ >= between_readings) {
                read_at_ = end;
                processor_ = processor_time();
            }
            begin = end;
        }
        return any;
    }

    /// Sleeps until one is ready, and runs it.
    void run_next() {
        processor_ = processor_time();
        io_.run_one();
        read({});
    }

  private:
    /// `before`: what at most went by between the last reading and the handler's beginning.
    void read(Clock::duration before) {
        const auto now = processor_time();
        const auto took = now - processor_ - before;
        processor_ = now;
        read_at_ = Clock::now();
        if (took >= longest_handler) stalled_(took);
    }

    boost::asio::io_context& io_;
    const std::function<void(std::chrono::nanoseconds)>& stalled_;
    Clock::time_point read_at_ = Clock::now();
    std::chrono::nanoseconds processor_ = processor_time();
};

}  // namespace

void run_polling(boost::asio::io_context& io, const Polling& polling) {
    Handlers handlers(io, polling.stalled);
    bool requests_come_fast = false;  // the last one came within `longest` of all being answered
    auto idle_since = Clock::now();
    while (!io.stopped()) {
        const std::size_t awaited = polling.look();
        if (handlers.run_ready()) {
            idle_since = Clock::now();
            continue;
        }
        if (io.stopped()) return;
        // With more than one awaited other threads need the cores, and one wake-up serves many.
        const bool soon = awaited == 0 ? requests_come_fast : awaited == 1;
        if (soon && Clock::now() - idle_since < polling.longest) continue;
        handlers.run_next();
        const auto now = Clock::now();
        if (awaited == 0) requests_come_fast = now - idle_since < polling.longest;
        idle_since = now;
    }
}

}  // namespace tasklog
