#pragma once
#include <boost/asio/io_context.hpp>

#include "app/settings.hpp"
#include "identity/accounts/account_endpoint.hpp"
#include "identity/accounts/link_mailer.hpp"
#include "identity/identity.hpp"
#include "identity/profile/profile_endpoint.hpp"
#include "identity/sessions/session_endpoint.hpp"
#include "identity/tokens/token_endpoint.hpp"
#include "infra/http/router.hpp"
#include "infra/postgres/pool.hpp"
#include "infra/readiness.hpp"

namespace tasklog::app {

/// The identity role: accounts, sessions, tokens, and what people say of themselves.
struct IdentityRole {
    IdentityRole(boost::asio::io_context& io, const Settings& settings, identity::Identity& identity,
                 http::Router& router, Readiness& readiness);

    postgres::Pool pool;
    identity::Role role;
    identity::AccountEndpoint accounts;
    identity::SessionEndpoint sessions;
    identity::TokenEndpoint tokens;
    identity::ProfileEndpoint profiles;
    identity::LinkMailer mailer;
};

}  // namespace tasklog::app
