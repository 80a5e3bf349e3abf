#include "identity/endpoint.hpp"

#include <optional>

#include "identity/accounts.hpp"
#include "identity/body.hpp"
#include "identity/unsubscribe.hpp"
#include "infra/http/database.hpp"
#include "infra/mail/mail.hpp"
#include "infra/uuid.hpp"
#include "infra/webhook/webhook.hpp"

namespace asio = boost::asio;

namespace tasklog::identity {
namespace {

Problem no_webhook() {
    return {.status = 404, .type = "webhook-not-found", .detail = "You have no webhook of this id."};
}
Problem no_such_link() {
    return {.status = 404, .type = "link-not-found", .detail = "This link is not one of Tasklog's, or is too old."};
}

/// The only member of an object, a string.
std::expected<std::string, Problem> only_text(std::string_view body, const char* name) {
    rapidjson::Document document;
    if (auto parsed = parse_object(document, body); !parsed) return std::unexpected(parsed.error());
    for (const auto& member : document.GetObject())
        if (text_of(member.name) != name)
            return bad_field("/" + std::string(text_of(member.name)), "is not known here");
    if (!document.HasMember(name)) return bad_field(std::string("/") + name, "is missing");
    if (!document[name].IsString()) return bad_field(std::string("/") + name, "must be a string");
    return std::string(text_of(document[name]));
}

/// Outside of coroutines: GCC 12 destroys an initializer list twice that is made within one.
accounts::Webhook new_webhook(std::string id, std::string url) {
    return {std::move(id), std::move(url), {webhook::new_secret()}};
}

http::Response secret_response(unsigned status, const accounts::Webhook& webhook) {
    rapidjson::Document out(rapidjson::kObjectType);
    auto& pool = out.GetAllocator();
    out.AddMember("id", rapidjson::Value(webhook.id, pool), pool);
    if (!webhook.url.empty()) out.AddMember("url", rapidjson::Value(webhook.url, pool), pool);
    out.AddMember("secret", rapidjson::Value(webhook.secrets.front(), pool), pool);
    http::Response response{.status = status, .body = json_of(out)};
    response.add_header("Cache-Control", "no-store");
    return response;
}

}  // namespace

template <class F>
auto Endpoint::run(F work) -> asio::awaitable<decltype(work(std::declval<postgres::Session&>()))> {
    using Result = decltype(work(std::declval<postgres::Session&>()));
    auto result = std::make_shared<std::optional<Result>>();
    postgres::Work on_pool = [work = std::move(work), result, created = created_,
                              schema = config_.schema](postgres::Session& session) {
        if (!*created) accounts::create(session, schema);
        *created = true;
        result->emplace(work(session));
        return pqxx::result();
    };
    co_await pool_.run(io_, std::move(on_pool));
    co_return std::move(**result);
}

void Endpoint::add_to(http::Router& router) {
    const auto add = [&](const char* method, const char* pattern, Answer (Endpoint::*handle)(const http::Request&)) {
        router.add(
            method, pattern,
            http::with_database([this, handle](const http::Request& request) { return (this->*handle)(request); },
                                {.status = 503,
                                 .type = "accounts-unavailable",
                                 .detail = "The database is not reachable. Nothing was changed. Try again.",
                                 .retry_after_s = 1}));
    };
    add("GET", "/api/v1/me", &Endpoint::me);
    add("PUT", "/api/v1/me", &Endpoint::put_me);
    add("GET", "/api/v1/webhooks", &Endpoint::webhooks);
    add("POST", "/api/v1/webhooks", &Endpoint::add_webhook);
    add("DELETE", "/api/v1/webhooks/{webhook}", &Endpoint::remove_webhook);
    add("POST", "/api/v1/webhooks/{webhook}/rotate", &Endpoint::rotate_secret);
    add("PUT", "/api/v1/invitations/{invitation}/address", &Endpoint::put_address);
    add("GET", "/api/v1/unsubscribe/{token}", &Endpoint::ask_unsubscribe);
    add("POST", "/api/v1/unsubscribe/{token}", &Endpoint::unsubscribe);
}

Endpoint::Answer Endpoint::me(const http::Request& request) {
    const auto person = identity_.authenticate(request);
    if (!person) co_return http::problem_response(person.error());
    auto read = [schema = config_.schema, id = person->id](postgres::Session& session) {
        return accounts::profile(session, schema, id);
    };
    const auto known = co_await run(std::move(read));
    co_return http::Response{
        .body = encode(known.value_or(Profile{.display_name = person->subject}), person->id, person->subject)};
}

Endpoint::Answer Endpoint::put_me(const http::Request& request) {
    const auto person = identity_.authenticate(request);
    if (!person) co_return http::problem_response(person.error());
    const auto profile = decode_profile(request.body);
    if (!profile) co_return http::problem_response(profile.error());
    auto write = [schema = config_.schema, who = *person, what = *profile](postgres::Session& session) {
        accounts::put_profile(session, schema, who.id, who.subject, what);
        return true;
    };
    co_await run(std::move(write));
    co_return http::Response{.body = encode(*profile, person->id, person->subject)};
}

Endpoint::Answer Endpoint::webhooks(const http::Request& request) {
    const auto person = identity_.authenticate(request);
    if (!person) co_return http::problem_response(person.error());
    auto read = [schema = config_.schema, id = person->id](postgres::Session& session) {
        return accounts::webhooks_json(session, schema, id);
    };
    std::string body = co_await run(std::move(read));
    co_return http::Response{.body = std::move(body)};
}

Endpoint::Answer Endpoint::add_webhook(const http::Request& request) {
    const auto person = identity_.authenticate(request);
    if (!person) co_return http::problem_response(person.error());
    const auto url = only_text(request.body, "url");
    if (!url) co_return http::problem_response(url.error());
    if (const std::string fault = webhook::fault_of_url(*url, config_.private_targets); !fault.empty())
        co_return http::problem_response(bad_field("/url", fault).error());
    const accounts::Webhook made = new_webhook(uuid_v7(), *url);
    auto write = [schema = config_.schema, id = person->id, made](postgres::Session& session) {
        return accounts::add_webhook(session, schema, id, made);
    };
    const bool added = co_await run(std::move(write));
    if (!added)
        co_return http::problem_response(
            {.status = 409, .type = "too-many-webhooks", .detail = "You have ten webhooks: remove one first."});
    co_return secret_response(201, made);
}

Endpoint::Answer Endpoint::remove_webhook(const http::Request& request) {
    const auto person = identity_.authenticate(request);
    if (!person) co_return http::problem_response(person.error());
    const std::string id(request.path_params[0]);
    if (!is_uuid(id)) co_return http::problem_response(no_webhook());
    auto write = [schema = config_.schema, who = person->id, id](postgres::Session& session) {
        return accounts::remove_webhook(session, schema, who, id);
    };
    const bool removed = co_await run(std::move(write));
    co_return removed ? http::Response{.status = 204} : http::problem_response(no_webhook());
}

Endpoint::Answer Endpoint::rotate_secret(const http::Request& request) {
    const auto person = identity_.authenticate(request);
    if (!person) co_return http::problem_response(person.error());
    const accounts::Webhook made = new_webhook(std::string(request.path_params[0]), "");
    if (!is_uuid(made.id)) co_return http::problem_response(no_webhook());
    auto write = [schema = config_.schema, who = person->id, made](postgres::Session& session) {
        return accounts::rotate_secret(session, schema, who, made.id, made.secrets.front());
    };
    const bool there = co_await run(std::move(write));
    co_return there ? secret_response(200, made) : http::problem_response(no_webhook());
}

Endpoint::Answer Endpoint::put_address(const http::Request& request) {
    const auto person = identity_.authenticate(request);
    if (!person) co_return http::problem_response(person.error());
    const std::string invitation(request.path_params[0]);
    const auto to = only_text(request.body, "mail");
    if (!to) co_return http::problem_response(to.error());
    if (const std::string fault = mail::fault_of_address(*to); !fault.empty())
        co_return http::problem_response(bad_field("/mail", fault).error());
    if (!is_uuid(invitation))
        co_return http::problem_response(
            {.status = 404, .type = "invitation-not-found", .detail = "An invitation's id is a UUID."});
    auto write = [schema = config_.schema, who = person->id, invitation, to = *to](postgres::Session& session) {
        return accounts::put_address(session, schema, who, invitation, to);
    };
    switch (co_await run(std::move(write))) {
        case accounts::Addressed::done:
            co_return http::Response{.status = 204};
        case accounts::Addressed::taken:
            co_return http::problem_response({.status = 409,
                                              .type = "invitation-addressed",
                                              .detail = "Someone else has given this invitation an address."});
        case accounts::Addressed::too_many:
            break;
    }
    co_return http::problem_response({.status = 429,
                                      .type = "too-many-invitations",
                                      .detail = "You have addressed 200 invitations within a day. Try again tomorrow.",
                                      .retry_after_s = 86'400});
}

Endpoint::Answer Endpoint::ask_unsubscribe(const http::Request& request) {
    if (!person_of(config_.keys, request.path_params[0])) co_return http::problem_response(no_such_link());
    // Mail scanners follow links: nothing changes until a person presses the button.
    co_return http::Response{.content_type = "text/html; charset=utf-8",
                             .body =
                                 "<!doctype html><meta charset=utf-8><title>Tasklog</title><form method=post>"
                                 "<p>No more mails from Tasklog? <button>Yes, stop them</button></form>"};
}

Endpoint::Answer Endpoint::unsubscribe(const http::Request& request) {
    const auto person = person_of(config_.keys, request.path_params[0]);
    if (!person) co_return http::problem_response(no_such_link());
    auto write = [schema = config_.schema, id = *person](postgres::Session& session) {
        return accounts::stop_mail(session, schema, id);
    };
    co_await run(std::move(write));
    co_return http::Response{.content_type = "text/html; charset=utf-8",
                             .body =
                                 "<!doctype html><meta charset=utf-8><title>Tasklog</title>"
                                 "<p>You get no more mails from Tasklog. Your profile can turn them on again."};
}

}  // namespace tasklog::identity
