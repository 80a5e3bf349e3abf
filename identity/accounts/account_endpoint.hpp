#pragma once
#include "identity/role.hpp"

namespace tasklog::identity {

/// Making an account, changing its address, deleting it.
class AccountEndpoint {
  public:
    explicit AccountEndpoint(Role& role) : role_(role) {}
    void add_to(http::Router& router);

  private:
    boost::asio::awaitable<http::Reply> setup(const http::Request& request);
    boost::asio::awaitable<http::Reply> register_account(const http::Request& request);
    boost::asio::awaitable<http::Reply> confirm(const http::Request& request);
    boost::asio::awaitable<http::Reply> account(const http::Request& request);
    boost::asio::awaitable<http::Reply> change_mail(const http::Request& request);
    boost::asio::awaitable<http::Reply> confirm_mail(const http::Request& request);
    boost::asio::awaitable<http::Reply> delete_account(const http::Request& request);

    Role& role_;
};

}  // namespace tasklog::identity
