#pragma once
#include <optional>
#include <string>

#include "infra/postgres/session.hpp"

/// Accounts: who signs in with a mail address and a password.
namespace tasklog::identity::credentials {

struct Credentials {
    std::string account;  ///< its id, the `sub` of its tokens
    std::string person;
    std::string mail;  ///< in lower case
    std::string password_hash;
};

/// An address as accounts have it.
std::string folded(std::string mail);

/// Whether there is no account at all.
bool none_yet(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema);

/// Nobody else makes an account until the transaction has ended.
void hold(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema);
std::optional<Credentials> of_mail(postgres::Session& session, pqxx::transaction_base& transaction,
                                   const std::string& schema, const std::string& mail);
std::optional<Credentials> of_account(postgres::Session& session, pqxx::transaction_base& transaction,
                                      const std::string& schema, const std::string& account);
std::optional<Credentials> of_person(postgres::Session& session, pqxx::transaction_base& transaction,
                                     const std::string& schema, const std::string& person);

/// Every account, the oldest first: its address, its person, since when.
pqxx::result all(postgres::Session& session, const std::string& schema);

/// The account, and a profile with this name and time zone. False if the address has one already.
bool add(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
         const Credentials& credentials, const std::string& display_name, const std::string& zone);
void set_password(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                  const std::string& account, const std::string& password_hash);
/// The account's address and the profile's. False if another account has it.
bool set_mail(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
              const Credentials& credentials, const std::string& mail);
/// All that is known of the person: the account with its sessions and tokens, the profile, webhooks, addresses.
void erase(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
           const Credentials& credentials);

}  // namespace tasklog::identity::credentials
