#include "app/roles/notify.hpp"

#include <chrono>
#include <iostream>
#include <memory>
#include <optional>

#include "app/roles/projections.hpp"
#include "app/roles/worker_client.hpp"
#include "identity/accounts/accounts.hpp"
#include "identity/keys/shared_keys.hpp"
#include "infra/clock.hpp"
#include "infra/uuid.hpp"
#include "projections/notifications/outbox.hpp"

namespace tasklog::app {
namespace {

projections::Contact contact_of(const identity::accounts::Account& account, const std::string& person,
                                const Settings& settings, const std::map<std::string, std::string>& keys) {
    const identity::Profile& profile = account.profile;
    projections::Contact out{.name = profile.display_name,
                             .zone = profile.zone,
                             .quiet_until_us = identity::quiet_until(profile, unix_us())};
    if (profile.by_mail) out.mail = profile.mail.value_or("");
    if (profile.by_webhook)
        for (const auto& hook : account.webhooks) out.hooks.push_back({hook.id, hook.url, hook.secrets});
    out.unsubscribe_url =
        settings.public_url + "/api/v1/unsubscribe/" + identity::signed_id(keys, "unsubscribe", person);
    return out;
}

/// From the accounts, as they are when something is sent.
projections::FindContacts find_contacts(const Settings& settings) {
    return [settings, keys = identity::parse_keys(settings.jwt_keys)](
               postgres::Session& session, pqxx::transaction_base& transaction,
               const std::set<projections::Recipient>& recipients) {
        std::set<std::string> people;
        std::set<std::string> invitations;
        for (const auto& each : recipients) (each.invitation ? invitations : people).insert(each.id);
        std::map<projections::Recipient, projections::Contact> out;
        for (const auto& [id, account] :
             identity::accounts::find(session, transaction, settings.identity_schema, people))
            out[{id, false}] = contact_of(account, id, settings, keys);
        if (!invitations.empty())
            for (const auto& [id, mail] :
                 identity::accounts::addresses(session, transaction, settings.identity_schema, invitations)) {
                auto& contact = out[{id, true}];
                contact.mail = mail;
                contact.proof = identity::signed_id(keys, "invitation " + mail, id);
            }
        return out;
    };
}

projections::NotifierConfig notifier_config(const Settings& settings) {
    return {.postgres = settings.pooled(),
            .create =
                [settings](postgres::Session& session) {
                    notifications_projection(settings).prepare(session);
                    identity::accounts::create(session, settings.identity_schema);
                },
            .outbox = settings.outbox_schema,
            .smtp = settings.smtp(),
            .public_url = settings.public_url,
            .private_targets = settings.webhook_private_targets,
            .backoff_ms = settings.notify_backoff_ms,
            .max_tries = settings.notify_tries,
            .deliveries_each = settings.limits.deliveries_each};
}

void add_list(Command notify, const Settings& settings) {
    auto state = std::make_shared<std::string>("dead");
    auto command =
        notify.add_subcommand("deliveries", "print the newest 1,000 mails and webhooks in a state, a line each");
    command.add_option("--state", *state, "waiting, sent, dead or dropped")
        .capture_default_str()
        .one_of({"waiting", "sent", "dead", "dropped"});
    command.callback([state, &settings] {
        postgres::Session session(settings.postgres);
        for (const auto& row : projections::outbox::newest_in(session, settings.outbox_schema, *state)) {
            for (int i = 0; i < 6; ++i) std::cout << (i > 0 ? "\t" : "") << row[i].c_str();
            std::cout << "\n";
        }
    });
}

void add_retry(Command notify, const Settings& settings, int& status) {
    struct Options {
        std::string delivery;
        bool all = false;
    };
    auto options = std::make_shared<Options>();
    auto command = notify.add_subcommand("retry", "try dead mails and webhooks again");
    auto one = command.add_option("delivery", options->delivery, "the id of one");
    command.add_flag("--all", options->all, "all that are dead").excludes(one);
    command.callback([options, &settings, &status] {
        if (options->all == !options->delivery.empty() || (!options->all && !is_uuid(options->delivery)))
            throw UsageError("retry", "say the id of one delivery, or --all");
        postgres::Session session(settings.postgres);
        const std::optional<std::string> id = options->all ? std::nullopt : std::optional(options->delivery);
        const std::size_t count = projections::outbox::retry(session, settings.outbox_schema, id, std::nullopt);
        std::cout << count << " are tried again\n";
        if (count == 0 && id) status = 1;
    });
}

}  // namespace

NotifyRole::NotifyRole(boost::asio::io_context& io, const Settings& settings, const std::shared_ptr<Alarm>& alarm,
                       const std::string& commands_url, http::Authenticate may_read, http::Authenticate may_write,
                       http::Router& router, Metrics& metrics, Readiness& readiness)
    : pool(settings.pooled(), 1),
      deliveries(io, std::move(may_read), std::move(may_write), settings.outbox_schema, pool),
      scheduler(settings.pooled(), settings.notifications_schema, alarm, worker_client(settings, commands_url), metrics,
                readiness),
      notifier(notifier_config(settings), alarm, find_contacts(settings), metrics, readiness) {
    deliveries.add_to(router);
    if (settings.reminders_from == "dapr") {
        if (settings.dapr_app_token.empty())
            throw std::invalid_argument(
                "--reminders-from dapr needs --dapr-app-token: else anyone could send reminders");
        inbox.emplace(io,
                      projections::ReminderSubscription{.pubsub = settings.dapr_pubsub,
                                                        .topic = settings.reminders_topic(),
                                                        .dead_letter_topic = settings.reminders_topic() + "-dead",
                                                        .app_token = settings.dapr_app_token},
                      settings.outbox_schema, pool);
        inbox->add_to(router);
    }
}

void add_notify_tools(Command notify, const Settings& settings, int& status) {
    add_list(notify, settings);
    add_retry(notify, settings, status);
}

}  // namespace tasklog::app
