#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace tasklog {

/// By which one thread of this process tells others that there may be something to do: whoever waits for work need not
/// look for it again and again. What happens in other processes rings nothing here.
class Alarm {
  public:
    void ring() {
        {
            const std::lock_guard lock(mutex_);
            ++rung_;
        }
        changed_.notify_all();
    }
    /// How often it has rung. To be asked before one looks for work, so that nothing is missed after it.
    std::uint64_t rung() const {
        const std::lock_guard lock(mutex_);
        return rung_;
    }
    /// Waits until it rings once more than this often, at most so long, or until a stop is requested.
    void wait(const std::stop_token& stop, std::uint64_t heard, std::chrono::milliseconds longest) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, stop, longest, [&] { return rung_ != heard; });
    }

  private:
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::uint64_t rung_ = 0;
};

/// Waits so long. False if it was told to stop meanwhile.
inline bool wait(const std::stop_token& stop, std::chrono::milliseconds time) {
    Alarm silent;
    silent.wait(stop, 0, time);
    return !stop.stop_requested();
}

}  // namespace tasklog
