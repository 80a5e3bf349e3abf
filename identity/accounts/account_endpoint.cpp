#include "identity/accounts/account_endpoint.hpp"

#include <utility>

#include "identity/accounts/attempts.hpp"
#include "identity/accounts/credentials.hpp"
#include "identity/accounts/links.hpp"
#include "identity/accounts/password.hpp"
#include "identity/body.hpp"
#include "identity/keys/signing_keys.hpp"
#include "identity/profile/profile.hpp"
#include "identity/sessions/session_endpoint.hpp"
#include "infra/calendar/recurrence.hpp"
#include "infra/http/peer.hpp"
#include "infra/mail/mail.hpp"
#include "infra/uuid.hpp"

namespace asio = boost::asio;

namespace tasklog::identity {
namespace {

using links::Purpose;

Problem closed() {
    return {.type = problems::registration_closed,
            .detail = "Accounts are made by invitation here. Ask someone who has one."};
}
Problem mail_taken() {
    return {.type = problems::mail_taken, .detail = "There is an account of this mail address. Sign in."};
}

http::Response secret(unsigned status, std::string json) {
    http::Response response{.status = status, .body = std::move(json)};
    response.add_header("Cache-Control", "no-store");
    return response;
}

/// Mails are in one of these languages.
std::string language_of(Fields& fields) {
    std::string language = fields.text("language", "en");
    if (language != "en" && language != "de") fields.refuse("language", "must be en or de");
    return language;
}

/// True if the owner of a workspace wants this invitation sent to this address.
bool is_invited(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                const std::string& invitation, const std::string& mail) {
    if (!is_uuid(invitation)) return false;
    const auto to = accounts::address(session, transaction, schema, invitation);
    return to && credentials::folded(*to) == mail;
}

/// What registering leads to: a mail, or a token at once.
http::Response told_next(const std::string& token) {
    return secret(202, json::object({{"next", token.empty() ? "mail" : "token"}, {"token", token}}));
}

/// The mail address that a link, or an invitation's link, has shown its follower to read. What was given out while
/// there was no account makes the first one, and no other.
std::expected<std::string, Problem> shown_mail(postgres::Session& session, pqxx::transaction_base& transaction,
                                               const std::string& schema,
                                               const std::map<std::string, std::string>& keys, const std::string& token,
                                               const std::string& invitation) {
    if (!invitation.empty()) {
        const auto to =
            is_uuid(invitation) ? accounts::address(session, transaction, schema, invitation) : std::nullopt;
        if (!to || verified_id(keys, "invitation " + *to, token) != invitation) return std::unexpected(no_link());
        return credentials::folded(*to);
    }
    if (auto link = links::use(session, transaction, schema, Purpose::register_account, token))
        return std::move(link->mail);
    auto first = links::use(session, transaction, schema, Purpose::first_account, token);
    if (!first) return std::unexpected(no_link());
    credentials::hold(session, transaction, schema);
    if (!credentials::none_yet(session, transaction, schema)) return std::unexpected(closed());
    return std::move(first->mail);
}

}  // namespace

void AccountEndpoint::add_to(http::Router& router) {
    const auto route = routes(router, this);
    route("GET", "/api/v1/setup", &AccountEndpoint::setup);
    route("POST", "/api/v1/accounts", &AccountEndpoint::register_account);
    route("POST", "/api/v1/accounts/confirm", &AccountEndpoint::confirm);
    route("GET", "/api/v1/account", &AccountEndpoint::account);
    route("PUT", "/api/v1/account/mail", &AccountEndpoint::change_mail);
    route("POST", "/api/v1/account/mail/confirm", &AccountEndpoint::confirm_mail);
    route("POST", "/api/v1/account/delete", &AccountEndpoint::delete_account);
}

asio::awaitable<http::Reply> AccountEndpoint::setup(const http::Request&) {
    auto work = [schema = role_.database.schema()](postgres::Session& session) {
        pqxx::nontransaction read(session.connection());
        return credentials::none_yet(session, read, schema);
    };
    const bool first = co_await role_.database.run(std::move(work));
    const char* registration = role_.registration == Registration::by_mail ? "mail"
                               : role_.registration == Registration::open  ? "open"
                                                                           : "closed";
    co_return secret(200,
                     json::object({{"firstRun", first}, {"registration", registration}, {"mail", role_.sends_mail}}));
}

asio::awaitable<http::Reply> AccountEndpoint::register_account(const http::Request& request) {
    if (auto refused = cross_site(role_, request)) co_return std::unexpected(std::move(*refused));
    Fields fields(request.body);
    const std::string mail = credentials::folded(fields.text("mail"));
    const std::string invitation = fields.text("invitation", "");
    const std::string language = language_of(fields);
    if (const std::string fault = mail::fault_of_address(mail); !fault.empty()) fields.refuse("mail", fault);
    if (auto good = fields.end(); !good) co_return std::unexpected(good.error());
    // Whether the address has an account is not looked at: the answer and its time are the same.
    auto work = [&role = role_, mail, invitation, language,
                 address = http::network_of(request.peer)](postgres::Session& session) -> http::Reply {
        const std::string& schema = role.database.schema();
        if (const auto wait_s = attempts::too_many(session, schema, attempts::links_from_an_address, address))
            return too_many(*wait_s);
        const bool too_often = attempts::too_many(session, schema, attempts::links_to_a_mail, mail).has_value();
        pqxx::work transaction(session.connection());
        const bool first = credentials::none_yet(session, transaction, schema);
        const bool invited = is_invited(session, transaction, schema, invitation, mail);
        if (role.registration == Registration::closed && !first && !invited) return std::unexpected(closed());
        const bool at_once = first || role.registration == Registration::open || !role.sends_mail;
        std::string token;
        if (at_once) {
            token = links::make(session, transaction, schema,
                                first ? Purpose::first_account : Purpose::register_account, mail);
        } else if (!too_often) {
            links::request_mail(session, transaction, schema, Purpose::register_account, mail, language);
        }
        transaction.commit();
        return told_next(token);
    };
    co_return co_await role_.database.run(std::move(work));
}

asio::awaitable<http::Reply> AccountEndpoint::confirm(const http::Request& request) {
    if (auto refused = cross_site(role_, request)) co_return std::unexpected(std::move(*refused));
    struct ConfirmForm {
        std::string token, invitation, password, name, zone, address, agent;
    };
    Fields fields(request.body);
    ConfirmForm given;
    given.token = fields.text("token");
    given.invitation = fields.text("invitation", "");
    given.password = fields.secret("password");
    given.name = fields.text("displayName");
    given.zone = fields.text("timeZone", "Etc/UTC");
    given.address = http::network_of(request.peer);
    given.agent = request.header("User-Agent");
    if (const std::string fault = password::fault_of(given.password, ""); !fault.empty())
        fields.refuse("password", fault);
    if (const std::string fault = fault_of_name(given.name); !fault.empty()) fields.refuse("displayName", fault);
    if (!calendar::is_zone(given.zone)) fields.refuse("timeZone", "must be an IANA time zone such as Europe/Berlin");
    if (auto good = fields.end(); !good) co_return std::unexpected(good.error());
    auto work = [&role = role_, given](postgres::Session& session) -> http::Reply {
        const std::string& schema = role.database.schema();
        if (const auto wait_s = attempts::too_many(session, schema, attempts::tokens_from_an_address, given.address))
            return too_many(*wait_s);
        const SigningKey key = signing_keys::newest(session, schema, role.keys);
        const std::string hash = password::hash(given.password);
        pqxx::work transaction(session.connection());
        const auto mail = shown_mail(session, transaction, schema, role.keys, given.token, given.invitation);
        if (!mail) return std::unexpected(mail.error());
        const std::string account = uuid_v7();
        const credentials::Credentials made{account, person_id(role.identity.config().shared.issuer, account), *mail,
                                            hash};
        if (!credentials::add(session, transaction, schema, made, given.name, given.zone))
            return std::unexpected(mail_taken());
        const auto opened = sessions::open(session, transaction, schema, account, given.agent);
        transaction.commit();
        return signed_in(role, 201, key, account, opened);
    };
    co_return co_await role_.database.run(std::move(work));
}

asio::awaitable<http::Reply> AccountEndpoint::account(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::account);
    if (!person) co_return std::unexpected(person.error());
    auto work = [schema = role_.database.schema(), who = person->id](postgres::Session& session) {
        pqxx::nontransaction read(session.connection());
        return credentials::of_person(session, read, schema, who);
    };
    const auto known = co_await role_.database.run(std::move(work));
    if (!known) co_return std::unexpected(no_account());
    co_return secret(200, json::object({{"mail", known->mail}}));
}

asio::awaitable<http::Reply> AccountEndpoint::change_mail(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::account);
    if (!person) co_return std::unexpected(person.error());
    Fields fields(request.body);
    const std::string mail = credentials::folded(fields.text("mail"));
    const std::string password = fields.secret("password");
    const std::string language = language_of(fields);
    if (const std::string fault = mail::fault_of_address(mail); !fault.empty()) fields.refuse("mail", fault);
    if (auto good = fields.end(); !good) co_return std::unexpected(good.error());
    auto work = [&role = role_, who = *person, mail, password, language](postgres::Session& session) -> http::Reply {
        const std::string& schema = role.database.schema();
        if (const auto wait_s = attempts::too_many(session, schema, attempts::sign_in_from_one_place, who.id))
            return too_many(*wait_s);
        if (const auto wait_s = attempts::too_many(session, schema, attempts::links_to_a_mail, who.id))
            return too_many(*wait_s);
        pqxx::work transaction(session.connection());
        const auto account = credentials::of_person(session, transaction, schema, who.id);
        if (!account) return std::unexpected(no_account());
        if (!password::verify(account->password_hash, password))
            return std::unexpected(Problem{.type = problems::wrong_password, .detail = "This is not your password."});
        if (role.sends_mail) {
            links::request_mail(session, transaction, schema, Purpose::change_address, mail, language,
                                account->account);
        } else if (!credentials::set_mail(session, transaction, schema, *account, mail)) {
            return std::unexpected(mail_taken());
        }
        transaction.commit();
        attempts::forgive(session, schema, attempts::sign_in_from_one_place, who.id);
        return http::Response{.status = 204};
    };
    co_return co_await role_.database.run(std::move(work));
}

asio::awaitable<http::Reply> AccountEndpoint::confirm_mail(const http::Request& request) {
    Fields fields(request.body);
    const std::string token = fields.text("token");
    if (auto good = fields.end(); !good) co_return std::unexpected(good.error());
    auto work = [schema = role_.database.schema(), token,
                 address = http::network_of(request.peer)](postgres::Session& session) -> http::Reply {
        if (const auto wait_s = attempts::too_many(session, schema, attempts::tokens_from_an_address, address))
            return too_many(*wait_s);
        pqxx::work transaction(session.connection());
        const auto link = links::use(session, transaction, schema, Purpose::change_address, token);
        const auto account = link ? credentials::of_account(session, transaction, schema, link->account) : std::nullopt;
        if (!account) return std::unexpected(no_link());
        if (!credentials::set_mail(session, transaction, schema, *account, link->mail))
            return std::unexpected(mail_taken());
        transaction.commit();
        return http::Response{.status = 204};
    };
    co_return co_await role_.database.run(std::move(work));
}

asio::awaitable<http::Reply> AccountEndpoint::delete_account(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::account);
    if (!person) co_return std::unexpected(person.error());
    Fields fields(request.body);
    const std::string password = fields.secret("password");
    if (auto good = fields.end(); !good) co_return std::unexpected(good.error());
    auto work = [&role = role_, who = person->id, password](postgres::Session& session) -> http::Reply {
        const std::string& schema = role.database.schema();
        if (const auto wait_s = attempts::too_many(session, schema, attempts::sign_in_from_one_place, who))
            return too_many(*wait_s);
        const std::vector<std::string> left = role.only_owner_of(session, who);
        pqxx::work transaction(session.connection());
        const auto account = credentials::of_person(session, transaction, schema, who);
        if (!account) return std::unexpected(no_account());
        if (!password::verify(account->password_hash, password))
            return std::unexpected(Problem{.type = problems::wrong_password, .detail = "This is not your password."});
        if (!left.empty()) return std::unexpected(only_owner(left));
        credentials::erase(session, transaction, schema, *account);
        transaction.commit();
        return http::Response{.status = 204};
    };
    co_return co_await role_.database.run(std::move(work));
}

}  // namespace tasklog::identity
