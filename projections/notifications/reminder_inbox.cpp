#include "projections/notifications/reminder_inbox.hpp"

#include <array>
#include <optional>

#include "base/json_read.hpp"
#include "events/format/json.hpp"
#include "infra/crypto/hmac.hpp"
#include "infra/http/database.hpp"
#include "infra/log.hpp"
#include "infra/postgres/array.hpp"
#include "infra/uuid.hpp"
#include "projections_embedded.hpp"

namespace asio = boost::asio;

namespace tasklog::projections {
namespace {

struct ReminderNotice {
    std::string id;
    std::string person;
    std::string at;
    std::string body;  ///< as the feed gives it
};

/// What a CloudEvent of the topic `reminders` tells; none if it is no such event.
std::optional<ReminderNotice> reminded(std::string_view cloud_event) {
    const auto event = json::parse(cloud_event);
    const auto data = event ? json::find(*event, "data") : std::nullopt;
    if (!data || !data->is_object()) return std::nullopt;
    const auto text = [&](const char* name) { return json::text_member(*data, name); };
    const ReminderNotice out{json::text_member(*event, "id"), text("user_id"), text("timestamp"), {}};
    const std::array<std::string, 3> ids{text("workspace_id"), text("task_id"), text("reminder_id")};
    for (const std::string& id : {out.id, out.person, ids[0], ids[1], ids[2]})
        if (!is_uuid(id)) return std::nullopt;
    const std::string due = text("remind_at");
    if (!Instant::parse(out.at) || !Instant::parse(due) || text("title").empty()) return std::nullopt;
    ReminderNotice told = out;
    told.body = json::text([&](json::Writer& w) {
        w.StartObject();
        json::write_member(w, "id", out.id);
        json::write_member(w, "kind", std::string_view("reminder"));
        json::write_member(w, "at", out.at);
        json::write_member(w, "workspace", ids[0]);
        json::write_member(w, "task", ids[1]);
        json::write_member(w, "title", text("title"));
        json::write_member(w, "reminder", ids[2]);
        json::write_member(w, "due", due);
        json::write_member(w, "late", json::is_true(*data, "late"));
        w.EndObject();
    });
    return told;
}

/// Dapr's answer: SUCCESS, RETRY or DROP (to the dead letters).
http::Response status(std::string_view status) { return {.body = R"({"status":")" + std::string(status) + "\"}"}; }

}  // namespace

void ReminderInbox::add_to(http::Router& router) {
    const Problem away{.type = problems::outbox_unavailable, .detail = "The database is not reachable."};
    router.add("GET", "/dapr/subscribe",
               [this](const http::Request&) -> asio::awaitable<http::Reply> { co_return subscriptions(); });
    router.add("POST", "/dapr/reminders",
               http::with_database([this](const http::Request& request) { return take(request); }, away));
}

http::Response ReminderInbox::subscriptions() const {
    return {.body = json::text([&](json::Writer& w) {
                w.StartArray();
                w.StartObject();
                json::write_member(w, "pubsubname", subscription_.pubsub);
                json::write_member(w, "topic", subscription_.topic);
                json::write_member(w, "route", std::string_view("/dapr/reminders"));
                json::write_member(w, "deadLetterTopic", subscription_.dead_letter_topic);
                w.EndObject();
                w.EndArray();
            })};
}

asio::awaitable<http::Reply> ReminderInbox::take(const http::Request& request) {
    if (!same_secret(request.header("dapr-api-token"), subscription_.app_token))
        co_return std::unexpected(
            Problem{.type = problems::unauthenticated, .detail = "This is for the sidecar, which has a token."});
    const auto reminder = reminded(request.body);
    if (!reminder) {
        log::error("not a reminder",
                   {{"topic", subscription_.topic}, {"body", std::string(request.body.substr(0, 500))}});
        co_return status("DROP");
    }
    postgres::Work work = [outbox = outbox_, reminder = *reminder](postgres::Session& session) {
        pqxx::work transaction(session.connection());
        const auto one = [](const std::string& value) {
            postgres::ArrayText column;
            column.add(value);
            return column.text();
        };
        session.run_in(
            transaction, outbox, embedded::write_notices_sql,
            {one(reminder.person), one(reminder.id), one("f"), one(reminder.at), one(reminder.body), one("t")});
        transaction.commit();
        return pqxx::result();
    };
    co_await pool_.run(io_, std::move(work));
    co_return status("SUCCESS");
}

}  // namespace tasklog::projections
