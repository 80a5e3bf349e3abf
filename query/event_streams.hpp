#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <string>

#include "infra/http/message.hpp"
#include "infra/metrics.hpp"

namespace tasklog::query {

/// Streams of server-sent events (WHATWG HTML, "Server-sent events"), each for one key. A client that is slow gets the
/// newest event only. A line every 15 s keeps proxies awake. For the io_context's thread.
class EventStreams {
  public:
    /// `open`: counts the streams.
    EventStreams(boost::asio::io_context& io, prometheus::Gauge& open) : io_(io), open_(open) {}

    /// The response that streams what is told for `key` until the client goes, after `first`.
    http::Response stream(const std::string& key, std::string first);
    void tell(const std::string& key, const std::string& event);
    void tell_all(const std::string& event);
    /// Ends all streams.
    void stop();

    static std::string reset() { return "event: reset\ndata: {}\n\n"; }

  private:
    struct Subscriber {
        std::string key;
        std::string pending;  ///< what is to be written next
        boost::asio::steady_timer wake;
    };
    boost::asio::awaitable<void> serve(http::Stream& out, std::string key, std::string first);

    boost::asio::io_context& io_;
    std::list<Subscriber> subscribers_;
    bool stopping_ = false;
    prometheus::Gauge& open_;
};

}  // namespace tasklog::query
