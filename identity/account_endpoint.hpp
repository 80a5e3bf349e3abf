#pragma once
#include "identity/role.hpp"

namespace tasklog::identity {

/// Making an account, changing its address, deleting it.
class AccountEndpoint {
  public:
    explicit AccountEndpoint(Role& role) : role_(role) {}
    void add_to(http::Router& router);

  private:
    Answer setup(const http::Request& request);
    Answer register_account(const http::Request& request);
    Answer confirm(const http::Request& request);
    Answer account(const http::Request& request);
    Answer change_mail(const http::Request& request);
    Answer confirm_mail(const http::Request& request);
    Answer delete_account(const http::Request& request);

    Role& role_;
};

}  // namespace tasklog::identity
