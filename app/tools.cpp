#include "app/tools.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>

#include "app/export.hpp"
#include "app/import.hpp"
#include "events/log_record.hpp"
#include "identity/accounts.hpp"
#include "identity/identity.hpp"
#include "infra/clock.hpp"
#include "infra/kafka/admin.hpp"
#include "infra/kafka/consumer.hpp"
#include "projections/audit/audit.hpp"
#include "projections/notifications/notifications.hpp"
#include "projections/parked.hpp"
#include "projections/rebuild.hpp"
#include "projections/recurring/recurring.hpp"
#include "projections/runner.hpp"
#include "projections/tasks/tasks.hpp"

namespace tasklog::app {
namespace {

constexpr std::chrono::seconds kafka_wait{30};

std::vector<projections::Projection> all_projections(const Settings& settings) {
    return {projections::tasks_projection(settings.schema), projections::audit_projection(settings.audit_schema),
            projections::recurring_projection(settings.recurring_schema),
            projections::notifications_projection(settings.notifications_schema, settings.outbox_schema)};
}

void add_token(CLI::App& app, const Settings& settings) {
    struct Options {
        std::string user;
        std::int64_t hours = 24 * 30;
    };
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("token", "print a token for development, signed with the first of --jwt-keys");
    command->add_option("--user", options->user, "the person's name (the token's sub)")->required();
    command->add_option("--hours", options->hours, "how long it is good")->capture_default_str();
    command->callback([options, &settings] {
        std::cout
            << identity::Identity(settings.identity_config()).issue(options->user, unix_s(), options->hours * 3600)
            << "\n";
    });
}

void add_topics(CLI::App& app, const Settings& settings) {
    struct Options {
        int partitions = 2;
        int replication = 1;
        bool flush = false;
    };
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("topics", "create the topics that are missing");
    command->add_option("--partitions", options->partitions, "of the events topic; can never be changed")
        ->capture_default_str()
        ->check(CLI::Range(1, 1024));
    command->add_option("--replication", options->replication, "copies of each partition")
        ->capture_default_str()
        ->check(CLI::Range(1, 9));
    command->add_flag("--flush-every-message", options->flush, "one broker: fsync each append (flush.messages=1)");
    command->callback([options, &settings] {
        std::map<std::string, std::string> log{{"retention.ms", "-1"},
                                               {"retention.bytes", "-1"},
                                               {"cleanup.policy", "delete"},
                                               {"unclean.leader.election.enable", "false"},
                                               {"max.message.bytes", "4194304"}};
        if (options->replication >= 3) log["min.insync.replicas"] = "2";
        if (options->flush) log["flush.messages"] = "1";
        kafka::create_topics(settings.kafka_config(),
                             {{.name = settings.events_topic(),
                               .partitions = options->partitions,
                               .replication = options->replication,
                               .settings = log},
                              {.name = settings.owners_topic(),
                               .partitions = 1,
                               .replication = options->replication,
                               .settings = {{"cleanup.policy", "compact"}}}},
                             kafka_wait);
        const int present = kafka::partition_count(settings.kafka_config(), settings.events_topic(), kafka_wait);
        if (present != options->partitions)
            std::cerr << "note: " << settings.events_topic() << " has " << present
                      << " partitions, which is never changed\n";
    });
}

void add_migrate(CLI::App& app, const Settings& settings) {
    app.add_subcommand("migrate", "create what is missing in Postgres")->callback([&settings] {
        postgres::Session session(settings.postgres);
        for (const auto& projection : all_projections(settings)) projection.create(session);
        identity::accounts::create(session, settings.identity_schema);
    });
}

/// Prints each commit of the log that counts, in the order of its partition: what every reader sees.
void print_log(const Settings& settings) {
    const auto config = settings.kafka_config();
    kafka::Consumer consumer(config, "");
    std::map<int, std::int64_t> ends;
    std::map<int, std::int64_t> open;
    const int partitions = kafka::partition_count(config, settings.events_topic(), kafka_wait);
    for (int p = 0; p < partitions; ++p) {
        ends[p] = consumer.end_offset(settings.events_topic(), p, kafka_wait);
        if (ends[p] > 0) open[p] = 0;
    }
    if (open.empty()) return;
    consumer.assign(settings.events_topic(), open);
    std::map<int, ClaimFilter> filters;
    while (!open.empty()) {
        const auto record = consumer.poll(std::chrono::milliseconds(1000));
        if (!record) continue;
        const int p = record->partition();
        if (record->offset() < ends[p] && counts(filters[p], log_record(*record)))
            std::cout << p << '\t' << record->offset() << '\t' << record->value() << '\n';
        if (record->offset() + 1 >= ends[p]) open.erase(p);
    }
}

void add_log(CLI::App& app, const Settings& settings) {
    app.add_subcommand("log", "print the commits that count: partition, offset and JSON")->callback([&settings] {
        print_log(settings);
    });
}

void add_replay(CLI::App& app, const Settings& settings, int& status) {
    struct Options {
        std::string into;
        int parallel = 2;
        bool parked = false;
    };
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("replay", "fill a read model from the log, or retry what is parked");
    auto* into = command->add_option("--into", options->into, "fill this schema from the log's beginning");
    command->add_option("--parallel", options->parallel, "partitions filled at a time")
        ->capture_default_str()
        ->check(CLI::Range(1, 64));
    command->add_flag("--parked", options->parked, "apply the parked commits of all projections again, in order")
        ->excludes(into);
    command->callback([options, &settings, &status] {
        if (options->parked) {
            postgres::Session session(settings.postgres);
            for (const auto& projection : all_projections(settings)) {
                const auto retried = projections::retry_parked(session, projection);
                std::cout << projection.schema << ": " << retried.applied << " applied, " << retried.still_parked
                          << " still parked\n";
                if (retried.still_parked > 0) status = 1;
            }
        } else if (!options->into.empty()) {
            const auto commits =
                projections::rebuild(settings.kafka_config(), settings.events_topic(), settings.postgres,
                                     projections::tasks_projection(options->into), options->parallel);
            std::cout << commits << " commits applied to " << options->into << "\n";
        } else {
            throw CLI::ValidationError("replay", "say --into SCHEMA or --parked");
        }
    });
}

}  // namespace

void add_tools(CLI::App& app, const Settings& settings, int& status) {
    add_token(app, settings);
    add_topics(app, settings);
    add_migrate(app, settings);
    add_log(app, settings);
    add_replay(app, settings, status);
    add_import(app, status);
    add_export(app);
}

}  // namespace tasklog::app
