#pragma once
#include <optional>
#include <string>
#include <vector>

#include "infra/postgres/session.hpp"
#include "projections/notifications/contact.hpp"

/// The tables of outbox.sql. Rows that are taken stay locked until the transaction ends: other workers pass them by,
/// and if this one is killed they are free at once.
namespace tasklog::projections::outbox {

struct OutboxNotice {
    Recipient recipient;
    std::string notification;
    std::string body;
};
struct OutboxDelivery {
    std::string id;
    OutboxNotice notice;
    std::string channel;  ///< mail or webhook
    std::string webhook;  ///< its id
    int tries = 0;
};
struct DeliveryWay {
    std::string channel;
    std::string webhook{};
};

/// Notices for which no ways are chosen yet.
std::vector<OutboxNotice> take_notices(postgres::Session& session, pqxx::transaction_base& transaction,
                                       const std::string& schema, int limit);
/// Chooses the ways for one.
void plan(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
          const OutboxNotice& notice, const std::vector<DeliveryWay>& ways);

/// What is sent apart, so that nobody waits behind what is slow: mails; webhooks; and the webhooks of those who have
/// one that failed and waits for its next try.
enum class Lane { mails, hooks, failing_hooks };
/// Deliveries whose time has come, `each` of a recipient at most, however many wait.
std::vector<OutboxDelivery> take_deliveries(postgres::Session& session, pqxx::transaction_base& transaction,
                                            const std::string& schema, Lane lane, int limit, int each);
void sent(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
          const OutboxDelivery& delivery);
/// It can't be sent and needs not: the person has no such address any more.
void drop(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
          const OutboxDelivery& delivery, const std::string& why);
/// Not now, and no try either.
void postpone(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
              const OutboxDelivery& delivery, std::int64_t until_us);
/// A try has failed. The next one is after `backoff_ms` doubled by each try, an hour at most, and half of that to all
/// of it at random; after `max_tries` it is dead. True if it is now.
bool failed(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
            const OutboxDelivery& delivery, const std::string& why, int backoff_ms, int max_tries);

/// Forgets what ended long ago.
void forget(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema);

/// The newest 1,000 deliveries in a state: id, recipient, channel, tries, since when, the last error.
pqxx::result newest_in(postgres::Session& session, const std::string& schema, const std::string& state);

/// Tries dead deliveries again: one of a recipient, one of anybody, or all. How many there were.
std::size_t retry(postgres::Session& session, const std::string& schema, const std::optional<std::string>& delivery,
                  const std::optional<std::string>& recipient);

}  // namespace tasklog::projections::outbox
