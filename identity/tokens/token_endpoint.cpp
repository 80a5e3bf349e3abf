#include "identity/tokens/token_endpoint.hpp"

#include "identity/accounts/credentials.hpp"
#include "identity/body.hpp"
#include "identity/keys/signing_keys.hpp"
#include "identity/limits.hpp"
#include "identity/profile/profile.hpp"
#include "identity/tokens/api_tokens.hpp"
#include "infra/clock.hpp"
#include "infra/uuid.hpp"

namespace asio = boost::asio;

namespace tasklog::identity {
namespace {

/// A revoked API token is taken for so long at most.
constexpr std::int64_t exchanged_s = 15;

http::Response secret(unsigned status, std::string json) {
    http::Response response{.status = status, .body = std::move(json)};
    response.add_header("Cache-Control", "no-store");
    return response;
}

api_tokens::NewToken new_token(Fields& fields) {
    api_tokens::NewToken out{
        .name = fields.text("name"), .scopes = 0, .days = fields.number("days", 1, max_token_days, 90)};
    if (const std::string fault = fault_of_name(out.name); !fault.empty()) fields.refuse("name", fault);
    for (const std::string& name : fields.texts("scopes")) {
        if (name != "read" && name != "write") fields.refuse("scopes", "can be read and write");
        out.scopes |= parse_scopes(name);
    }
    if (out.scopes == 0) fields.refuse("scopes", "must name one at least");
    return out;
}

}  // namespace

void TokenEndpoint::add_to(http::Router& router) {
    const auto route = routes(router, this);
    route("GET", "/api/v1/tokens", &TokenEndpoint::list);
    route("POST", "/api/v1/tokens", &TokenEndpoint::make);
    route("DELETE", "/api/v1/tokens/{token}", &TokenEndpoint::remove);
    route("POST", "/api/v1/tokens/exchange", &TokenEndpoint::exchange);
    route("GET", "/.well-known/jwks.json", &TokenEndpoint::keys);
}

asio::awaitable<http::Reply> TokenEndpoint::list(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::account);
    if (!person) co_return std::unexpected(person.error());
    auto work = [schema = role_.database.schema(), who = person->id](postgres::Session& session) {
        return api_tokens::list_json(session, schema, who);
    };
    std::string body = co_await role_.database.run(std::move(work));
    co_return http::Response{.body = std::move(body)};
}

asio::awaitable<http::Reply> TokenEndpoint::make(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::account);
    if (!person) co_return std::unexpected(person.error());
    Fields fields(request.body);
    const api_tokens::NewToken wanted = new_token(fields);
    if (auto good = fields.end(); !good) co_return std::unexpected(good.error());
    auto work = [schema = role_.database.schema(), who = person->id,
                 wanted](postgres::Session& session) -> http::Reply {
        std::optional<credentials::Credentials> account;
        {
            pqxx::nontransaction read(session.connection());
            account = credentials::of_person(session, read, schema, who);
        }
        if (!account) return std::unexpected(no_account());
        const auto made = api_tokens::add(session, schema, account->account, wanted);
        if (!made)
            return std::unexpected(
                Problem{.type = problems::too_many_tokens, .detail = "You have 50 tokens: remove one."});
        return secret(201, json::object({{"id", made->id}, {"token", made->token}}));
    };
    co_return co_await role_.database.run(std::move(work));
}

asio::awaitable<http::Reply> TokenEndpoint::remove(const http::Request& request) {
    const auto person = co_await role_.identity.authenticate(request, Scope::account);
    if (!person) co_return std::unexpected(person.error());
    const std::string id(request.path_params[0]);
    auto work = [schema = role_.database.schema(), who = person->id, id](postgres::Session& session) {
        return is_uuid(id) && api_tokens::remove(session, schema, who, id);
    };
    const bool removed = co_await role_.database.run(std::move(work));
    if (!removed)
        co_return std::unexpected(Problem{.type = problems::token_not_found, .detail = "You have no such token."});
    co_return http::Response{.status = 204};
}

asio::awaitable<http::Reply> TokenEndpoint::exchange(const http::Request& request) {
    Fields fields(request.body);
    const std::string token = fields.text("token");
    if (auto good = fields.end(); !good) co_return std::unexpected(good.error());
    auto work = [&role = role_, token](postgres::Session& session) -> http::Reply {
        const std::string& schema = role.database.schema();
        const auto known = api_tokens::find(session, schema, token);
        if (!known)
            return std::unexpected(jwt::unauthorized("The API token is not known: it was revoked, or has expired."));
        const SigningKey key = signing_keys::newest(session, schema, role.keys);
        const std::int64_t now = unix_s();
        const std::string made = jwt::sign({.issuer = role.identity.config().shared.issuer,
                                            .subject = known->account,
                                            .audience = std::string(own_audience),
                                            .issued_s = now,
                                            .expires_s = now + exchanged_s,
                                            .scope = known->scopes},
                                           "ES256", key.kid, key.private_pem);
        return secret(200, json::object({{"accessToken", made}, {"expiresIn", exchanged_s}}));
    };
    co_return co_await role_.database.run(std::move(work));
}

asio::awaitable<http::Reply> TokenEndpoint::keys(const http::Request&) {
    auto work = [&role = role_](postgres::Session& session) {
        signing_keys::newest(session, role.database.schema(), role.keys);  // there is one from the beginning
        return signing_keys::jwks(session, role.database.schema());
    };
    std::string body = co_await role_.database.run(std::move(work));
    http::Response response{.body = std::move(body)};
    response.add_header("Cache-Control", "public, max-age=60");
    co_return response;
}

}  // namespace tasklog::identity
