#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "infra/http/message.hpp"
#include "infra/metrics.hpp"
#include "query/read_model.hpp"

namespace tasklog::query {

/// Server-sent events that tell a browser when its workspace has changed (WHATWG HTML, "Server-sent events"):
/// `changed` with the version to read, and `reset` where something may have been missed. A line a 15 s keeps proxies
/// awake.
class Live {
  public:
    Live(boost::asio::io_context& io, ReadModel& model, Metrics& metrics);

    /// The response that streams until the client goes. `last_event_id`: the version that the client has seen, if it is
    /// a stream resumed; `version`: the present one.
    http::Response stream(const std::string& workspace, std::string_view last_event_id, std::int64_t version);
    /// Ends all streams.
    void stop();

  private:
    struct Subscriber {
        std::string workspace;
        std::string pending;  ///< what is to be written next
        boost::asio::steady_timer wake;
    };
    boost::asio::awaitable<void> serve(http::Stream& out, std::string workspace, std::string first);

    boost::asio::io_context& io_;
    std::list<Subscriber> subscribers_;
    bool stopping_ = false;
    prometheus::Gauge& streams_;
};

}  // namespace tasklog::query
