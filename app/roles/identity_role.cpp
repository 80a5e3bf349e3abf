#include "app/roles/identity_role.hpp"

#include "query/only_owner.hpp"

namespace asio = boost::asio;

namespace tasklog::app {

IdentityRole::IdentityRole(asio::io_context& io, const Settings& settings, identity::Identity& identity,
                           http::Router& router, Readiness& readiness)
    : pool(settings.pooled(), 3),  // hashing a password keeps one of them for a tenth of a second
      role{.database = {io, pool, settings.identity_schema},
           .identity = identity,
           .keys = settings.shared_keys().keys,
           .public_url = settings.public_url,
           .registration = settings.registration_mode(),
           .sends_mail = !settings.smtp_url.empty(),
           .only_owner_of = [schema = settings.schema](
                                postgres::Session& session,
                                const std::string& person) { return query::only_owner_of(session, schema, person); },
           .private_targets = settings.webhook_private_targets},
      accounts(role),
      sessions(role),
      tokens(role),
      profiles(role),
      mailer(settings.pooled(), settings.identity_schema, settings.smtp(), settings.public_url, readiness) {
    accounts.add_to(router);
    sessions.add_to(router);
    tokens.add_to(router);
    profiles.add_to(router);
}

}  // namespace tasklog::app
