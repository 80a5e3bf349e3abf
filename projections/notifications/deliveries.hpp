#pragma once
#include <boost/asio/io_context.hpp>
#include <expected>
#include <functional>
#include <string>

#include "infra/http/authenticate.hpp"
#include "infra/http/router.hpp"
#include "infra/postgres/pool.hpp"

namespace tasklog::projections {

/// A person's mails and webhooks: GET /api/v1/deliveries shows those that wait, were sent, or are dead, and
/// POST /api/v1/deliveries/{delivery}/retry tries a dead one again.
class Deliveries {
  public:
    Deliveries(boost::asio::io_context& io, http::Authenticate may_read, http::Authenticate may_write,
               std::string outbox, postgres::Pool& pool)
        : io_(io),
          may_read_(std::move(may_read)),
          may_write_(std::move(may_write)),
          outbox_(std::move(outbox)),
          pool_(pool) {}
    void add_to(http::Router& router);

  private:
    boost::asio::awaitable<http::Reply> list(const http::Request& request);
    boost::asio::awaitable<http::Reply> retry(const http::Request& request);

    boost::asio::io_context& io_;
    http::Authenticate may_read_;
    http::Authenticate may_write_;
    const std::string outbox_;
    postgres::Pool& pool_;
};

}  // namespace tasklog::projections
