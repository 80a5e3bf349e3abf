#pragma once
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "infra/postgres/session.hpp"

namespace tasklog::postgres {

/// Hears one channel's NOTIFYs on a connection of its own, and makes a new connection whenever that breaks.
/// The callbacks run on the listener's thread.
class Listener {
  public:
    struct Events {
        std::function<void(Session&)> connected;  ///< listening; may query (what was missed is not replayed)
        std::function<void(const std::string&)> payload;
        std::function<void(const std::string&)> disconnected;  ///< why
    };
    Listener(std::string url, std::string channel, Events events);
    /// Waits for the thread, at most a second.
    ~Listener();

  private:
    void run(const std::stop_token& stop);
    void listen(const std::stop_token& stop);

    const std::string url_;
    const std::string channel_;
    const Events events_;
    std::jthread thread_;
};

}  // namespace tasklog::postgres
