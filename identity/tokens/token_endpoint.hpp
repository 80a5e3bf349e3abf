#pragma once
#include "identity/role.hpp"

namespace tasklog::identity {

/// API tokens, and the keys that our tokens are verified with.
class TokenEndpoint {
  public:
    explicit TokenEndpoint(Role& role) : role_(role) {}
    void add_to(http::Router& router);

  private:
    boost::asio::awaitable<http::Reply> list(const http::Request& request);
    boost::asio::awaitable<http::Reply> make(const http::Request& request);
    boost::asio::awaitable<http::Reply> remove(const http::Request& request);
    boost::asio::awaitable<http::Reply> exchange(const http::Request& request);
    boost::asio::awaitable<http::Reply> keys(const http::Request& request);

    Role& role_;
};

}  // namespace tasklog::identity
