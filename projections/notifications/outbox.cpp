#include "projections/notifications/outbox.hpp"

#include "infra/calendar/recurrence.hpp"
#include "infra/uuid.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections::outbox {
namespace {

constexpr const char* this_one = " WHERE recipient_id = $1::uuid AND delivery_id = $2::uuid";

void end(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
         const TakenDelivery& delivery, const std::string& state, const std::string& error) {
    session.run(
        transaction,
        "UPDATE " + schema +
            ".deliveries SET state = $3, error = nullif($4, ''), ended_at = clock_timestamp(), tries = tries + 1" +
            this_one,
        {delivery.notice.recipient.id, delivery.id, state, error});
}

}  // namespace

std::vector<Taken> take_notices(postgres::Session& session, pqxx::transaction_base& transaction,
                                const std::string& schema, int limit) {
    std::vector<Taken> out;
    for (const auto& row :
         session.run(transaction,
                     "SELECT recipient_id, invitation, notification_id, body FROM " + schema +
                         ".notices WHERE NOT planned ORDER BY at LIMIT $1::int FOR UPDATE SKIP LOCKED",
                     {std::to_string(limit)}))
        out.push_back({{row[0].c_str(), row[1].as<bool>()}, row[2].c_str(), row[3].c_str()});
    return out;
}

void plan(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
          const Taken& notice, const std::vector<Planned>& ways) {
    for (const Planned& way : ways)
        session.run(
            transaction,
            "INSERT INTO " + schema +
                ".deliveries (recipient_id, delivery_id, notification_id, channel, webhook_id) "
                "VALUES ($1::uuid, $2::uuid, $3::uuid, $4, nullif($5, '')::uuid) ON CONFLICT DO NOTHING",
            {notice.recipient.id, uuid_v5("delivery\n" + notice.notification + "\n" + way.channel + way.webhook),
             notice.notification, way.channel, way.webhook});
    session.run(
        transaction,
        "UPDATE " + schema + ".notices SET planned = true WHERE recipient_id = $1::uuid AND notification_id = $2::uuid",
        {notice.recipient.id, notice.notification});
}

std::vector<TakenDelivery> take_deliveries(postgres::Session& session, pqxx::transaction_base& transaction,
                                           const std::string& schema, Lane lane, int limit, int each) {
    const std::string first = "00000000-0000-0000-0000-000000000000";
    const std::string last = "ffffffff-ffff-ffff-ffff-ffffffffffff";
    // From anywhere on and round: where there are more recipients than are looked at, it is everybody's turn at times.
    const std::string anywhere = uuid_v5(uuid_v7());
    std::vector<TakenDelivery> out;
    for (const auto& [from, until] : {std::pair(anywhere, last), std::pair(first, anywhere)}) {
        const int left = limit - static_cast<int>(out.size());
        if (left <= 0) break;
        for (const auto& row :
             session.run(transaction, postgres::in_schema(embedded::take_deliveries_sql, schema),
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
          const TakenDelivery& delivery) {
    end(session, transaction, schema, delivery, "sent", "");
}

void drop(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
          const TakenDelivery& delivery, const std::string& why) {
    end(session, transaction, schema, delivery, "dropped", why);
}

void postpone(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
              const TakenDelivery& delivery, std::int64_t until_us) {
    session.run(transaction, "UPDATE " + schema + ".deliveries SET next_try = $3::timestamptz" + this_one,
                {delivery.notice.recipient.id, delivery.id, calendar::utc_text(until_us)});
}

bool failed(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
            const TakenDelivery& delivery, const std::string& why, int backoff_ms, int max_tries) {
    if (delivery.tries + 1 >= max_tries) {
        end(session, transaction, schema, delivery, "dead", why);
        return true;
    }
    session.run(transaction,
                "UPDATE " + schema +
                    ".deliveries SET tries = tries + 1, error = $3, next_try = clock_timestamp() + interval "
                    "'1 millisecond' * least(3600000, $4::int * power(2, least(tries, 20))) * (0.5 + random() / 2)" +
                    this_one,
                {delivery.notice.recipient.id, delivery.id, why, std::to_string(backoff_ms)});
    return false;
}

void forget(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema) {
    session.run(transaction,
                "DELETE FROM " + schema +
                    ".deliveries WHERE state IN ('sent', 'dropped') AND ended_at < now() - interval '90 days'");
    session.run(transaction,
                "DELETE FROM " + schema +
                    ".notices n WHERE planned AND at < now() - interval '90 days' AND NOT EXISTS (SELECT FROM " +
                    schema +
                    ".deliveries d WHERE d.recipient_id = n.recipient_id AND d.notification_id = "
                    "n.notification_id)");
}

std::size_t retry(postgres::Session& session, const std::string& schema, const std::optional<std::string>& delivery,
                  const std::optional<std::string>& recipient) {
    pqxx::work transaction(session.connection());
    const auto changed =
        session.run(transaction,
                    "UPDATE " + schema +
                        ".deliveries SET state = 'waiting', tries = 0, next_try = now(), ended_at = NULL "
                        "WHERE state = 'dead' AND ($1 = '' OR delivery_id = nullif($1, '')::uuid) AND ($2 = '' OR "
                        "recipient_id = nullif($2, '')::uuid)",
                    {delivery.value_or(""), recipient.value_or("")});
    const auto count = static_cast<std::size_t>(changed.affected_rows());
    transaction.commit();
    return count;
}

}  // namespace tasklog::projections::outbox
