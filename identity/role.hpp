#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "identity/database.hpp"
#include "identity/identity.hpp"
#include "infra/http/router.hpp"

namespace tasklog::identity {

/// What the endpoints of the identity role share.
struct Role {
    Database database;
    Identity& identity;
    std::map<std::string, std::string> keys;  ///< the shared ones: they sign links in mails and seal our own
    std::string public_url;
    Registration registration = Registration::closed;
    bool sends_mail = false;
    /// The names of workspaces that others use and that would have no owner without this person.
    std::function<std::vector<std::string>(postgres::Session&, const std::string& person)> only_owner_of;
    bool private_targets = false;  ///< webhooks may go to addresses that are not public
};

/// Adds an endpoint that answers 503 while the database is away.
void add(http::Router& router, const char* method, const char* pattern, http::Handler handle);
/// The same for an endpoint's own functions: `route("GET", "/…", &Endpoint::get)`.
template <class Endpoint>
auto routes(http::Router& router, Endpoint* endpoint) {
    return [&router, endpoint](const char* method, const char* pattern,
                               boost::asio::awaitable<http::Reply> (Endpoint::*handle)(const http::Request&)) {
        add(router, method, pattern,
            [endpoint, handle](const http::Request& request) { return (endpoint->*handle)(request); });
    };
}

/// A 403 if the request was sent by a page of another site: what a cookie proves must not be proved by them.
std::optional<Problem> cross_site(const Role& role, const http::Request& request);

/// 404: the token is of another kind, and no account is behind it.
Problem no_account();
/// 409: these workspaces would be left without an owner.
Problem only_owner(const std::vector<std::string>& workspaces);
/// 404: what stood in a mail's link is no proof, or no longer.
Problem no_link();
/// 429 with Retry-After.
std::unexpected<Problem> too_many(unsigned wait_s);

}  // namespace tasklog::identity
