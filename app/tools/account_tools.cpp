#include "app/tools/account_tools.hpp"

#include <iostream>
#include <memory>
#include <stdexcept>

#include "identity/accounts/accounts.hpp"
#include "identity/accounts/credentials.hpp"
#include "identity/accounts/links.hpp"
#include "identity/accounts/password.hpp"
#include "infra/mail/mail.hpp"
#include "infra/uuid.hpp"
#include "query/only_owner.hpp"

namespace tasklog::app {
namespace {

struct Options {
    std::string mail;
    std::string name;
    bool leave_ownerless = false;
};

std::string password_from_input() {
    std::string password;
    if (!std::getline(std::cin, password)) throw std::runtime_error("the password is read from standard input: a line");
    return password;
}

void create(const Settings& settings, const Options& options) {
    postgres::Session session(settings.postgres);
    std::cout << create_account(session, settings, options.mail, options.name, password_from_input()) << "\n";
}

identity::credentials::Credentials account_of(postgres::Session& session, const Settings& settings,
                                              const Options& options) {
    pqxx::nontransaction read(session.connection());
    const auto account = identity::credentials::of_mail(session, read, settings.identity_schema, options.mail);
    if (!account) throw std::runtime_error("there is no account of " + options.mail);
    return *account;
}

void reset(const Settings& settings, const Options& options) {
    postgres::Session session(settings.postgres);
    const auto account = account_of(session, settings, options);
    pqxx::work transaction(session.connection());
    const std::string token =
        identity::links::make(session, transaction, settings.identity_schema, identity::links::Purpose::reset_password,
                              account.mail, account.account);
    transaction.commit();
    std::cout << settings.public_url << "/reset#" << token << "\n";
}

void list(const Settings& settings) {
    postgres::Session session(settings.postgres);
    for (const auto& row : identity::credentials::all(session, settings.identity_schema))
        std::cout << row[0].c_str() << "\t" << row[1].c_str() << "\t" << row[2].c_str() << "\n";
}

void erase(const Settings& settings, const Options& options) {
    postgres::Session session(settings.postgres);
    const auto account = account_of(session, settings, options);
    const auto left = query::only_owner_of(session, settings.schema, account.person);
    if (!left.empty() && !options.leave_ownerless) {
        std::string names;
        for (const std::string& each : left) names += "\n  " + each;
        throw std::runtime_error(
            "nobody else owns these workspaces, which others use or are invited to: have them handed over, "
            "or erase the account with --leave-ownerless" +
            names);
    }
    pqxx::work transaction(session.connection());
    identity::credentials::erase(session, transaction, settings.identity_schema, account);
    transaction.commit();
    std::cout << "erased\n";
}

}  // namespace

std::string create_account(postgres::Session& session, const Settings& settings, const std::string& mail,
                           const std::string& name, const std::string& password) {
    identity::accounts::create(session, settings.identity_schema);
    if (const std::string fault = mail::fault_of_address(mail); !fault.empty())
        throw std::runtime_error("the address " + fault);
    if (const std::string fault = identity::password::fault_of(password, mail); !fault.empty())
        throw std::runtime_error("the password " + fault);
    const std::string account = uuid_v7();
    pqxx::work transaction(session.connection());
    const bool added = identity::credentials::add(session, transaction, settings.identity_schema,
                                                  {.account = account,
                                                   .person = identity::person_id(settings.jwt_issuer, account),
                                                   .mail = identity::credentials::folded(mail),
                                                   .password_hash = identity::password::hash(password)},
                                                  name, "Etc/UTC");
    if (!added) throw std::runtime_error("there is an account of " + mail + " already");
    transaction.commit();
    return account;
}

void add_account_tools(Command app, const Settings& settings) {
    auto account =
        app.add_subcommand("account", "make, list or erase accounts, or let someone in who forgot the password");
    account.require_subcommand();
    auto options = std::make_shared<Options>();
    const auto add = [&](const char* name, const char* help, auto run) {
        auto command = account.add_subcommand(name, help);
        command.add_option("--mail", options->mail, "the account's address").required();
        command.callback([options, &settings, run] { run(settings, *options); });
        return command;
    };
    add("create", "make an account; its password is read from standard input", create)
        .add_option("--name", options->name, "how others see them")
        .required();
    add("reset", "print a link, good for an hour, that sets a new password", reset);
    add("erase", "erase an account and all that is known of its person", erase)
        .add_flag("--leave-ownerless", options->leave_ownerless, "even if workspaces are left that nobody owns");
    account.add_subcommand("list", "print all accounts").callback([&settings] { list(settings); });
}

}  // namespace tasklog::app
