#pragma once
#include <memory>
#include <string>

#include "infra/postgres/listener.hpp"
#include "query/access.hpp"
#include "query/live/event_streams.hpp"

namespace tasklog::query {

/// What a person was told: GET /api/v1/notifications, and /live below it, which says when the feed has changed.
class Feed {
  public:
    /// `members`: the tasks' read model; `notifications`: that of the notifications projection, which names the people
    /// whose feeds have changed on its channel with "_feed" behind it.
    Feed(boost::asio::io_context& io, http::Authenticate authenticate, ReadModel& members, ReadModel& notifications,
         postgres::Pool& pool, EventStreams& streams);
    void listen(postgres::Listener& listener);
    void add_to(http::Router& router);

  private:
    boost::asio::awaitable<http::Reply> page(const http::Request& request);
    boost::asio::awaitable<http::Reply> live(const http::Request& request);
    void changed(const std::string& people);

    boost::asio::io_context& io_;
    Access access_;
    EventStreams& streams_;
};

}  // namespace tasklog::query
