#pragma once
#include <boost/asio/io_context.hpp>
#include <string>

#include "infra/http/router.hpp"
#include "infra/postgres/pool.hpp"

namespace tasklog::projections {

/// Where the notify role hears of reminders by Dapr.
struct ReminderSubscription {
    std::string pubsub;  ///< the name of the pubsub component
    std::string topic;
    std::string dead_letter_topic;  ///< for what can't be understood, and what was tried too often
    std::string app_token;          ///< that the sidecar sends in `dapr-api-token`: nobody else may
};

/// Takes reminders that fired from a Dapr subscription (docs/asyncapi.yaml) into the outbox. One that comes
/// twice is there once: its id is the one that the log gives it.
class ReminderInbox {
  public:
    ReminderInbox(boost::asio::io_context& io, ReminderSubscription subscription, std::string outbox,
                  postgres::Pool& pool)
        : io_(io), subscription_(std::move(subscription)), outbox_(std::move(outbox)), pool_(pool) {}
    void add_to(http::Router& router);

  private:
    http::Response subscriptions() const;
    boost::asio::awaitable<http::Reply> take(const http::Request& request);

    boost::asio::io_context& io_;
    const ReminderSubscription subscription_;
    const std::string outbox_;
    postgres::Pool& pool_;
};

}  // namespace tasklog::projections
