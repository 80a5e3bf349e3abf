#include "app/tools/tools.hpp"

#include <chrono>
#include <iostream>
#include <memory>

#include "app/roles/projections.hpp"
#include "app/tools/account_tools.hpp"
#include "app/tools/client/add.hpp"
#include "app/tools/client/export.hpp"
#include "app/tools/client/import.hpp"
#include "app/tools/demo.hpp"
#include "app/tools/log_tools.hpp"
#include "app/tools/progress.hpp"
#include "app/tools/replay.hpp"
#include "app/tools/status.hpp"
#include "identity/accounts/accounts.hpp"
#include "infra/clock.hpp"
#include "infra/curl/transfer.hpp"
#include "infra/kafka/admin.hpp"
#include "projections/rebuild/versions.hpp"

namespace tasklog::app {
namespace {

constexpr std::chrono::seconds kafka_wait{30};

void add_token(Command app, const Settings& settings) {
    struct Options {
        std::string user;
        std::string mail;
        std::int64_t hours = 24 * 30;
    };
    auto options = std::make_shared<Options>();
    auto command = app.add_subcommand("token", "print a token for development, signed with the first of --jwt-keys");
    command.add_option("--user", options->user, "the person's name (the token's sub)").required();
    command.add_option("--mail", options->mail, "an address that is known to be theirs");
    command.add_option("--hours", options->hours, "how long it is good").capture_default_str();
    command.callback([options, &settings] {
        std::cout << settings.shared_keys().issue(options->user, unix_s(), options->hours * 3600, false, options->mail)
                  << "\n";
    });
}

void add_health(Command app, const Settings& settings, int& status) {
    app.add_subcommand("health",
                       "ask the instance at --port of this machine whether it runs; the exit status is 1 if not")
        .callback([&settings, &status] {
            curl::Transfer transfer("http://127.0.0.1:" + std::to_string(settings.port) + "/healthz");
            curl::Transfers().run(transfer);
            status = transfer.status == 200 ? 0 : 1;
            if (status != 0)
                std::cerr << "tasklog: " << (transfer.error.empty() ? transfer.body : transfer.error) << "\n";
        });
}

void add_topics(Command app, const Settings& settings) {
    struct Options {
        int partitions = 2;
        int replication = 1;
        bool flush = false;
    };
    auto options = std::make_shared<Options>();
    auto command = app.add_subcommand("topics", "create the topics that are missing");
    command.add_option("--partitions", options->partitions, "of the events topic; can never be changed")
        .capture_default_str()
        .range(1, 1024);
    command.add_option("--replication", options->replication, "copies of each partition")
        .capture_default_str()
        .range(1, 9);
    command.add_flag("--flush-every-message", options->flush, "one broker: fsync each append (flush.messages=1)");
    command.callback([options, &settings] {
        std::map<std::string, std::string> log{{"retention.ms", "-1"},
                                               {"retention.bytes", "-1"},
                                               {"cleanup.policy", "delete"},
                                               {"unclean.leader.election.enable", "false"},
                                               {"max.message.bytes", std::to_string(record_bytes)}};
        if (options->replication >= 3) log["min.insync.replicas"] = "2";
        if (options->flush) log["flush.messages"] = "1";
        // Owners tell how far they have come: what is older is of no use, and goes within the hour.
        std::map<std::string, std::string> owners{
            {"cleanup.policy", "compact"}, {"segment.ms", "3600000"}, {"segment.bytes", "16777216"}};
        if (options->replication >= 3) owners["min.insync.replicas"] = "2";
        std::vector<kafka::Topic> topics{
            {.name = settings.events_topic(),
             .partitions = options->partitions,
             .replication = options->replication,
             .settings = log},
            {.name = settings.owners_topic(), .partitions = 1, .replication = options->replication, .settings = owners},
            {.name = settings.snapshots_topic(),
             .partitions = options->partitions,
             .replication = options->replication,
             .settings = {{"cleanup.policy", "compact"}, {"max.message.bytes", std::to_string(record_bytes)}}}};
        if (settings.integration != "off")
            for (const char* name : {"task-events", "task-updates", "reminders", "reminders-dead"})
                topics.push_back({.name = settings.integration_topic_prefix + name,
                                  .partitions = options->partitions,
                                  .replication = options->replication,
                                  .settings = {{"max.message.bytes", std::to_string(record_bytes)}}});
        kafka::create_topics(settings.kafka_config(), topics, kafka_wait);
        const int present = kafka::partition_count(settings.kafka_config(), settings.events_topic(), kafka_wait);
        if (present != options->partitions)
            std::cerr << "note: " << settings.events_topic() << " has " << present
                      << " partitions, which is never changed\n";
    });
}

void add_migrate(Command app, const Settings& settings) {
    app.add_subcommand("migrate",
                       "create what is missing in Postgres; a read model that is not there yet is filled from the log")
        .callback([&settings] {
            for (const auto& [name, projection] : all_projections(settings)) {
                Progress progress(projections::next_of(projection.schema), Progress::form(false));
                projections::ensure_live(log_of(settings), settings.postgres, projection,
                                         {.progress = [&](const auto& now) { progress.show(now); }});
                progress.end();
            }
            postgres::Session session(settings.postgres);
            identity::accounts::create(session, settings.identity_schema);
        });
}

}  // namespace

void add_tools(Command app, const Settings& settings, int& status) {
    add_token(app, settings);
    add_health(app, settings, status);
    add_topics(app, settings);
    add_migrate(app, settings);
    add_log_tools(app, settings);
    add_status(app, settings, status);
    add_replay(app, settings, status);
    add_account_tools(app, settings);
    add_demo(app, settings);
    add_add(app);
    add_import(app, status);
    add_export(app);
}

}  // namespace tasklog::app
