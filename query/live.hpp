#pragma once
#include <string>
#include <string_view>

#include "query/event_streams.hpp"
#include "query/read_model.hpp"

namespace tasklog::query {

/// Server-sent events that tell a browser when its workspace has changed: `changed` with the version to read, and
/// `reset` where something may have been missed.
class Live {
  public:
    Live(boost::asio::io_context& io, ReadModel& model, Metrics& metrics);

    /// The response that streams until the client goes. `last_event_id`: the version that the client has seen, if it is
    /// a stream resumed; `version`: the present one.
    http::Response stream(const std::string& workspace, std::string_view last_event_id, std::int64_t version);
    void stop() { streams_.stop(); }

  private:
    EventStreams streams_;
};

}  // namespace tasklog::query
