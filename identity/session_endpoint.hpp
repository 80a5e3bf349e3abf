#pragma once
#include "identity/credentials.hpp"
#include "identity/role.hpp"
#include "identity/sessions.hpp"

namespace tasklog::identity {

/// The answer that signs a browser in: a token for the next 15 minutes, and the cookie that brings the one after it.
/// Of the cookie only its name is told to the page's scripts.
http::Response signed_in(const Role& role, unsigned status, const SigningKey& key, const std::string& account,
                         const sessions::Opened& opened);

/// Signing in and out, sessions, and the password of who is signed in.
class SessionEndpoint {
  public:
    explicit SessionEndpoint(Role& role) : role_(role) {}
    void add_to(http::Router& router);

  private:
    Answer sign_in(const http::Request& request);
    Answer refresh(const http::Request& request);
    Answer sign_out(const http::Request& request);
    Answer list(const http::Request& request);
    Answer end_one(const http::Request& request);
    Answer change_password(const http::Request& request);
    Answer forgot_password(const http::Request& request);
    Answer reset_password(const http::Request& request);

    Role& role_;
};

}  // namespace tasklog::identity
