#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "identity/profile/profile.hpp"
#include "infra/postgres/session.hpp"

/// The tables of accounts.sql. Each function is one transaction or a part of the caller's.
namespace tasklog::identity::accounts {

struct Webhook {
    std::string id;
    std::string url;
    std::vector<std::string> secrets;  ///< the present one, and the old one while it is still used
};

void create(postgres::Session& session, const std::string& schema);

/// None if they have told nothing yet.
std::optional<Profile> profile(postgres::Session& session, const std::string& schema, const std::string& person);
std::optional<Profile> profile(postgres::Session& session, pqxx::transaction_base& transaction,
                               const std::string& schema, const std::string& person);
/// `profile.mail` must be an address that something has shown the person to read.
void put_profile(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                 const std::string& person, const std::string& subject, const Profile& profile);
/// How these people are called, as GET /api/v1/people gives it.
std::string names_json(postgres::Session& session, const std::string& schema, const std::set<std::string>& people);
/// False if the person is not known.
bool stop_mail(postgres::Session& session, const std::string& schema, const std::string& person);

/// The person's webhooks as JSON, without their secrets.
std::string webhooks_json(postgres::Session& session, const std::string& schema, const std::string& person);
/// False if the person has as many as they may.
bool add_webhook(postgres::Session& session, const std::string& schema, const std::string& person,
                 const Webhook& webhook);
bool remove_webhook(postgres::Session& session, const std::string& schema, const std::string& person,
                    const std::string& webhook);
/// From now on `secret` signs; the old one does too for a day. False if there is no such webhook.
bool rotate_secret(postgres::Session& session, const std::string& schema, const std::string& person,
                   const std::string& webhook, const std::string& secret);

enum class AddressOutcome { done, taken, too_many };
/// Where an invitation is to be sent once it is made.
AddressOutcome put_address(postgres::Session& session, const std::string& schema, const std::string& person,
                           const std::string& invitation, const std::string& mail);

/// Where this invitation is to be sent.
std::optional<std::string> address(postgres::Session& session, pqxx::transaction_base& transaction,
                                   const std::string& schema, const std::string& invitation);

struct Account {
    Profile profile;
    std::vector<Webhook> webhooks;
};
/// Those of these people that are known.
std::map<std::string, Account> find(postgres::Session& session, pqxx::transaction_base& transaction,
                                    const std::string& schema, const std::set<std::string>& people);
/// The mail addresses of these invitations, as far as there are some.
std::map<std::string, std::string> addresses(postgres::Session& session, pqxx::transaction_base& transaction,
                                             const std::string& schema, const std::set<std::string>& invitations);

}  // namespace tasklog::identity::accounts
