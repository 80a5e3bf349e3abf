#include "app/query_role.hpp"

#include "app/audit.hpp"
#include "identity/accounts.hpp"

namespace asio = boost::asio;

namespace tasklog::app {
namespace {

/// Names as the identity role keeps them, in the same database; without that role nobody has one.
query::FindNames find_names(const std::string& schema) {
    return [schema](postgres::Session& session, const std::set<std::string>& people) {
        std::map<std::string, std::string> out;
        try {
            pqxx::nontransaction transaction(session.connection());
            for (const auto& [id, account] : identity::accounts::find(session, transaction, schema, people))
                out.emplace(id, account.profile.display_name);
        } catch (const std::exception& error) {
            if (!postgres::is_missing_table(error)) throw;
        }
        return out;
    };
}

}  // namespace

QueryRole::QueryRole(asio::io_context& io, const Settings& settings, const http::Authenticate& authenticate,
                     http::Router& router, Metrics& metrics, Readiness& readiness, const std::string& process)
    : pool(settings.pooled(), settings.postgres_connections, settings.limits.queries),
      model(io, settings.schema, readiness, "read-model", process),
      audit(io, settings.audit_schema, readiness, "audit-model"),
      streams(io, metrics.gauge("tasklog_live_streams", "Open streams of live updates"), settings.limits.streams),
      live(io, model, pool, streams),
      notifications(io, settings.notifications_schema, readiness, "notifications-model"),
      endpoint(io, authenticate, model, pool, live),
      exports(io, authenticate, model, pool, find_names(settings.identity_schema)),
      history(io, authenticate, model, audit, pool),
      feed(io, authenticate, model, notifications, pool, streams),
      verification(io, authenticate, model, audit, pool,
                   [settings](const std::string& workspace, const std::stop_token& stop) {
                       return verify_workspace(settings, workspace, stop);
                   }),
      listener(io, settings.postgres) {
    model.listen(listener);
    audit.listen(listener);
    notifications.listen(listener);
    feed.listen(listener);
    // Signed out, ended from elsewhere, the account deleted.
    listener.listen("tasklog_" + settings.identity_schema + "_ended",
                    {.connected = [this](postgres::Session&) { return [this] { streams.end_sessions(); }; },
                     .payload = [this](const std::string& session) { streams.end_session(session); }});
    listener.start();
    verification.add_to(router);
    endpoint.add_to(router);
    exports.add_to(router);
    history.add_to(router);
    feed.add_to(router);
}

void QueryRole::stop() {
    verification.stop();
    streams.stop();
}

}  // namespace tasklog::app
