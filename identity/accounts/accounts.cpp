#include "identity/accounts/accounts.hpp"

#include "identity_embedded.hpp"
#include "infra/postgres/array.hpp"
#include "infra/postgres/migrate.hpp"

namespace tasklog::identity::accounts {
namespace {

constexpr const char* profile_columns =
    "person_id, display_name, CASE WHEN mail_proved THEN mail END, time_zone, week_start, quiet_from, quiet_to, "
    "by_mail, by_webhook, tag_colors";
constexpr int max_webhooks = 10;
constexpr int max_invitations_a_day = 200;

Profile profile_of(const pqxx::row& row) {
    Profile out{.display_name = row[1].c_str(), .zone = row[3].c_str(), .week_start = row[4].c_str()};
    if (!row[2].is_null()) out.mail = row[2].c_str();
    if (!row[5].is_null()) out.quiet = {row[5].as<int>(), row[6].as<int>()};
    out.by_mail = row[7].as<bool>();
    out.by_webhook = row[8].as<bool>();
    out.tag_colors = decode_tag_colors(row[9].c_str());
    return out;
}

std::string array_of(const std::set<std::string>& ids) {
    postgres::ArrayText out;
    for (const std::string& each : ids) out.add_plain(each);
    return out.text();
}

/// Runs one statement by itself, and says how many rows it touched.
std::size_t change(postgres::Session& session, const std::string& sql, const std::vector<std::string>& args) {
    pqxx::work transaction(session.connection());
    const auto rows = session.run(transaction, sql, args);
    const auto count = static_cast<std::size_t>(rows.affected_rows());
    transaction.commit();
    return count;
}

}  // namespace

void create(postgres::Session& session, const std::string& schema) {
    postgres::migrate(session, schema, embedded::accounts_sql);
}

std::optional<Profile> profile(postgres::Session& session, const std::string& schema, const std::string& person) {
    pqxx::nontransaction read(session.connection());
    return profile(session, read, schema, person);
}

std::optional<Profile> profile(postgres::Session& session, pqxx::transaction_base& transaction,
                               const std::string& schema, const std::string& person) {
    const auto rows = session.run(
        transaction,
        std::string("SELECT ") + profile_columns + " FROM " + schema + ".people WHERE person_id = $1::uuid", {person});
    if (rows.empty()) return std::nullopt;
    return profile_of(rows[0]);
}

void put_profile(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                 const std::string& person, const std::string& subject, const Profile& p) {
    session.run(transaction, postgres::in_schema(embedded::put_profile_sql, schema),
                {person, subject, p.display_name, p.mail.value_or(""), p.zone, p.week_start,
                 p.quiet ? std::to_string(p.quiet->from) : "", p.quiet ? std::to_string(p.quiet->to) : "",
                 p.by_mail ? "t" : "f", p.by_webhook ? "t" : "f", p.tag_colors ? encode(*p.tag_colors) : ""});
}

std::string names_json(postgres::Session& session, const std::string& schema, const std::set<std::string>& people) {
    pqxx::nontransaction read(session.connection());
    return session
        .run(read,
             "SELECT json_build_object('items', coalesce(json_agg(json_build_object('id', person_id, 'displayName', "
             "display_name) ORDER BY person_id), '[]'))::text FROM " +
                 schema + ".people WHERE person_id = ANY ($1::uuid[])",
             {array_of(people)})[0][0]
        .c_str();
}

bool stop_mail(postgres::Session& session, const std::string& schema, const std::string& person) {
    return change(session, "UPDATE " + schema + ".people SET by_mail = false WHERE person_id = $1::uuid", {person}) > 0;
}

std::string webhooks_json(postgres::Session& session, const std::string& schema, const std::string& person) {
    pqxx::nontransaction read(session.connection());
    return session
        .run(read,
             "SELECT json_build_object('items', coalesce(json_agg(json_build_object('id', webhook_id, 'url', url) "
             "ORDER BY created_at, webhook_id), '[]'))::text FROM " +
                 schema + ".webhooks WHERE person_id = $1::uuid",
             {person})[0][0]
        .c_str();
}

bool add_webhook(postgres::Session& session, const std::string& schema, const std::string& person,
                 const Webhook& webhook) {
    return change(session,
                  "INSERT INTO " + schema +
                      ".webhooks (person_id, webhook_id, url, secret) SELECT $1::uuid, $2::uuid, $3, $4 WHERE (SELECT "
                      "count(*) FROM " +
                      schema + ".webhooks WHERE person_id = $1::uuid) < " + std::to_string(max_webhooks),
                  {person, webhook.id, webhook.url, webhook.secrets.front()}) > 0;
}

bool remove_webhook(postgres::Session& session, const std::string& schema, const std::string& person,
                    const std::string& webhook) {
    return change(session, "DELETE FROM " + schema + ".webhooks WHERE person_id = $1::uuid AND webhook_id = $2::uuid",
                  {person, webhook}) > 0;
}

bool rotate_secret(postgres::Session& session, const std::string& schema, const std::string& person,
                   const std::string& webhook, const std::string& secret) {
    return change(session,
                  "UPDATE " + schema +
                      ".webhooks SET old_secret = secret, old_secret_until = now() + interval '1 day', secret = $3 "
                      "WHERE person_id = $1::uuid AND webhook_id = $2::uuid",
                  {person, webhook, secret}) > 0;
}

Addressed put_address(postgres::Session& session, const std::string& schema, const std::string& person,
                      const std::string& invitation, const std::string& mail) {
    pqxx::work transaction(session.connection());
    const std::string table = schema + ".invitation_addresses";
    session.run(transaction, "DELETE FROM " + table + " WHERE created_at < now() - interval '30 days'");
    const auto today = session.run(
        transaction,
        "SELECT count(*) FROM " + table + " WHERE person_id = $1::uuid AND created_at > now() - interval '1 day'",
        {person});
    if (today[0][0].as<int>() >= max_invitations_a_day) return Addressed::too_many;
    const auto rows = session.run(transaction,
                                  "INSERT INTO " + table +
                                      " AS a (invitation_id, mail, person_id) VALUES ($1::uuid, $2, $3::uuid) "
                                      "ON CONFLICT (invitation_id) DO UPDATE SET mail = excluded.mail "
                                      "WHERE a.person_id = excluded.person_id",
                                  {invitation, mail, person});
    const bool done = rows.affected_rows() > 0;
    transaction.commit();
    return done ? Addressed::done : Addressed::taken;
}

std::optional<std::string> address(postgres::Session& session, pqxx::transaction_base& transaction,
                                   const std::string& schema, const std::string& invitation) {
    const auto found = addresses(session, transaction, schema, {invitation});
    return found.empty() ? std::nullopt : std::optional(found.begin()->second);
}

std::map<std::string, Account> find(postgres::Session& session, pqxx::transaction_base& transaction,
                                    const std::string& schema, const std::set<std::string>& people) {
    std::map<std::string, Account> out;
    const std::string these = " WHERE person_id = ANY ($1::uuid[])";
    const std::vector<std::string> args{array_of(people)};
    for (const auto& row : session.run(
             transaction, std::string("SELECT ") + profile_columns + " FROM " + schema + ".people" + these, args))
        out[row[0].c_str()].profile = profile_of(row);
    for (const auto& row : session.run(
             transaction,
             "SELECT person_id, webhook_id, url, secret, CASE WHEN old_secret_until > now() THEN old_secret END "
             "FROM " +
                 schema + ".webhooks" + these + " ORDER BY created_at, webhook_id",
             args)) {
        Webhook hook{row[1].c_str(), row[2].c_str(), {row[3].c_str()}};
        if (!row[4].is_null()) hook.secrets.emplace_back(row[4].c_str());
        out[row[0].c_str()].webhooks.push_back(std::move(hook));
    }
    return out;
}

std::map<std::string, std::string> addresses(postgres::Session& session, pqxx::transaction_base& transaction,
                                             const std::string& schema, const std::set<std::string>& invitations) {
    std::map<std::string, std::string> out;
    for (const auto& row : session.run(transaction,
                                       "SELECT invitation_id, mail FROM " + schema +
                                           ".invitation_addresses WHERE invitation_id = ANY ($1::uuid[])",
                                       {array_of(invitations)}))
        out.emplace(row[0].c_str(), row[1].c_str());
    return out;
}

}  // namespace tasklog::identity::accounts
