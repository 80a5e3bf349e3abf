#include "app/settings.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "infra/loop/cores.hpp"

namespace tasklog::app {
namespace {

/// $schema_previous and the channels named after it must fit into Postgres's 63 bytes.
std::string fault_of_schema(const std::string& name) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    const bool good = !name.empty() && name.size() <= 40 && !std::isdigit(static_cast<unsigned char>(name[0])) &&
                      std::all_of(name.begin(), name.end(), fits);
    return good ? "" : "must be lower-case letters, digits and _, 40 at most: " + name;
}

auto options_of(Command app) {
    return [app](const std::string& name, auto& value, const std::string& help) {
        return add_setting(app, name, value, help);
    };
}

/// What the log and the read models stand in.
void add_stores(Command app, Settings& s) {
    const auto option = options_of(app);
    option("kafka", s.kafka, "brokers, host:port,host:port");
    option("kafka-setting", s.kafka_settings, "a librdkafka setting, name=value").take_all();
    option("postgres", s.postgres, "connection URI");
    option(
        "postgres-pooler", s.postgres_pooler,
        "URI of a transaction pooler in front of it, such as pgbouncer: everything but listening and creating tables "
        "goes through it; empty: none");
    option("postgres-connections", s.postgres_connections,
           "connections of the query role: two for each core of the database do best")
        .range(1, 200);
    option("projectors", s.projectors, "threads of the project role, which share the partitions").range(1, 64);
}

/// Where a process is reached.
void add_serving(Command app, Settings& s) {
    const auto option = options_of(app);
    option("listen", s.listen, "address to listen on");
    option("port", s.port, "port to listen on, 0 for a free one");
    option(
        "loops", s.loops,
        "loops of the command and query roles, which share out connections and partitions; one for every two cores, 4 "
        "at most, if left out")
        .range(1, 64);
    option("metrics-listen", s.metrics_listen, "address to serve /metrics on: one that only your monitoring reaches");
    option("metrics-port", s.metrics_port, "port to serve /metrics on, 0 for none; each process needs its own");
    option("advertise", s.advertise, "host:port where other instances reach this one");
}

/// Who people are.
void add_sign_in(Command app, Settings& s) {
    const auto option = options_of(app);
    option("jwt-keys", s.jwt_keys, "HS256 keys, kid:secret,kid:secret; the first one signs");
    option("jwt-issuer", s.jwt_issuer, "the tokens' iss");
    option("identity-url", s.identity_url,
           "where the identity role is reached, such as http://identity:8080; this process itself if left out");
    option("oidc-issuer", s.oidc_issuer, "an OpenID Connect issuer whose tokens are accepted as well");
    option("oidc-audience", s.oidc_audience, "the aud that its tokens must have");
    option("oidc-algorithm", s.oidc_algorithm, "that it signs with").one_of({"RS256", "ES256"});
    option("oidc-jwks-url", s.oidc_jwks_url, "where its keys are; by its discovery document if left out");
    option("registration", s.registration,
           "who may create an account: mail (whoever reads the address's mail), open (anyone), closed (invited "
           "people); mail if "
           "mails are sent and closed otherwise, if left out")
        .one_of({"", "mail", "open", "closed"});
    option("trusted-proxies", s.trusted_proxies,
           "proxies in front of the identity role: it takes people's addresses from X-Forwarded-For")
        .range(0, 10);
}

/// How a process takes its part in the log.
void add_engine(Command app, Settings& s) {
    const auto option = options_of(app);
    option("topic-prefix", s.topic_prefix, "what the topics' names begin with");
    option("group-prefix", s.group_prefix, "what the consumer groups' names begin with");
    option("session-timeout-ms", s.session_timeout_ms, "after this long a silent instance loses its partitions");
    option(
        "poll-us", s.poll_us,
        "how long a command service polls for an acknowledgement or the next request before it sleeps (0: never); 200 "
        "where it is the process's only role and 0 where it is not, if left out")
        .range(0, 10'000);
    option("snapshot-every", s.snapshot_every, "events of a partition between two snapshots of its state; 0 for none");
    option("scratch-folder", s.scratch_folder,
           "where a command service keeps workspaces that are not in use, in a file without a name; the system's "
           "folder for temporary files if left out");
    option("web-root", s.web_root, "folder of the web app, with what the page at /api/docs needs");
    option("log-level", s.log_level, "debug, info, warn or error");
}

/// Where each read model stands.
void add_schemas(Command app, Settings& s) {
    const auto add_schema = [&](const std::string& name, std::string& value, const std::string& help) {
        add_setting(app, name, value, help).check(fault_of_schema, "NAME");
    };
    add_schema("schema", s.schema, "the schema of the tasks' read model");
    add_schema("audit-schema", s.audit_schema, "the schema of the audit history");
    add_schema("recurring-schema", s.recurring_schema, "the schema of the recurring worker");
    add_schema("notifications-schema", s.notifications_schema, "the schema of the notifications and due reminders");
    add_schema("outbox-schema", s.outbox_schema,
               "the schema of what is sent by mail and webhook; not a read model, never rebuilt");
    add_schema("integration-schema", s.integration_schema, "the schema of what was last published to other programs");
    add_schema("integration-outbox-schema", s.integration_outbox_schema,
               "the schema of what is to be published; not a read model, never rebuilt");
    add_schema("identity-schema", s.identity_schema, "the schema of people's profiles and webhooks");
}

/// Mails and webhooks.
void add_delivery(Command app, Settings& s) {
    const auto option = options_of(app);
    option("public-url", s.public_url, "where people reach the web app: the links in mails");
    option("smtp-url", s.smtp_url, "smtp://host:port or smtps://host:port; no mail is sent if left out");
    option("smtp-user", s.smtp_user, "user name for the mail server");
    option("smtp-password", s.smtp_password, "password for the mail server; better in the environment");
    option("smtp-tls", s.smtp_tls, "STARTTLS: off, if-offered or required").one_of({"off", "if-offered", "required"});
    option("smtp-ca", s.smtp_ca,
           "a PEM file of authorities for the mail server's certificate; the system's if left out");
    option("smtp-from", s.smtp_from, "the mails' sender");
    option("webhook-private-targets", s.webhook_private_targets,
           "true: webhooks may use http, and addresses that are not on the public internet");
    option("notify-backoff-ms", s.notify_backoff_ms,
           "after a mail or webhook failed: the first pause, doubled by each further try, an hour at most")
        .range(1, 3'600'000);
    option("notify-tries", s.notify_tries, "after so many tries it is dead, until someone retries it").range(1, 1'000);
}

/// Other programs, and Dapr.
void add_integration(Command app, Settings& s) {
    const auto option = options_of(app);
    option("integration", s.integration,
           "CloudEvents for programs that are not Tasklog's: kafka, dapr (through its publish API) or off")
        .one_of({"off", "kafka", "dapr"});
    option("integration-topic-prefix", s.integration_topic_prefix,
           "what the names of the topics task-events, task-updates and reminders begin with");
    option("reminders-from", s.reminders_from,
           "where the notify role hears of reminders that are to be sent: log, or dapr (a subscription to the topic "
           "reminders)")
        .one_of({"log", "dapr"});
    option("dapr-url", s.dapr_url, "the Dapr sidecar's HTTP port");
    option("dapr-pubsub", s.dapr_pubsub, "the name of Dapr's pubsub component");
    option("dapr-api-token", s.dapr_api_token, "the token that the sidecar asks for; better in the environment");
    option("dapr-app-token", s.dapr_app_token,
           "the token that this program asks the sidecar for, if reminders come from dapr; better in the environment");
    option("dapr-secrets", s.dapr_secrets,
           "STORE/NAME: a secret of a Dapr secret store with any of jwt-keys, postgres, postgres-pooler, smtp-user, "
           "smtp-password; "
           "they win over all else");
}

/// What roles need of each other.
void add_workers(Command app, Settings& s) {
    const auto option = options_of(app);
    option("commands-url", s.commands_url,
           "where the workers send commands, such as http://command:8080; this process itself if left out");
    option("import-folder", s.import_folder,
           "where the import role keeps files for a day; a folder of its own below the system's temporary one if left "
           "out");
}

}  // namespace

void Settings::add_to(Command app) {
    app.add_config("--config", "a TOML file with any of these options");
    add_stores(app, *this);
    add_serving(app, *this);
    add_sign_in(app, *this);
    add_engine(app, *this);
    add_schemas(app, *this);
    add_delivery(app, *this);
    add_integration(app, *this);
    add_workers(app, *this);
    limits.add_to(app);
}

int Settings::loop_count() const {
    // The other half is for Kafka's client, the projections, and what waits for Postgres.
    return loops > 0 ? loops : static_cast<int>(std::clamp<std::size_t>(cores() / 2, 1, 4));
}

kafka::Config Settings::kafka_config() const {
    kafka::Config config{.brokers = kafka};
    for (const std::string& setting : kafka_settings) {
        const std::size_t equals = setting.find('=');
        if (equals == std::string::npos)
            throw std::invalid_argument("--kafka-setting must be name=value, not " + setting);
        config.settings[setting.substr(0, equals)] = setting.substr(equals + 1);
    }
    return config;
}

identity::SharedKeys Settings::shared_keys() const {
    return {.issuer = jwt_issuer, .keys = identity::parse_keys(jwt_keys)};
}

identity::Config Settings::identity_config(const std::string& own_url) const {
    identity::Config config{.shared = shared_keys(),
                            .url = identity_url.empty() ? own_url : identity_url,
                            .exchanges_of_a_network = limits.token_exchanges_each};
    if (oidc_issuer.empty()) return config;
    if (oidc_audience.empty())
        throw std::invalid_argument("--oidc-issuer needs --oidc-audience: else tokens for any program were taken");
    config.external = {
        .issuer = oidc_issuer, .audience = oidc_audience, .algorithm = oidc_algorithm, .jwks_url = oidc_jwks_url};
    return config;
}

identity::Registration Settings::registration_mode() const {
    using enum identity::Registration;
    if (registration == "mail" && smtp_url.empty()) throw std::invalid_argument("--registration mail needs --smtp-url");
    if (registration == "mail" || (registration.empty() && !smtp_url.empty())) return by_mail;
    return registration == "open" ? open : closed;
}

mail::Server Settings::smtp() const {
    return {.url = smtp_url,
            .user = smtp_user,
            .password = smtp_password,
            .tls = smtp_tls == "off"        ? mail::Tls::off
                   : smtp_tls == "required" ? mail::Tls::required
                                            : mail::Tls::starttls_if_offered,
            .ca_file = smtp_ca,
            .from = smtp_from};
}

std::string Settings::address(unsigned short bound_port) const {
    if (!advertise.empty()) return advertise;
    return (listen == "0.0.0.0" ? "127.0.0.1" : listen) + ":" + std::to_string(bound_port);
}

}  // namespace tasklog::app
