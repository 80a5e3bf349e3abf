#pragma once
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "identity/identity.hpp"
#include "infra/http/router.hpp"
#include "infra/postgres/pool.hpp"

namespace tasklog::identity {

struct EndpointConfig {
    std::string schema;
    std::map<std::string, std::string> keys;  ///< that sign unsubscribe links
    bool private_targets = false;             ///< webhooks may go to addresses that are not public
};

/// What a person says of themselves: /api/v1/me, their webhooks, where invitations are sent, and no more mails.
class Endpoint {
  public:
    Endpoint(boost::asio::io_context& io, Identity& identity, EndpointConfig config, postgres::Pool& pool)
        : io_(io), identity_(identity), config_(std::move(config)), pool_(pool) {}
    void add_to(http::Router& router);

  private:
    using Answer = boost::asio::awaitable<http::Response>;
    Answer me(const http::Request& request);
    Answer put_me(const http::Request& request);
    Answer webhooks(const http::Request& request);
    Answer add_webhook(const http::Request& request);
    Answer remove_webhook(const http::Request& request);
    Answer rotate_secret(const http::Request& request);
    Answer put_address(const http::Request& request);
    Answer ask_unsubscribe(const http::Request& request);
    Answer unsubscribe(const http::Request& request);

    /// What `work` returns, done on a thread of the pool.
    template <class F>
    auto run(F work) -> boost::asio::awaitable<decltype(work(std::declval<postgres::Session&>()))>;

    boost::asio::io_context& io_;
    Identity& identity_;
    const EndpointConfig config_;
    postgres::Pool& pool_;
    std::shared_ptr<std::atomic<bool>> created_ = std::make_shared<std::atomic<bool>>(false);  ///< the tables
};

}  // namespace tasklog::identity
