#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "app/command_line.hpp"
#include "app/limits.hpp"
#include "identity/config.hpp"
#include "infra/kafka/client.hpp"
#include "infra/mail/mail.hpp"
#include "infra/postgres/session.hpp"

namespace tasklog::app {

/// One configuration for all roles: flags, then TASKLOG_* of the environment, then the file of --config.
struct Settings {
    std::string kafka = "127.0.0.1:9092";
    std::vector<std::string> kafka_settings;
    std::string postgres = "postgresql:///tasklog";
    std::string postgres_pooler;
    std::size_t postgres_connections = 4;
    std::size_t projectors = 1;
    std::string listen = "127.0.0.1";
    unsigned short port = 8080;
    int loops = 0;  ///< 0: by the cores, see loop_count()
    std::string metrics_listen = "127.0.0.1";
    unsigned short metrics_port = 9464;  ///< 0: none
    std::string advertise;
    std::string jwt_keys;
    std::string jwt_issuer = "tasklog";
    std::string identity_url;
    std::string oidc_issuer;
    std::string oidc_audience;
    std::string oidc_algorithm = "RS256";
    std::string oidc_jwks_url;
    std::string registration;
    unsigned trusted_proxies = 0;
    std::string topic_prefix = "tasklog.";
    std::string group_prefix = "tasklog-";
    unsigned session_timeout_ms = 6000;
    std::optional<unsigned> poll_us{};  ///< none: by the roles of the process
    std::uint64_t snapshot_every = 20'000;
    std::string scratch_folder;
    std::string web_root;
    std::string log_level = "info";
    std::string schema = "tasks_v10";
    std::string audit_schema = "audit_v4";
    std::string recurring_schema = "recurring_v1";
    std::string notifications_schema = "notifications_v1";
    std::string outbox_schema = "outbox";
    std::string integration_schema = "integration_v4";
    std::string integration_outbox_schema = "integration_outbox";
    std::string identity_schema = "identity";
    std::string integration = "off";
    std::string integration_topic_prefix;
    std::string reminders_from = "log";
    std::string dapr_url = "http://127.0.0.1:3500";
    std::string dapr_pubsub = "tasklog-pubsub";
    std::string dapr_api_token;
    std::string dapr_app_token;
    std::string dapr_secrets;
    std::string commands_url;
    std::string import_folder;
    std::string public_url = "http://127.0.0.1:8080";
    std::string smtp_url;
    std::string smtp_user;
    std::string smtp_password;
    std::string smtp_tls = "if-offered";
    std::string smtp_ca;
    std::string smtp_from = "tasklog@localhost.localdomain";
    bool webhook_private_targets = false;
    int notify_backoff_ms = 5'000;
    int notify_tries = 12;
    Limits limits;

    void add_to(Command app);
    /// Of a process that begins now: its processors may be others later.
    int loop_count() const;
    kafka::Config kafka_config() const;
    /// By which transactions reach Postgres.
    postgres::Address pooled() const {
        return postgres_pooler.empty() ? postgres::Address(postgres) : postgres::Address(postgres_pooler, true);
    }
    identity::SharedKeys shared_keys() const;
    /// `own_url`: where this process is reached.
    identity::Config identity_config(const std::string& own_url) const;
    identity::Registration registration_mode() const;
    mail::Server smtp() const;
    std::string events_topic() const { return topic_prefix + "events"; }
    std::string owners_topic() const { return topic_prefix + "owners"; }
    std::string snapshots_topic() const { return topic_prefix + "snapshots"; }
    std::string reminders_topic() const { return integration_topic_prefix + "reminders"; }
    /// Where other instances reach this one.
    std::string address(unsigned short bound_port) const;
};

}  // namespace tasklog::app
