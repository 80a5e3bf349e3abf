#pragma once
#include "identity/accounts/credentials.hpp"
#include "identity/role.hpp"
#include "identity/sessions/sessions.hpp"

namespace tasklog::identity {

/// The answer that signs a browser in: a token for the next 15 minutes, and the cookie that brings the one after it.
/// Of the cookie only its name is told to the page's scripts.
http::Response signed_in(const Role& role, unsigned status, const SigningKey& key, const std::string& account,
                         const sessions::SessionTokens& opened);

/// Signing in and out, sessions, and the password of who is signed in.
class SessionEndpoint {
  public:
    explicit SessionEndpoint(Role& role) : role_(role) {}
    void add_to(http::Router& router);

  private:
    boost::asio::awaitable<http::Reply> sign_in(const http::Request& request);
    boost::asio::awaitable<http::Reply> refresh(const http::Request& request);
    boost::asio::awaitable<http::Reply> sign_out(const http::Request& request);
    boost::asio::awaitable<http::Reply> list(const http::Request& request);
    boost::asio::awaitable<http::Reply> end_one(const http::Request& request);
    boost::asio::awaitable<http::Reply> change_password(const http::Request& request);
    boost::asio::awaitable<http::Reply> forgot_password(const http::Request& request);
    boost::asio::awaitable<http::Reply> reset_password(const http::Request& request);

    Role& role_;
};

}  // namespace tasklog::identity
