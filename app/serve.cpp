#include "app/serve.hpp"

#include <sys/resource.h>

#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <optional>

#include "app/docs_page.hpp"
#include "app/import_role.hpp"
#include "app/integrate.hpp"
#include "app/notify.hpp"
#include "app/operations.hpp"
#include "app/project.hpp"
#include "app/projections.hpp"
#include "app/query_role.hpp"
#include "app/worker_client.hpp"
#include "command/endpoint.hpp"
#include "command/ownership.hpp"
#include "identity/account_endpoint.hpp"
#include "identity/identity.hpp"
#include "identity/link_mailer.hpp"
#include "identity/profile_endpoint.hpp"
#include "identity/session_endpoint.hpp"
#include "identity/token_endpoint.hpp"
#include "infra/http/server.hpp"
#include "infra/http/static_files.hpp"
#include "infra/kafka/health.hpp"
#include "infra/log.hpp"
#include "infra/polling.hpp"
#include "infra/scratch_file.hpp"
#include "infra/uuid.hpp"
#include "projections/audit/audit.hpp"
#include "projections/recurring/recurring.hpp"
#include "projections/recurring/worker.hpp"
#include "projections/tasks/tasks.hpp"
#include "query/only_owner.hpp"

namespace asio = boost::asio;

namespace tasklog::app {
namespace {

command::WriterLimits writer_limits(const Settings& settings) {
    command::WriterLimits limits = settings.limits.commands;
    limits.snapshots.every = settings.snapshot_every;
    limits.store.folder = settings.scratch_folder;
    return limits;
}

http::Limits http_limits(const Settings& settings) {
    http::Limits limits = settings.limits.http;
    limits.trusted_proxies = settings.trusted_proxies;
    return limits;
}

/// The command role: its endpoint at once, its ownership when Kafka first answers.
struct CommandRole {
    CommandRole(asio::io_context& io, const Settings& settings, const command::Authenticate& authenticate,
                http::Router& router, Metrics& metrics, Readiness& readiness)
        : endpoint(io, authenticate, worker_id(settings), metrics, settings.limits.turns) {
        ScratchFile(settings.scratch_folder).put("x");  // it says what is wrong at once, and not when it is needed
        endpoint.add_to(router);
        readiness.waiting("partitions", "Kafka has not answered yet");
        begin = [this, &io, &settings, &metrics, &readiness](int partitions, const std::string& address,
                                                             const std::shared_ptr<projections::Feed>& feed) {
            ownership.emplace(io,
                              command::OwnershipConfig{
                                  .kafka = settings.kafka_config(),
                                  .events_topic = settings.events_topic(),
                                  .owners_topic = settings.owners_topic(),
                                  .snapshots_topic = settings.snapshot_every > 0 ? settings.snapshots_topic() : "",
                                  .group = settings.group_prefix + "command",
                                  .session_timeout = std::chrono::milliseconds(settings.session_timeout_ms),
                                  .limits = writer_limits(settings),
                                  .address = address,
                                  .appended = tell(feed)},
                              partitions, metrics, readiness);
            endpoint.set_ownership(&*ownership);
        };
    }
    void stop(std::function<void()> done) {
        if (!ownership) return done();
        ownership->stop(std::move(done));
    }

    std::size_t poll() { return ownership ? ownership->poll() : 0; }

    command::Endpoint endpoint;
    std::optional<command::Ownership> ownership;
    std::function<void(int, const std::string&, const std::shared_ptr<projections::Feed>&)> begin;

  private:
    static std::function<void(int, AppendedCommit)> tell(const std::shared_ptr<projections::Feed>& feed) {
        if (!feed) return nullptr;
        return [feed](int partition, AppendedCommit commit) { feed->append(partition, std::move(commit)); };
    }
};

/// The identity role: accounts, sessions, tokens, and what people say of themselves.
struct IdentityRole {
    IdentityRole(asio::io_context& io, const Settings& settings, identity::Identity& identity, http::Router& router,
                 Readiness& readiness)
        : pool(settings.pooled(), 3),  // hashing a password keeps one of them for a tenth of a second
          role{.database = {io, pool, settings.identity_schema},
               .identity = identity,
               .keys = settings.shared_keys().keys,
               .public_url = settings.public_url,
               .registration = settings.registration_mode(),
               .sends_mail = !settings.smtp_url.empty(),
               .only_owner_of =
                   [schema = settings.schema](postgres::Session& session, const std::string& person) {
                       return query::only_owner_of(session, schema, person);
                   },
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
    postgres::Pool pool;
    identity::Role role;
    identity::AccountEndpoint accounts;
    identity::SessionEndpoint sessions;
    identity::TokenEndpoint tokens;
    identity::ProfileEndpoint profiles;
    identity::LinkMailer mailer;
};

command::Authenticate authenticate_commands(identity::Identity& identity, const std::string& worker) {
    return
        [&identity, worker](const http::Request& request) -> asio::awaitable<std::expected<command::Caller, Problem>> {
            auto person = co_await identity.authenticate(request, identity::Scope::write);
            if (!person) co_return std::unexpected(std::move(person.error()));
            // An import goes on when the token that began it is long past: our own worker sends it for its person.
            if (const auto whom = request.header(command::on_behalf_header); person->id == worker && is_uuid(whom))
                co_return command::Caller{std::string(whom), false};
            co_return command::Caller{std::move(person->id), person->may_backdate};
        };
}

http::Authenticate authenticate_for(identity::Identity& identity, identity::Scope scope) {
    return [&identity, scope](const http::Request& request) -> asio::awaitable<std::expected<http::Asker, Problem>> {
        auto person = co_await identity.authenticate(request, scope);
        if (!person) co_return std::unexpected(std::move(person.error()));
        co_return http::Asker{std::move(person->id), person->until_s, std::move(person->session)};
    };
}

/// Looking instead of sleeping takes a core. Where other roles run in the same process they have more use for it.
std::chrono::microseconds longest_look(const Settings& settings, const std::set<std::string>& roles) {
    const unsigned by_role = roles == std::set<std::string>{"command"} ? 200 : 0;
    return std::chrono::microseconds(settings.poll_us.value_or(by_role));
}

std::function<void(const std::string&)> tell(asio::io_context& io, std::optional<QueryRole>& query) {
    if (!query) return nullptr;
    return [&io, &query](const std::string& notification) {
        asio::post(io, [&query, notification] { query->model.told(notification); });
    };
}

/// As many files, and so connections, as the system lets this process have.
void raise_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) log::warn("the limit of open files could not be raised");
}

}  // namespace

int serve(const Settings& settings, const std::set<std::string>& roles) {
    raise_file_limit();
    asio::io_context io(1);
    Metrics metrics;
    Readiness readiness;
    http::Router router;
    http::Server server(io, settings.listen, settings.port, router, http_limits(settings), metrics);
    const std::string address = settings.address(server.port());
    identity::Identity identity(io, settings.identity_config("http://" + address));

    add_health(router, readiness);
    const MetricsPort metrics_port(io, settings, metrics);
    add_docs(router);
    if (!settings.web_root.empty()) router.set_fallback(http::static_files(settings.web_root));
    const std::string process = uuid_v7();
    std::optional<CommandRole> command;
    std::optional<QueryRole> query;
    std::optional<IdentityRole> accounts;
    if (roles.contains("command"))
        command.emplace(io, settings, authenticate_commands(identity, worker_id(settings)), router, metrics, readiness);
    if (roles.contains("query"))
        query.emplace(io, settings, authenticate_for(identity, identity::Scope::read), router, metrics, readiness,
                      process);
    if (roles.contains("identity")) accounts.emplace(io, settings, identity, router, readiness);

    readiness.waiting("kafka", "not asked yet");
    Projections projected(settings, address, metrics, readiness);
    // The log is asked for by every role but these, which need Postgres only.
    std::optional<kafka::Health> health;
    if (roles != std::set<std::string>{"query"} && roles != std::set<std::string>{"identity"}) {
        health.emplace(settings.kafka_config(), settings.events_topic(), readiness, [&](int partitions) {
            asio::post(io, [&, partitions] {
                if (command) command->begin(partitions, address, projected.feed());
            });
        });
    } else {
        readiness.ready("kafka");
    }
    if (roles.contains("project"))
        for (std::size_t i = 0; i < settings.projectors; ++i)
            projected.add(projections::tasks_projection(settings.schema), soon, i,
                          {.from = process, .tell = tell(io, query)});
    if (roles.contains("audit")) projected.add(projections::audit_projection(settings.audit_schema), unhurried);
    const std::string commands_url = settings.commands_url.empty() ? "http://" + address : settings.commands_url;
    std::optional<projections::RecurringWorker> recurring;
    if (roles.contains("recurring")) {
        const auto alarm = projected.add(projections::recurring_projection(settings.recurring_schema), unhurried);
        recurring.emplace(settings.pooled(), settings.recurring_schema, alarm, worker_client(settings, commands_url),
                          metrics, readiness);
    }
    std::optional<NotifyRole> notify;
    if (roles.contains("notify")) {
        const auto alarm = projected.add(notifications_projection(settings), unhurried);
        notify.emplace(io, settings, alarm, commands_url, authenticate_for(identity, identity::Scope::read),
                       authenticate_for(identity, identity::Scope::write), router, metrics, readiness);
    }
    std::optional<ImportRole> imports;
    if (roles.contains("import"))
        imports.emplace(io, settings, commands_url, authenticate_for(identity, identity::Scope::read),
                        authenticate_for(identity, identity::Scope::write), router);
    std::optional<projections::Publisher> publisher;
    if (roles.contains("integrate") && settings.integration != "off") {
        const auto alarm = projected.add(integration_projection(settings), unhurried);
        publisher.emplace(settings.pooled(), settings.integration_schema, settings.integration_outbox_schema, alarm,
                          publish_with(settings), metrics, readiness);
    }
    log::info("serving", {{"address", address}});

    bool stopping = false;
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](auto error, int) {
        if (error || std::exchange(stopping, true)) return;
        log::info("stopping");
        if (query) query->stop();
        const auto stop_server = [&] { server.stop([&] { io.stop(); }); };
        if (command) {
            command->stop(stop_server);
        } else {
            stop_server();
        }
    });
    auto& stalls = metrics.histogram("tasklog_loop_stall_seconds",
                                     "Processor time of what held the loop longer than it may (5 ms)");
    run_polling(io, {.longest = longest_look(settings, roles),
                     .look = [&] { return command ? command->poll() : 0; },
                     .stalled =
                         [&](std::chrono::nanoseconds took) {
                             stalls.Observe(std::chrono::duration<double>(took).count());
                             log::debug("the loop was held", {{"us", took.count() / 1'000}});
                         }});
    health.reset();
    recurring.reset();
    notify.reset();
    imports.reset();
    publisher.reset();
    projected.stop();
    log::info("stopped");
    return 0;
}

}  // namespace tasklog::app
