#pragma once
#include "identity/role.hpp"

namespace tasklog::identity {

/// What a person says of themselves: /api/v1/me, their webhooks, where invitations are sent, and no more mails.
class ProfileEndpoint {
  public:
    explicit ProfileEndpoint(Role& role) : role_(role) {}
    void add_to(http::Router& router);

  private:
    boost::asio::awaitable<http::Reply> me(const http::Request& request);
    boost::asio::awaitable<http::Reply> put_me(const http::Request& request);
    boost::asio::awaitable<http::Reply> people(const http::Request& request);
    boost::asio::awaitable<http::Reply> webhooks(const http::Request& request);
    boost::asio::awaitable<http::Reply> add_webhook(const http::Request& request);
    boost::asio::awaitable<http::Reply> remove_webhook(const http::Request& request);
    boost::asio::awaitable<http::Reply> rotate_secret(const http::Request& request);
    boost::asio::awaitable<http::Reply> put_address(const http::Request& request);
    boost::asio::awaitable<http::Reply> ask_unsubscribe(const http::Request& request);
    boost::asio::awaitable<http::Reply> unsubscribe(const http::Request& request);

    Role& role_;
};

}  // namespace tasklog::identity
