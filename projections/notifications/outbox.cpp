#include "projections/notifications/outbox.hpp"

#include "infra/calendar/recurrence.hpp"
#include "infra/uuid.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections::outbox {
namespace {

void end(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
         const OutboxDelivery& delivery, const std::string& state, const std::string& error) {
    session.run_in(transaction, schema, sql::sending::end_delivery,
                   {delivery.notice.recipient.id, delivery.id, state, error});
}

}  // namespace

std::vector<OutboxNotice> take_notices(postgres::Session& session, pqxx::transaction_base& transaction,
                                       const std::string& schema, int limit) {
    std::vector<OutboxNotice> out;
    for (const auto& row : session.run_in(transaction, schema, sql::sending::take_notices, {std::to_string(limit)}))
        out.push_back({{row[0].c_str(), row[1].as<bool>()}, row[2].c_str(), row[3].c_str()});
    return out;
}

void plan(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
          const OutboxNotice& notice, const std::vector<DeliveryWay>& ways) {
    for (const DeliveryWay& way : ways)
        session.run_in(
            transaction, schema, sql::sending::plan,
            {notice.recipient.id, uuid_v5("delivery\n" + notice.notification + "\n" + way.channel + way.webhook),
             notice.notification, way.channel, way.webhook});
    session.run_in(transaction, schema, sql::sending::planned, {notice.recipient.id, notice.notification});
}

std::vector<OutboxDelivery> take_deliveries(postgres::Session& session, pqxx::transaction_base& transaction,
                                            const std::string& schema, Lane lane, int limit, int each) {
    const std::string first = "00000000-0000-0000-0000-000000000000";
    const std::string last = "ffffffff-ffff-ffff-ffff-ffffffffffff";
    // From anywhere on and round: where there are more recipients than are looked at, it is everybody's turn at times.
    const std::string anywhere = uuid_v5(uuid_v7());
    std::vector<OutboxDelivery> out;
    for (const auto& [from, until] : {std::pair(anywhere, last), std::pair(first, anywhere)}) {
        const int left = limit - static_cast<int>(out.size());
        if (left <= 0) break;
        for (const auto& row :
             session.run_in(transaction, schema, embedded::take_deliveries_sql,
                            {std::to_string(left), std::to_string(each), lane == Lane::mails ? "mail" : "webhook",
                             lane == Lane::mails           ? ""
                             : lane == Lane::failing_hooks ? "true"
                                                           : "false",
                             from, until}))
            out.push_back({.id = row[0].c_str(),
                           .notice = {{row[1].c_str(), row[2].as<bool>()}, row[3].c_str(), row[4].c_str()},
                           .channel = row[5].c_str(),
                           .webhook = row[6].c_str(),
                           .tries = row[7].as<int>()});
    }
    return out;
}

void sent(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
          const OutboxDelivery& delivery) {
    end(session, transaction, schema, delivery, "sent", "");
}

void drop(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
          const OutboxDelivery& delivery, const std::string& why) {
    end(session, transaction, schema, delivery, "dropped", why);
}

void postpone(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
              const OutboxDelivery& delivery, std::int64_t until_us) {
    session.run_in(transaction, schema, sql::sending::postpone,
                   {delivery.notice.recipient.id, delivery.id, calendar::utc_text(until_us)});
}

bool failed(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
            const OutboxDelivery& delivery, const std::string& why, int backoff_ms, int max_tries) {
    if (delivery.tries + 1 >= max_tries) {
        end(session, transaction, schema, delivery, "dead", why);
        return true;
    }
    session.run_in(transaction, schema, sql::sending::fail,
                   {delivery.notice.recipient.id, delivery.id, why, std::to_string(backoff_ms)});
    return false;
}

void forget(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema) {
    session.run_in(transaction, schema, sql::sending::forget_deliveries);
    session.run_in(transaction, schema, sql::sending::forget_notices);
}

pqxx::result newest_in(postgres::Session& session, const std::string& schema, const std::string& state) {
    pqxx::nontransaction read(session.connection());
    return session.run_in(read, schema, sql::sending::newest_in_state, {state});
}

std::size_t retry(postgres::Session& session, const std::string& schema, const std::optional<std::string>& delivery,
                  const std::optional<std::string>& recipient) {
    pqxx::work transaction(session.connection());
    const auto changed = recipient
                             ? session.run_in(transaction, schema, sql::sending::retry_own, {*recipient, *delivery})
                         : delivery ? session.run_in(transaction, schema, sql::sending::retry_one, {*delivery})
                                    : session.run_in(transaction, schema, sql::sending::retry_all);
    const auto count = static_cast<std::size_t>(changed.affected_rows());
    transaction.commit();
    return count;
}

}  // namespace tasklog::projections::outbox
