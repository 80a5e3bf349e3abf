#include "projections/notifications/notifier.hpp"

#include <chrono>

#include "base/json_read.hpp"
#include "infra/clock.hpp"
#include "infra/log.hpp"
#include "infra/webhook/webhook.hpp"
#include "projections/notifications/texts.hpp"

namespace tasklog::projections {
namespace {

constexpr int planned_at_once = 200;
constexpr int sent_at_once = 64;
constexpr std::size_t max_parallel = 16;
constexpr std::chrono::hours forget_every{1};
// A webhook that is slow is tried again among those that have failed, where it holds up only its like.
constexpr std::chrono::seconds first_patience{3};
constexpr std::chrono::seconds patience{15};

/// Why a try failed; empty if it was taken.
std::string failure_of(const outbox::OutboxDelivery& delivery, const curl::Transfer& transfer) {
    if (!transfer.error.empty()) return transfer.error;
    const bool taken = transfer.status >= 200 && transfer.status < 300;
    if (delivery.channel == "mail" || taken) return {};
    return "the webhook answered with status " + std::to_string(transfer.status);
}

std::string domain_of(const std::string& address) { return address.substr(address.find('@') + 1); }

}  // namespace

Notifier::Notifier(NotifierConfig config, std::shared_ptr<Alarm> alarm, FindContacts contacts, Metrics& metrics,
                   Readiness& readiness)
    : config_(std::move(config)),
      find_contacts_(std::move(contacts)),
      mails_(max_parallel),
      hooks_(max_parallel),
      failing_hooks_(max_parallel),
      sent_mails_(
          metrics.counter("tasklog_notifications_sent_total", "Mails and webhooks sent", {{"channel", "mail"}})),
      sent_hooks_(
          metrics.counter("tasklog_notifications_sent_total", "Mails and webhooks sent", {{"channel", "webhook"}})),
      failed_(metrics.counter("tasklog_notifications_failed_total", "Tries to send that failed")),
      dead_(metrics.counter("tasklog_notifications_dead_total", "Deliveries given up after their last try")),
      mails_loop_("notifier", config_.postgres, alarm, readiness, config_.create,
                  [this](postgres::Session& session) { return round(session); }),
      hooks_loop_("webhooks", config_.postgres, alarm, readiness, config_.create,
                  [this](postgres::Session& session) { return deliver(session, outbox::Lane::hooks, hooks_); }),
      failing_hooks_loop_("failing webhooks", config_.postgres, alarm, readiness, config_.create,
                          [this](postgres::Session& session) {
                              return deliver(session, outbox::Lane::failing_hooks, failing_hooks_);
                          }) {
    if (config_.smtp.url.empty()) log::info("no mail is sent: there is no --smtp-url");
}

std::size_t Notifier::round(postgres::Session& session) {
    if (std::chrono::steady_clock::now() >= forget_at_) {
        pqxx::work transaction(session.connection());
        outbox::forget(session, transaction, config_.outbox);
        transaction.commit();
        forget_at_ = std::chrono::steady_clock::now() + forget_every;
    }
    return plan(session) + deliver(session, outbox::Lane::mails, mails_);
}

std::map<Recipient, Contact> Notifier::contacts_of(postgres::Session& session, pqxx::transaction_base& transaction,
                                                   const std::vector<outbox::OutboxDelivery>& deliveries) {
    std::set<Recipient> wanted;
    for (const outbox::OutboxDelivery& each : deliveries) {
        wanted.insert(each.notice.recipient);
        if (const std::string by = json::text_member_of_json(each.notice.body, "by"); !by.empty())
            wanted.insert({by, false});
    }
    return find_contacts_(session, transaction, wanted);
}

std::size_t Notifier::plan(postgres::Session& session) {
    const std::string& schema = config_.outbox;
    pqxx::work transaction(session.connection());
    const auto notices = outbox::take_notices(session, transaction, schema, planned_at_once);
    if (notices.empty()) return 0;
    std::set<Recipient> recipients;
    for (const outbox::OutboxNotice& each : notices) recipients.insert(each.recipient);
    const auto contacts = find_contacts_(session, transaction, recipients);
    for (const outbox::OutboxNotice& notice : notices) {
        std::vector<outbox::DeliveryWay> ways;
        if (const auto contact = contacts.find(notice.recipient); contact != contacts.end()) {
            if (!contact->second.mail.empty() && !config_.smtp.url.empty()) ways.push_back({.channel = "mail"});
            for (const Hook& hook : contact->second.hooks) ways.push_back({.channel = "webhook", .webhook = hook.id});
        }
        outbox::plan(session, transaction, schema, notice, ways);
    }
    transaction.commit();
    return notices.size();
}

std::unique_ptr<curl::Transfer> Notifier::transfer_for(const outbox::OutboxDelivery& delivery,
                                                       const std::map<Recipient, Contact>& contacts,
                                                       outbox::Lane lane) const {
    const auto at = contacts.find(delivery.notice.recipient);
    if (at == contacts.end()) return nullptr;
    const Contact& to = at->second;
    const auto by = contacts.find({json::text_member_of_json(delivery.notice.body, "by"), false});
    const NoticeMessage what =
        told(delivery.notice.body, by == contacts.end() ? "" : by->second.name, to, config_.public_url);
    if (delivery.channel == "mail") {
        if (to.mail.empty() || config_.smtp.url.empty()) return nullptr;
        mail::Message message{.to = to.mail,
                              .subject = what.subject,
                              .text = what.text,
                              .html = what.html,
                              .id = delivery.id + "@" + domain_of(config_.smtp.from),
                              .date = mail::date_text(unix_s())};
        if (!to.unsubscribe_url.empty())
            message.headers = {"List-Unsubscribe: <" + to.unsubscribe_url + ">",
                               "List-Unsubscribe-Post: List-Unsubscribe=One-Click"};
        return mail::transfer(config_.smtp, message);
    }
    for (const Hook& hook : to.hooks)
        if (hook.id == delivery.webhook)
            return webhook::transfer({.url = hook.url,
                                      .id = delivery.id,
                                      .timestamp_s = unix_s(),
                                      .body = hook_body(delivery.notice.body, what.type),
                                      .secrets = hook.secrets},
                                     config_.private_targets, lane == outbox::Lane::hooks ? first_patience : patience);
    return nullptr;
}

std::size_t Notifier::deliver(postgres::Session& session, outbox::Lane lane, curl::Transfers& all) {
    const std::string& schema = config_.outbox;
    pqxx::work transaction(session.connection());
    const auto deliveries =
        outbox::take_deliveries(session, transaction, schema, lane, sent_at_once, config_.deliveries_each);
    if (deliveries.empty()) return 0;
    const auto contacts = contacts_of(session, transaction, deliveries);
    std::vector<const outbox::OutboxDelivery*> sending;
    std::vector<std::unique_ptr<curl::Transfer>> transfers;
    for (const outbox::OutboxDelivery& each : deliveries) {
        const auto contact = contacts.find(each.notice.recipient);
        if (contact != contacts.end() && contact->second.quiet_until_us > 0) {
            outbox::postpone(session, transaction, schema, each, contact->second.quiet_until_us);
        } else if (auto transfer = transfer_for(each, contacts, lane)) {
            sending.push_back(&each);
            transfers.push_back(std::move(transfer));
        } else {
            outbox::drop(session, transaction, schema, each, "there is no such address any more");
        }
    }
    all.run(transfers);
    for (std::size_t i = 0; i < sending.size(); ++i) {
        const outbox::OutboxDelivery& each = *sending[i];
        const std::string why = failure_of(each, *transfers[i]);
        if (why.empty()) {
            (each.channel == "mail" ? sent_mails_ : sent_hooks_).Increment();
            outbox::sent(session, transaction, schema, each);
            continue;
        }
        failed_.Increment();
        if (outbox::failed(session, transaction, schema, each, why, config_.backoff_ms, config_.max_tries)) {
            dead_.Increment();
            log::warn("delivery given up", {{"delivery", each.id}, {"channel", each.channel}, {"why", why}});
        }
    }
    transaction.commit();
    return deliveries.size();
}

}  // namespace tasklog::projections
