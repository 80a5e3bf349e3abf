#pragma once
#include <string>
#include <string_view>

#include "query/access.hpp"
#include "query/live/event_streams.hpp"
#include "query/read_model.hpp"

namespace tasklog::query {

/// Server-sent events that tell a browser when its workspace has changed: `changed` with the version to read, and
/// `reset` where something may have been missed.
class Live {
  public:
    Live(boost::asio::io_context& io, ReadModel& model, postgres::Pool& pool, EventStreams& streams);
    ~Live() { *alive_ = false; }

    /// The response that streams until the client goes, or is no member any more. `last_event_id`: the version that the
    /// client has seen, if it is a stream resumed; `version`: the present one.
    http::Reply stream(const std::string& workspace, const http::Asker& asker, std::string_view last_event_id,
                       std::int64_t version);
    /// All that one browser shows, in one stream: what changes in these workspaces, `gone` for each that is none of the
    /// person's, and `notified` when their notifications have changed (see Feed).
    http::Reply stream(const http::Asker& asker, const std::vector<Readable>& workspaces,
                       const std::vector<std::string>& gone);

  private:
    /// Tells who may hear of it, and ends the streams of others.
    boost::asio::awaitable<void> changed(std::string workspace, std::int64_t version, std::shared_ptr<bool> alive);

    boost::asio::io_context& io_;
    ReadModel& model_;
    postgres::Pool& pool_;
    EventStreams& streams_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace tasklog::query
