#include "app/roles/query_role.hpp"

#include "app/tools/audit.hpp"
#include "identity/accounts/accounts.hpp"

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

QuerySource::QuerySource(const Settings& settings)
    : pool(settings.pooled(), settings.postgres_connections, settings.limits.queries), listener(settings.postgres) {}

QueryRole::QueryRole(asio::io_context& io, int loop, const Settings& settings, QuerySource& source,
                     const http::Authenticate& authenticate, http::Router& router, Metrics& metrics,
                     Readiness& readiness, const std::string& process)
    : model(io, settings.schema, readiness, part_of_loop("read-model", loop), process),
      audit(io, settings.audit_schema, readiness, part_of_loop("audit-model", loop)),
      streams(io, metrics.gauge("tasklog_live_streams", "Open streams of live updates"), source.streams,
              settings.limits.streams),
      live(io, model, source.pool, streams),
      notifications(io, settings.notifications_schema, readiness, part_of_loop("notifications-model", loop)),
      endpoint(io, authenticate, model, source.pool, live),
      exports(io, authenticate, model, source.pool, find_names(settings.identity_schema)),
      history(io, authenticate, model, audit, source.pool),
      feed(io, authenticate, model, notifications, source.pool, streams) {
    model.listen(source.listener);
    audit.listen(source.listener);
    notifications.listen(source.listener);
    feed.listen(source.listener);
    // Signed out, ended from elsewhere, the account deleted.
    source.listener.listen(io, "tasklog_" + settings.identity_schema + "_ended",
                           {.connected = [this](postgres::Session&) { return [this] { streams.end_sessions(); }; },
                            .payload = [this](const std::string& session) { streams.end_session(session); }});
    endpoint.add_to(router);
    exports.add_to(router);
    history.add_to(router);
    feed.add_to(router);
    if (loop > 0) return;
    verification.emplace(io, authenticate, model, audit, source.pool,
                         [settings](const std::string& workspace, const std::stop_token& stop) {
                             return verify_workspace(settings, workspace, stop);
                         });
    verification->add_to(router);
}

void QueryRole::stop() {
    if (verification) verification->stop();
    streams.stop();
}

}  // namespace tasklog::app
