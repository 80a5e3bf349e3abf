#pragma once
#include <chrono>
#include <functional>
#include <string>

#include "infra/curl/transfer.hpp"
#include "infra/mail/mail.hpp"
#include "infra/metrics.hpp"
#include "infra/postgres/worker_loop.hpp"
#include "projections/notifications/contact.hpp"
#include "projections/notifications/outbox.hpp"

namespace tasklog::projections {

struct NotifierConfig {
    postgres::Address postgres;
    std::function<void(postgres::Session&)> create;  ///< makes the tables that are read, where they are missing
    std::string outbox;
    mail::Server smtp;  ///< no URL: no mail is sent
    std::string public_url;
    bool private_targets = false;  ///< webhooks may go to addresses that are not public
    int backoff_ms = 5'000;        ///< before the second try; doubled for each further one
    int max_tries = 12;            ///< then a delivery is dead
    int deliveries_each = 4;       ///< of a recipient at once
};

/// Sends what the outbox holds: mails and webhooks, each at least once, and again under the same id. Any number of
/// notifiers share the work.
class Notifier {
  public:
    Notifier(NotifierConfig config, std::shared_ptr<Alarm> alarm, FindContacts contacts, Metrics& metrics,
             Readiness& readiness);

  private:
    std::size_t round(postgres::Session& session);
    std::size_t plan(postgres::Session& session);
    std::size_t deliver(postgres::Session& session, outbox::Lane lane, curl::Transfers& transfers);
    /// Of those they go to, and of those who did what they tell of.
    std::map<Recipient, Contact> contacts_of(postgres::Session& session, pqxx::transaction_base& transaction,
                                             const std::vector<outbox::OutboxDelivery>& deliveries);
    /// Null where there is nothing to send to.
    std::unique_ptr<curl::Transfer> transfer_for(const outbox::OutboxDelivery& delivery,
                                                 const std::map<Recipient, Contact>& contacts, outbox::Lane lane) const;

    const NotifierConfig config_;
    const FindContacts find_contacts_;
    curl::Transfers mails_;
    curl::Transfers hooks_;
    curl::Transfers failing_hooks_;
    std::chrono::steady_clock::time_point forget_at_{};
    prometheus::Counter& sent_mails_;
    prometheus::Counter& sent_hooks_;
    prometheus::Counter& failed_;
    prometheus::Counter& dead_;
    // A thread each: a webhook that does not answer holds up neither mails nor the webhooks of others.
    postgres::WorkerLoop mails_loop_;
    postgres::WorkerLoop hooks_loop_;
    postgres::WorkerLoop failing_hooks_loop_;
};

}  // namespace tasklog::projections
