#include "identity/accounts/credentials.hpp"

#include <algorithm>

#include "identity/accounts/accounts.hpp"

namespace tasklog::identity::credentials {
namespace {

std::optional<Credentials> only(const pqxx::result& rows) {
    if (rows.empty()) return std::nullopt;
    return Credentials{.account = rows[0][0].c_str(),
                       .person = rows[0][1].c_str(),
                       .mail = rows[0][2].c_str(),
                       .password_hash = rows[0][3].c_str()};
}

std::string select(const std::string& schema) {
    return "SELECT account_id, person_id, mail, password_hash FROM " + schema + ".accounts WHERE ";
}

}  // namespace

std::string folded(std::string mail) {
    std::transform(mail.begin(), mail.end(), mail.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return mail;
}

bool none_yet(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema) {
    return session.run(transaction, "SELECT FROM " + schema + ".accounts LIMIT 1").empty();
}

std::optional<Credentials> of_mail(postgres::Session& session, pqxx::transaction_base& transaction,
                                   const std::string& schema, const std::string& mail) {
    return only(session.run(transaction, select(schema) + "mail = $1", {folded(mail)}));
}

std::optional<Credentials> of_account(postgres::Session& session, pqxx::transaction_base& transaction,
                                      const std::string& schema, const std::string& account) {
    return only(session.run(transaction, select(schema) + "account_id = $1::uuid", {account}));
}

std::optional<Credentials> of_person(postgres::Session& session, pqxx::transaction_base& transaction,
                                     const std::string& schema, const std::string& person) {
    return only(session.run(transaction, select(schema) + "person_id = $1::uuid", {person}));
}

bool add(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
         const Credentials& credentials, const std::string& display_name, const std::string& zone) {
    const auto rows =
        session.run(transaction,
                    "INSERT INTO " + schema +
                        ".accounts (account_id, person_id, mail, password_hash) VALUES ($1::uuid, "
                        "$2::uuid, $3, $4) ON CONFLICT (mail) DO NOTHING",
                    {credentials.account, credentials.person, credentials.mail, credentials.password_hash});
    if (rows.affected_rows() == 0) return false;
    accounts::put_profile(session, transaction, schema, credentials.person, credentials.account,
                          {.display_name = display_name, .mail = credentials.mail, .zone = zone});
    return true;
}

void set_password(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                  const std::string& account, const std::string& password_hash) {
    session.run(transaction, "UPDATE " + schema + ".accounts SET password_hash = $2 WHERE account_id = $1::uuid",
                {account, password_hash});
}

bool set_mail(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
              const Credentials& credentials, const std::string& mail) {
    const auto rows = session.run(transaction,
                                  "UPDATE " + schema +
                                      ".accounts SET mail = $2 WHERE account_id = $1::uuid AND NOT "
                                      "EXISTS (SELECT FROM " +
                                      schema + ".accounts WHERE mail = $2)",
                                  {credentials.account, folded(mail)});
    if (rows.affected_rows() == 0) return false;
    session.run(transaction, "UPDATE " + schema + ".people SET mail = $2 WHERE person_id = $1::uuid",
                {credentials.person, folded(mail)});
    return true;
}

void erase(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
           const Credentials& credentials) {
    for (const char* table : {".people", ".webhooks", ".invitation_addresses", ".accounts"})
        session.run(transaction, "DELETE FROM " + schema + table + " WHERE person_id = $1::uuid", {credentials.person});
    session.run(transaction, "DELETE FROM " + schema + ".link_mails WHERE mail = $1", {credentials.mail});
    session.run(transaction, "DELETE FROM " + schema + ".links WHERE mail = $1", {credentials.mail});
}

}  // namespace tasklog::identity::credentials
