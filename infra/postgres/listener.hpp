#pragma once
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "infra/postgres/session.hpp"

namespace tasklog::postgres {

/// Hears NOTIFYs of several channels on one connection, since each that listens is woken by every NOTIFY of the
/// database, and makes a new connection whenever that breaks. What it hears is called on the loop of whoever listens,
/// in order, and not after the listener is gone: it is destroyed before those who listen, on their loop's thread, or
/// when their loops run no more.
class Listener {
  public:
    struct Events {
        /// Listening. On the listener's own thread, may query, for what was missed is not replayed; returns what is to
        /// be called on the loop, if anything. If it throws it is called again, and nothing is heard until then.
        std::function<std::function<void()>(Session&)> connected;
        std::function<void(const std::string&)> payload;
        std::function<void(const std::string&)> disconnected{};  ///< why; may be none
    };
    explicit Listener(std::string url) : url_(std::move(url)) {}
    /// Waits for the thread, at most a second.
    ~Listener() { *alive_ = false; }

    /// Before start(). `io`: the loop of who listens.
    void listen(boost::asio::io_context& io, std::string channel, Events events) {
        channels_.push_back({io, std::move(channel), std::move(events)});
    }
    void start();

  private:
    struct Channel {
        boost::asio::io_context& io;
        std::string name;
        Events events;
        bool connected = false;  ///< on the thread
    };
    void run(const std::stop_token& stop);
    void hear(const std::stop_token& stop);
    void connect(Session& session, Channel& channel);
    void disconnected(const Channel& channel, const std::string& why);
    /// On the channel's loop, while this is there.
    void call(const Channel& channel, std::function<void()> what);

    const std::string url_;
    std::vector<Channel> channels_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  ///< read on the loops
    std::jthread thread_;
};

}  // namespace tasklog::postgres
