#include "identity/profile/profile_endpoint.hpp"

#include <optional>

#include "identity/accounts/accounts.hpp"
#include "identity/accounts/credentials.hpp"
#include "identity/body.hpp"
#include "identity/keys/shared_keys.hpp"
#include "identity/limits.hpp"
#include "infra/mail/mail.hpp"
#include "infra/uuid.hpp"
#include "infra/webhook/webhook.hpp"

namespace asio = boost::asio;

namespace tasklog::identity {
namespace {

Problem no_webhook() { return {.type = problems::webhook_not_found, .detail = "You have no webhook of this id."}; }
Problem no_such_link() {
    return {.type = problems::link_not_found, .detail = "This link is not one of Tasklog's, or is too old."};
}

/// The only member of an object, a string.
std::expected<std::string, Problem> only_text(std::string_view body, const char* name) {
    Fields fields(body);
    std::string text = fields.text(name);
    if (auto good = fields.end(); !good) return std::unexpected(std::move(good.error()));
    return text;
}

/// The ids that the query asks for.
std::expected<std::set<std::string>, Problem> ids_of(std::string_view query) {
    const auto bad = [] {
        return std::unexpected(Problem{.type = problems::invalid_parameter,
                                       .detail = "?id must be UUIDs with commas between, 100 at most.",
                                       .pointer = "?id"});
    };
    const auto parameters = http::query_parameters(query);
    if (!parameters || parameters->size() != 1 || parameters->front().first != "id") return bad();
    std::set<std::string> out;
    std::string_view rest = parameters->front().second;
    while (!rest.empty()) {
        const std::string_view id = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), id.size() + 1));
        if (!is_uuid(id) || out.size() == max_names) return bad();
        out.emplace(id);
    }
    return out;
}

/// Mail goes where the person was seen to read it, and nowhere else: to the account's address, or to one that the
/// issuer of their token has verified.
std::expected<Profile, Problem> put_profile(postgres::Session& session, const std::string& schema, const Person& person,
                                            Profile profile) {
    pqxx::work transaction(session.connection());
    if (const auto account = credentials::of_person(session, transaction, schema, person.id)) {
        if (profile.mail && credentials::folded(*profile.mail) != account->mail)
            return bad_field("/mail", "is the account's, and changed by PUT /api/v1/account/mail");
        profile.mail = account->mail;
    } else if (profile.mail && credentials::folded(*profile.mail) != credentials::folded(person.mail)) {
        const auto known = accounts::profile(session, transaction, schema, person.id);
        if (!known || known->mail != profile.mail)
            return bad_field("/mail",
                             "must be the address that your sign-in has verified (`email` and `email_verified` of the "
                             "token)");
    }
    accounts::put_profile(session, transaction, schema, person.id, person.subject, profile);
    Profile written = accounts::profile(session, transaction, schema, person.id).value_or(profile);
    transaction.commit();
    return written;
}

/// Outside of coroutines: GCC 12 destroys an initializer list twice that is made within one.
accounts::Webhook new_webhook(std::string id, std::string url) {
    return {std::move(id), std::move(url), {webhook::new_secret()}};
}

http::Response secret_response(unsigned status, const accounts::Webhook& webhook) {
    http::Response response{
        .status = status,
        .body = json::object({{"id", webhook.id}, {"url", webhook.url}, {"secret", webhook.secrets.front()}})};
    response.add_header("Cache-Control", "no-store");
    return response;
}

}  // namespace

void ProfileEndpoint::add_to(http::Router& router) {
    const auto route = routes(router, this);
    route("GET", "/api/v1/me", &ProfileEndpoint::me);
    route("PUT", "/api/v1/me", &ProfileEndpoint::put_me);
    route("GET", "/api/v1/people", &ProfileEndpoint::people);
    route("GET", "/api/v1/webhooks", &ProfileEndpoint::webhooks);
    route("POST", "/api/v1/webhooks", &ProfileEndpoint::add_webhook);
    route("DELETE", "/api/v1/webhooks/{webhook}", &ProfileEndpoint::remove_webhook);
    route("POST", "/api/v1/webhooks/{webhook}/rotate", &ProfileEndpoint::rotate_secret);
    route("PUT", "/api/v1/invitations/{invitation}/address", &ProfileEndpoint::put_address);
    route("GET", "/api/v1/unsubscribe/{token}", &ProfileEndpoint::ask_unsubscribe);
    route("POST", "/api/v1/unsubscribe/{token}", &ProfileEndpoint::unsubscribe);
}

asio::awaitable<http::Reply> ProfileEndpoint::me(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::read);
    if (!person) co_return std::unexpected(person.error());
    auto read = [schema = role_.database.schema(), id = person->id](postgres::Session& session) {
        return accounts::profile(session, schema, id);
    };
    const auto known = co_await role_.database.run(std::move(read));
    co_return http::Response{
        .body = encode(known.value_or(Profile{.display_name = person->subject}), person->id, person->subject)};
}

asio::awaitable<http::Reply> ProfileEndpoint::put_me(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::account);
    if (!person) co_return std::unexpected(person.error());
    const auto profile = decode_profile(request.body);
    if (!profile) co_return std::unexpected(profile.error());
    auto write = [schema = role_.database.schema(), who = *person, profile = *profile](postgres::Session& session) {
        return put_profile(session, schema, who, profile);
    };
    const auto written = co_await role_.database.run(std::move(write));
    if (!written) co_return std::unexpected(written.error());
    co_return http::Response{.body = encode(*written, person->id, person->subject)};
}

asio::awaitable<http::Reply> ProfileEndpoint::people(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::read);
    if (!person) co_return std::unexpected(person.error());
    const auto ids = ids_of(request.query);
    if (!ids) co_return std::unexpected(ids.error());
    auto read = [schema = role_.database.schema(), ids = *ids](postgres::Session& session) {
        return accounts::names_json(session, schema, ids);
    };
    std::string body = co_await role_.database.run(std::move(read));
    co_return http::Response{.body = std::move(body)};
}

asio::awaitable<http::Reply> ProfileEndpoint::webhooks(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::account);
    if (!person) co_return std::unexpected(person.error());
    auto read = [schema = role_.database.schema(), id = person->id](postgres::Session& session) {
        return accounts::webhooks_json(session, schema, id);
    };
    std::string body = co_await role_.database.run(std::move(read));
    co_return http::Response{.body = std::move(body)};
}

asio::awaitable<http::Reply> ProfileEndpoint::add_webhook(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::account);
    if (!person) co_return std::unexpected(person.error());
    const auto url = only_text(request.body, "url");
    if (!url) co_return std::unexpected(url.error());
    if (const std::string fault = webhook::fault_of_url(*url, role_.private_targets); !fault.empty())
        co_return std::unexpected(bad_field("/url", fault).error());
    const accounts::Webhook made = new_webhook(uuid_v7(), *url);
    auto write = [schema = role_.database.schema(), id = person->id, made](postgres::Session& session) {
        return accounts::add_webhook(session, schema, id, made);
    };
    const bool added = co_await role_.database.run(std::move(write));
    if (!added)
        co_return std::unexpected(
            Problem{.type = problems::too_many_webhooks, .detail = "You have ten webhooks: remove one first."});
    co_return secret_response(201, made);
}

asio::awaitable<http::Reply> ProfileEndpoint::remove_webhook(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::account);
    if (!person) co_return std::unexpected(person.error());
    const std::string id(request.path_params[0]);
    if (!is_uuid(id)) co_return std::unexpected(no_webhook());
    auto write = [schema = role_.database.schema(), who = person->id, id](postgres::Session& session) {
        return accounts::remove_webhook(session, schema, who, id);
    };
    const bool removed = co_await role_.database.run(std::move(write));
    if (!removed) co_return std::unexpected(no_webhook());
    co_return http::Response{.status = 204};
}

asio::awaitable<http::Reply> ProfileEndpoint::rotate_secret(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::account);
    if (!person) co_return std::unexpected(person.error());
    const accounts::Webhook made = new_webhook(std::string(request.path_params[0]), "");
    if (!is_uuid(made.id)) co_return std::unexpected(no_webhook());
    auto write = [schema = role_.database.schema(), who = person->id, made](postgres::Session& session) {
        return accounts::rotate_secret(session, schema, who, made.id, made.secrets.front());
    };
    const bool there = co_await role_.database.run(std::move(write));
    if (!there) co_return std::unexpected(no_webhook());
    co_return secret_response(200, made);
}

asio::awaitable<http::Reply> ProfileEndpoint::put_address(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::write);
    if (!person) co_return std::unexpected(person.error());
    const std::string invitation(request.path_params[0]);
    const auto to = only_text(request.body, "mail");
    if (!to) co_return std::unexpected(to.error());
    if (const std::string fault = mail::fault_of_address(*to); !fault.empty())
        co_return std::unexpected(bad_field("/mail", fault).error());
    if (!is_uuid(invitation))
        co_return std::unexpected(
            Problem{.type = problems::invitation_not_found, .detail = "An invitation's id is a UUID."});
    auto write = [schema = role_.database.schema(), who = person->id, invitation,
                  to = *to](postgres::Session& session) {
        return accounts::put_address(session, schema, who, invitation, to);
    };
    switch (co_await role_.database.run(std::move(write))) {
        case accounts::AddressOutcome::done:
            co_return http::Response{.status = 204};
        case accounts::AddressOutcome::taken:
            co_return std::unexpected(Problem{.type = problems::invitation_addressed,
                                              .detail = "Someone else has given this invitation an address."});
        case accounts::AddressOutcome::too_many:
            break;
    }
    co_return std::unexpected(Problem{.type = problems::too_many_invitations,
                                      .detail = "You have addressed 200 invitations within a day. Try again tomorrow.",
                                      .retry_after_s = 86'400});
}

asio::awaitable<http::Reply> ProfileEndpoint::ask_unsubscribe(const http::Request& request) {
    if (!verified_id(role_.keys, "unsubscribe", request.path_params[0])) co_return std::unexpected(no_such_link());
    // Mail scanners follow links: nothing changes until a person presses the button.
    co_return http::Response{.content_type = "text/html; charset=utf-8",
                             .body =
                                 "<!doctype html><meta charset=utf-8><title>Tasklog</title><form method=post>"
                                 "<p>No more mails from Tasklog? <button>Yes, stop them</button></form>"};
}

asio::awaitable<http::Reply> ProfileEndpoint::unsubscribe(const http::Request& request) {
    const auto person = verified_id(role_.keys, "unsubscribe", request.path_params[0]);
    if (!person) co_return std::unexpected(no_such_link());
    auto write = [schema = role_.database.schema(), id = *person](postgres::Session& session) {
        return accounts::stop_mail(session, schema, id);
    };
    co_await role_.database.run(std::move(write));
    co_return http::Response{.content_type = "text/html; charset=utf-8",
                             .body =
                                 "<!doctype html><meta charset=utf-8><title>Tasklog</title>"
                                 "<p>You get no more mails from Tasklog. Your profile can turn them on again."};
}

}  // namespace tasklog::identity
