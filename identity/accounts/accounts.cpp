#include "identity/accounts/accounts.hpp"

#include "identity/limits.hpp"
#include "identity_embedded.hpp"
#include "infra/postgres/array.hpp"
#include "infra/postgres/migrate.hpp"

namespace tasklog::identity::accounts {
namespace {

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
std::size_t change(postgres::Session& session, const std::string& schema, std::string_view sql,
                   const std::vector<std::string>& args) {
    pqxx::work transaction(session.connection());
    const auto rows = session.run_in(transaction, schema, sql, args);
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
    const auto rows = session.run_in(transaction, schema, sql::profiles::of_people, {array_of({person})});
    if (rows.empty()) return std::nullopt;
    return profile_of(rows[0]);
}

void put_profile(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                 const std::string& person, const std::string& subject, const Profile& p) {
    session.run_in(transaction, schema, sql::profiles::put,
                   {person, subject, p.display_name, p.mail.value_or(""), p.zone, p.week_start,
                    p.quiet ? std::to_string(p.quiet->from) : "", p.quiet ? std::to_string(p.quiet->to) : "",
                    p.by_mail ? "t" : "f", p.by_webhook ? "t" : "f", p.tag_colors ? encode(*p.tag_colors) : ""});
}

std::string names_json(postgres::Session& session, const std::string& schema, const std::set<std::string>& people) {
    pqxx::nontransaction read(session.connection());
    return session.run_in(read, schema, sql::profiles::names, {array_of(people)})[0][0].c_str();
}

bool stop_mail(postgres::Session& session, const std::string& schema, const std::string& person) {
    return change(session, schema, sql::profiles::stop_mail, {person}) > 0;
}

std::string webhooks_json(postgres::Session& session, const std::string& schema, const std::string& person) {
    pqxx::nontransaction read(session.connection());
    return session.run_in(read, schema, sql::webhooks::of_person_json, {person})[0][0].c_str();
}

bool add_webhook(postgres::Session& session, const std::string& schema, const std::string& person,
                 const Webhook& webhook) {
    return change(session, schema, sql::webhooks::add,
                  {person, webhook.id, webhook.url, webhook.secrets.front(), std::to_string(max_webhooks)}) > 0;
}

bool remove_webhook(postgres::Session& session, const std::string& schema, const std::string& person,
                    const std::string& webhook) {
    return change(session, schema, sql::webhooks::remove, {person, webhook}) > 0;
}

bool rotate_secret(postgres::Session& session, const std::string& schema, const std::string& person,
                   const std::string& webhook, const std::string& secret) {
    return change(session, schema, sql::webhooks::rotate_secret, {person, webhook, secret}) > 0;
}

AddressOutcome put_address(postgres::Session& session, const std::string& schema, const std::string& person,
                           const std::string& invitation, const std::string& mail) {
    pqxx::work transaction(session.connection());
    session.run_in(transaction, schema, sql::invitation_addresses::forget_old);
    const auto today = session.run_in(transaction, schema, sql::invitation_addresses::count_today, {person});
    if (today[0][0].as<int>() >= max_invitations_a_day) return AddressOutcome::too_many;
    const auto rows = session.run_in(transaction, schema, sql::invitation_addresses::put, {invitation, mail, person});
    const bool done = rows.affected_rows() > 0;
    transaction.commit();
    return done ? AddressOutcome::done : AddressOutcome::taken;
}

std::optional<std::string> address(postgres::Session& session, pqxx::transaction_base& transaction,
                                   const std::string& schema, const std::string& invitation) {
    const auto found = addresses(session, transaction, schema, {invitation});
    return found.empty() ? std::nullopt : std::optional(found.begin()->second);
}

std::map<std::string, Account> find(postgres::Session& session, pqxx::transaction_base& transaction,
                                    const std::string& schema, const std::set<std::string>& people) {
    std::map<std::string, Account> out;
    const std::vector<std::string> args{array_of(people)};
    for (const auto& row : session.run_in(transaction, schema, sql::profiles::of_people, args))
        out[row[0].c_str()].profile = profile_of(row);
    for (const auto& row : session.run_in(transaction, schema, sql::webhooks::of_people, args)) {
        Webhook hook{row[1].c_str(), row[2].c_str(), {row[3].c_str()}};
        if (!row[4].is_null()) hook.secrets.emplace_back(row[4].c_str());
        out[row[0].c_str()].webhooks.push_back(std::move(hook));
    }
    return out;
}

std::map<std::string, std::string> addresses(postgres::Session& session, pqxx::transaction_base& transaction,
                                             const std::string& schema, const std::set<std::string>& invitations) {
    std::map<std::string, std::string> out;
    for (const auto& row :
         session.run_in(transaction, schema, sql::invitation_addresses::of_invitations, {array_of(invitations)}))
        out.emplace(row[0].c_str(), row[1].c_str());
    return out;
}

}  // namespace tasklog::identity::accounts
