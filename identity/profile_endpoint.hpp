#pragma once
#include "identity/role.hpp"

namespace tasklog::identity {

/// What a person says of themselves: /api/v1/me, their webhooks, where invitations are sent, and no more mails.
class ProfileEndpoint {
  public:
    explicit ProfileEndpoint(Role& role) : role_(role) {}
    void add_to(http::Router& router);

  private:
    Answer me(const http::Request& request);
    Answer put_me(const http::Request& request);
    Answer people(const http::Request& request);
    Answer webhooks(const http::Request& request);
    Answer add_webhook(const http::Request& request);
    Answer remove_webhook(const http::Request& request);
    Answer rotate_secret(const http::Request& request);
    Answer put_address(const http::Request& request);
    Answer ask_unsubscribe(const http::Request& request);
    Answer unsubscribe(const http::Request& request);

    Role& role_;
};

}  // namespace tasklog::identity
