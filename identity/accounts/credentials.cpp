#include "identity/accounts/credentials.hpp"

#include <algorithm>

#include "identity/accounts/accounts.hpp"
#include "identity_embedded.hpp"

namespace tasklog::identity::credentials {
namespace {

std::optional<Credentials> only(const pqxx::result& rows) {
    if (rows.empty()) return std::nullopt;
    return Credentials{.account = rows[0][0].c_str(),
                       .person = rows[0][1].c_str(),
                       .mail = rows[0][2].c_str(),
                       .password_hash = rows[0][3].c_str()};
}

}  // namespace

std::string folded(std::string mail) {
    std::transform(mail.begin(), mail.end(), mail.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return mail;
}

bool none_yet(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema) {
    return session.run_in(transaction, schema, sql::credentials::any).empty();
}

void hold(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema) {
    session.run_in(transaction, schema, sql::credentials::hold_accounts);
}

std::optional<Credentials> of_mail(postgres::Session& session, pqxx::transaction_base& transaction,
                                   const std::string& schema, const std::string& mail) {
    return only(session.run_in(transaction, schema, sql::credentials::of_mail, {folded(mail)}));
}

std::optional<Credentials> of_account(postgres::Session& session, pqxx::transaction_base& transaction,
                                      const std::string& schema, const std::string& account) {
    return only(session.run_in(transaction, schema, sql::credentials::of_account, {account}));
}

std::optional<Credentials> of_person(postgres::Session& session, pqxx::transaction_base& transaction,
                                     const std::string& schema, const std::string& person) {
    return only(session.run_in(transaction, schema, sql::credentials::of_person, {person}));
}

pqxx::result all(postgres::Session& session, const std::string& schema) {
    pqxx::nontransaction read(session.connection());
    return session.run_in(read, schema, sql::credentials::all);
}

bool add(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
         const Credentials& credentials, const std::string& display_name, const std::string& zone) {
    const auto rows =
        session.run_in(transaction, schema, sql::credentials::add,
                       {credentials.account, credentials.person, credentials.mail, credentials.password_hash});
    if (rows.affected_rows() == 0) return false;
    accounts::put_profile(session, transaction, schema, credentials.person, credentials.account,
                          {.display_name = display_name, .mail = credentials.mail, .zone = zone});
    return true;
}

void set_password(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                  const std::string& account, const std::string& password_hash) {
    session.run_in(transaction, schema, sql::credentials::set_password, {account, password_hash});
}

bool set_mail(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
              const Credentials& credentials, const std::string& mail) {
    const auto rows =
        session.run_in(transaction, schema, sql::credentials::set_mail, {credentials.account, folded(mail)});
    return !rows.empty();
}

void erase(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
           const Credentials& credentials) {
    session.run_in(transaction, schema, sql::credentials::erase, {credentials.person, credentials.mail});
}

}  // namespace tasklog::identity::credentials
