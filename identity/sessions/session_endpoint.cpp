#include "identity/sessions/session_endpoint.hpp"

#include <utility>

#include "identity/accounts/attempts.hpp"
#include "identity/accounts/links.hpp"
#include "identity/accounts/password.hpp"
#include "identity/body.hpp"
#include "identity/keys/signing_keys.hpp"
#include "infra/clock.hpp"
#include "infra/http/peer.hpp"
#include "infra/mail/mail.hpp"
#include "infra/uuid.hpp"

namespace asio = boost::asio;

namespace tasklog::identity {
namespace {

constexpr std::int64_t access_token_s = 900;
// The prefix has browsers refuse it from another host, from a path, or over http.
constexpr std::string_view cookie_name = "__Host-tasklog-session";

std::string cookie(const std::string& token, int days) {
    return std::string(cookie_name) + "=" + token +
           "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(days * 86'400);
}

/// The refresh token that the browser sends, empty if it sends none.
std::string cookie_of(const http::Request& request) {
    std::string_view rest = request.header("Cookie");
    while (!rest.empty()) {
        std::string_view part = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
        while (part.starts_with(' ')) part.remove_prefix(1);
        if (part.starts_with(cookie_name) && part.substr(cookie_name.size()).starts_with('='))
            return std::string(part.substr(cookie_name.size() + 1));
    }
    return {};
}

http::Response signed_out(http::Response response) {
    response.add_header("Set-Cookie", cookie("", 0));
    return response;
}

Problem wrong_password() {
    return {.type = problems::wrong_credentials, .detail = "The mail address or the password is wrong."};
}
Problem no_session() {
    return {.type = problems::no_session, .detail = "You are not signed in here, or no longer. Sign in again."};
}

struct SignedIn {
    SigningKey key;
    std::string account;
    sessions::SessionTokens opened;
};
/// What came of an attempt: signed in, refused, or one too many.
using Attempt = std::expected<SignedIn, Problem>;

struct SignInForm {
    std::string mail;
    std::string password;
    std::string address;
    std::string agent;
};

Attempt try_to_sign_in(postgres::Session& session, const std::string& schema,
                       const std::map<std::string, std::string>& keys, const SignInForm& given) {
    namespace at = attempts;
    const std::string pair = given.mail + "\n" + given.address;
    for (const auto& [limit, who] :
         {std::pair{at::sign_in_from_an_address, given.address}, std::pair{at::sign_in_to_one_account, given.mail},
          std::pair{at::sign_in_from_one_place, pair}})
        if (const auto wait_s = at::too_many(session, schema, limit, who)) return too_many(*wait_s);
    std::optional<credentials::Credentials> account;
    {
        pqxx::nontransaction read(session.connection());
        account = credentials::of_mail(session, read, schema, given.mail);
    }
    if (!password::verify(account ? account->password_hash : "", given.password))
        return std::unexpected(wrong_password());
    at::forgive(session, schema, at::sign_in_from_one_place, pair);
    SigningKey key = signing_keys::newest(session, schema, keys);
    pqxx::work transaction(session.connection());
    if (password::is_dated(account->password_hash))
        credentials::set_password(session, transaction, schema, account->account, password::hash(given.password));
    auto opened = sessions::open(session, transaction, schema, account->account, given.agent);
    transaction.commit();
    return SignedIn{std::move(key), account->account, std::move(opened)};
}

}  // namespace

http::Response signed_in(const Role& role, unsigned status, const SigningKey& key, const std::string& account,
                         const sessions::SessionTokens& opened) {
    const std::string& issuer = role.identity.config().shared.issuer;
    const std::int64_t now = unix_s();
    const std::string token = jwt::sign({.issuer = issuer,
                                         .subject = account,
                                         .audience = std::string(own_audience),
                                         .issued_s = now,
                                         .expires_s = now + access_token_s,
                                         .scope = scope_names(all_scopes),
                                         .session = opened.session},
                                        "ES256", key.kid, key.private_pem);
    const std::string person = person_id(issuer, account);
    http::Response response{
        .status = status,
        .body = json::object({{"accessToken", token}, {"expiresIn", access_token_s}, {"person", person}})};
    response.add_header("Set-Cookie", cookie(opened.refresh_token, sessions::lifetime_days));
    response.add_header("Cache-Control", "no-store");
    return response;
}

void SessionEndpoint::add_to(http::Router& router) {
    const auto route = routes(router, this);
    route("POST", "/api/v1/session", &SessionEndpoint::sign_in);
    route("POST", "/api/v1/session/refresh", &SessionEndpoint::refresh);
    route("DELETE", "/api/v1/session", &SessionEndpoint::sign_out);
    route("GET", "/api/v1/sessions", &SessionEndpoint::list);
    route("DELETE", "/api/v1/sessions/{session}", &SessionEndpoint::end_one);
    route("PUT", "/api/v1/password", &SessionEndpoint::change_password);
    route("POST", "/api/v1/password/forgot", &SessionEndpoint::forgot_password);
    route("POST", "/api/v1/password/reset", &SessionEndpoint::reset_password);
}

asio::awaitable<http::Reply> SessionEndpoint::sign_in(const http::Request& request) {
    if (auto refused = cross_site(role_, request)) co_return std::unexpected(std::move(*refused));
    Fields fields(request.body);
    SignInForm given{.mail = credentials::folded(fields.text("mail")),
                     .password = fields.secret("password"),
                     .address = http::network_of(request.peer),
                     .agent = std::string(request.header("User-Agent"))};
    if (auto good = fields.end(); !good) co_return std::unexpected(good.error());
    auto work = [schema = role_.database.schema(), keys = role_.keys, given](postgres::Session& session) {
        return try_to_sign_in(session, schema, keys, given);
    };
    Attempt attempt = co_await role_.database.run(std::move(work));
    if (!attempt) co_return std::unexpected(std::move(attempt.error()));
    co_return signed_in(role_, 200, attempt->key, attempt->account, attempt->opened);
}

asio::awaitable<http::Reply> SessionEndpoint::refresh(const http::Request& request) {
    if (auto refused = cross_site(role_, request)) co_return std::unexpected(std::move(*refused));
    const std::string token = cookie_of(request);
    if (token.empty()) co_return std::unexpected(no_session());
    auto work = [schema = role_.database.schema(), keys = role_.keys, token](postgres::Session& session) -> Attempt {
        auto next = sessions::refresh(session, schema, token);
        if (!next) return std::unexpected(no_session());
        return SignedIn{signing_keys::newest(session, schema, keys), std::move(next->account), std::move(next->opened)};
    };
    Attempt attempt = co_await role_.database.run(std::move(work));
    if (!attempt) co_return signed_out(http::problem_response(attempt.error()));
    co_return signed_in(role_, 200, attempt->key, attempt->account, attempt->opened);
}

asio::awaitable<http::Reply> SessionEndpoint::sign_out(const http::Request& request) {
    if (auto refused = cross_site(role_, request)) co_return std::unexpected(std::move(*refused));
    const std::string token = cookie_of(request);
    auto work = [schema = role_.database.schema(), token](postgres::Session& session) {
        return sessions::close(session, schema, token);
    };
    if (!token.empty()) co_await role_.database.run(std::move(work));
    co_return signed_out({.status = 204});
}

asio::awaitable<http::Reply> SessionEndpoint::list(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::account);
    if (!person) co_return std::unexpected(person.error());
    auto work = [schema = role_.database.schema(), who = *person](postgres::Session& session) {
        return sessions::list_json(session, schema, who.id, who.session);
    };
    std::string body = co_await role_.database.run(std::move(work));
    co_return http::Response{.body = std::move(body)};
}

asio::awaitable<http::Reply> SessionEndpoint::end_one(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::account);
    if (!person) co_return std::unexpected(person.error());
    const std::string id(request.path_params[0]);
    auto work = [schema = role_.database.schema(), who = person->id, id](postgres::Session& session) {
        return is_uuid(id) && sessions::close_one(session, schema, who, id);
    };
    const bool ended = co_await role_.database.run(std::move(work));
    if (!ended)
        co_return std::unexpected(
            Problem{.type = problems::session_not_found, .detail = "You have no session of this id."});
    co_return http::Response{.status = 204};
}

asio::awaitable<http::Reply> SessionEndpoint::change_password(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::account);
    if (!person) co_return std::unexpected(person.error());
    Fields fields(request.body);
    const std::string old = fields.secret("password");
    const std::string wanted = fields.secret("new");
    if (auto good = fields.end(); !good) co_return std::unexpected(good.error());
    auto work = [schema = role_.database.schema(), who = *person, old,
                 wanted](postgres::Session& session) -> std::expected<void, Problem> {
        if (const auto wait_s = attempts::too_many(session, schema, attempts::sign_in_from_one_place, who.id))
            return too_many(*wait_s);
        pqxx::work transaction(session.connection());
        const auto account = credentials::of_person(session, transaction, schema, who.id);
        if (!account) return std::unexpected(no_account());
        if (!password::verify(account->password_hash, old))
            return std::unexpected(
                Problem{.type = problems::wrong_password, .detail = "This is not your present password."});
        if (const std::string fault = password::fault_of(wanted, account->mail); !fault.empty())
            return std::unexpected(invalid_field("/new", fault));
        credentials::set_password(session, transaction, schema, account->account, password::hash(wanted));
        sessions::close_others(session, transaction, schema, account->account, who.session);
        transaction.commit();
        attempts::forgive(session, schema, attempts::sign_in_from_one_place, who.id);
        return {};
    };
    const auto done = co_await role_.database.run(std::move(work));
    if (!done) co_return std::unexpected(done.error());
    co_return http::Response{.status = 204};
}

asio::awaitable<http::Reply> SessionEndpoint::forgot_password(const http::Request& request) {
    if (!role_.sends_mail)
        co_return std::unexpected(
            Problem{.type = problems::no_mail,
                    .detail = "This Tasklog sends no mail. Its operator can make a link: `tasklog account reset`."});
    Fields fields(request.body);
    const std::string mail = credentials::folded(fields.text("mail"));
    const std::string language = fields.text("language", "en");
    if (const std::string fault = mail::fault_of_address(mail); !fault.empty()) fields.refuse("mail", fault);
    if (auto good = fields.end(); !good) co_return std::unexpected(good.error());
    auto work = [schema = role_.database.schema(), mail, language,
                 address = http::network_of(request.peer)](postgres::Session& session) -> std::expected<void, Problem> {
        if (const auto wait_s = attempts::too_many(session, schema, attempts::links_from_an_address, address))
            return too_many(*wait_s);
        // One too many for an address is not told: it would be of others, too.
        if (attempts::too_many(session, schema, attempts::links_to_a_mail, mail)) return {};
        pqxx::work transaction(session.connection());
        links::request_mail(session, transaction, schema, links::Purpose::reset_password, mail, language);
        transaction.commit();
        return {};
    };
    const auto done = co_await role_.database.run(std::move(work));
    if (!done) co_return std::unexpected(done.error());
    co_return http::Response{.status = 204};
}

asio::awaitable<http::Reply> SessionEndpoint::reset_password(const http::Request& request) {
    Fields fields(request.body);
    const std::string token = fields.text("token");
    const std::string wanted = fields.secret("password");
    if (const std::string fault = password::fault_of(wanted, ""); !fault.empty()) fields.refuse("password", fault);
    if (auto good = fields.end(); !good) co_return std::unexpected(good.error());
    auto work = [schema = role_.database.schema(), token, wanted,
                 address = http::network_of(request.peer)](postgres::Session& session) -> std::expected<void, Problem> {
        if (const auto wait_s = attempts::too_many(session, schema, attempts::tokens_from_an_address, address))
            return too_many(*wait_s);
        const std::string hash = password::hash(wanted);
        pqxx::work transaction(session.connection());
        const auto link = links::use(session, transaction, schema, links::Purpose::reset_password, token);
        if (!link) return std::unexpected(no_link());
        credentials::set_password(session, transaction, schema, link->account, hash);
        sessions::close_others(session, transaction, schema, link->account, "");
        transaction.commit();
        return {};
    };
    const auto done = co_await role_.database.run(std::move(work));
    if (!done) co_return std::unexpected(done.error());
    co_return http::Response{.status = 204};
}

}  // namespace tasklog::identity
