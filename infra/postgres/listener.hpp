#pragma once
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "infra/postgres/session.hpp"

namespace tasklog::postgres {

/// Hears one channel's NOTIFYs on a connection of its own, and makes a new connection whenever that breaks. What it
/// hears is called on a loop, in order, and not after the listener is gone: it is destroyed on that loop's thread.
class Listener {
  public:
    struct Events {
        /// Listening. On the listener's own thread, may query, for what was missed is not replayed; returns what is to
        /// be called on the loop, if anything.
        std::function<std::function<void()>(Session&)> connected;
        std::function<void(const std::string&)> payload;
        std::function<void(const std::string&)> disconnected;  ///< why; may be none
    };
    Listener(boost::asio::io_context& io, std::string url, std::string channel, Events events);
    /// Waits for the thread, at most a second.
    ~Listener();

  private:
    void run(const std::stop_token& stop);
    void listen(const std::stop_token& stop);
    /// On the loop, while this is there.
    void call(std::function<void()> what);

    boost::asio::io_context& io_;
    const std::string url_;
    const std::string channel_;
    const Events events_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  ///< read and written on the loop
    std::jthread thread_;
};

}  // namespace tasklog::postgres
