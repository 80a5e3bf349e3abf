#pragma once
#include "identity/role.hpp"

namespace tasklog::identity {

/// API tokens, and the keys that our tokens are verified with.
class TokenEndpoint {
  public:
    explicit TokenEndpoint(Role& role) : role_(role) {}
    void add_to(http::Router& router);

  private:
    Answer list(const http::Request& request);
    Answer make(const http::Request& request);
    Answer remove(const http::Request& request);
    Answer exchange(const http::Request& request);
    Answer keys(const http::Request& request);

    Role& role_;
};

}  // namespace tasklog::identity
