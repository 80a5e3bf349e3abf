#include "identity/identity.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "identity/body.hpp"
#include "identity/limits.hpp"
#include "infra/clock.hpp"
#include "infra/curl/transfer.hpp"
#include "infra/http/peer.hpp"

namespace asio = boost::asio;

namespace tasklog::identity {
namespace {

constexpr std::int64_t unknown_for_s = 10;  ///< an API token that is not known is not asked for again

Problem keys_unavailable(const std::string& why) {
    return {.type = problems::keys_unavailable,
            .detail = "The keys that tokens are verified with cannot be had: " + why + ". Try again.",
            .retry_after_s = 1};
}

Problem not_allowed(Scope needed) {
    return {.type = problems::scope_missing,
            .detail = "The token does not allow this: it needs the scope `" +
                      scope_names(static_cast<unsigned>(needed)) + "`."};
}

/// Calls it at the end of the scope, however that comes.
template <class Call>
struct Finally {
    explicit Finally(Call what) : call(std::move(what)) {}
    ~Finally() { call(); }
    Finally(const Finally&) = delete;
    Call call;
};

Problem too_many_unknown() {
    return {.type = problems::too_many_requests,
            .detail = "Too many unknown API tokens are being tried from your network. Try again.",
            .retry_after_s = 1};
}

std::expected<std::string, std::string> get(const std::string& url) {
    curl::Transfer transfer(url);
    curl::Transfers(1).run(transfer);
    if (!transfer.error.empty()) return std::unexpected(transfer.error);
    if (transfer.status != 200) return std::unexpected(url + " answers " + std::to_string(transfer.status));
    return std::move(transfer.body);
}

/// Where OpenID Connect Discovery 1.0 says that an issuer's keys are.
std::expected<std::string, std::string> get_external_keys(const std::optional<ExternalIssuer>& external) {
    if (!external) return std::unexpected("no issuer is configured");
    std::string url = external->jwks_url;
    if (url.empty()) {
        const auto configuration = get(external->issuer + "/.well-known/openid-configuration");
        if (!configuration) return configuration;
        if (json::text_member_of_json(*configuration, "issuer") != external->issuer)
            return std::unexpected("the configuration of " + external->issuer + " is another issuer's");
        url = json::text_member_of_json(*configuration, "jwks_uri");
    }
    return get(url);
}

}  // namespace

Identity::Identity(asio::io_context& io, Config config)
    : io_(io),
      config_(std::move(config)),
      known_(max_known_tokens),
      own_keys_(io, threads_, [this] { return get(config_.url + "/.well-known/jwks.json"); }),
      external_keys_(io, threads_, [this] { return get_external_keys(config_.external); }) {}

asio::awaitable<std::expected<Person, Problem>> Identity::authenticate(const http::Request& request, Scope needed) {
    const std::string_view header = request.header("Authorization");
    if (header.empty())
        co_return std::unexpected(jwt::unauthorized(
            "Send `Authorization: Bearer TOKEN`: sign in, make an API token, or `tasklog token --user NAME` for "
            "development."));
    if (!header.starts_with("Bearer ") || header.size() > max_bearer_bytes)
        co_return std::unexpected(jwt::unauthorized("The Authorization header must be `Bearer TOKEN`."));
    const std::int64_t now = unix_s();
    const std::string_view sent = header.substr(7);
    TokenMemory* known = known_.find(sent);
    if (!known || known->until_s <= now) {
        const std::string token(sent);
        Checked checked = co_await check(token, http::network_of(request.peer), now);
        const bool holds = checked || (checked.error().type.status == 401 && token.starts_with(api_token_prefix));
        if (!holds) co_return std::unexpected(std::move(checked.error()));
        known = &known_[token];
        known->until_s = checked ? checked->until_s : now + unknown_for_s;
        known->checked = std::move(checked);
    }
    const Checked& checked = known->checked;
    if (!checked) co_return std::unexpected(checked.error());
    if (!allows(checked->scopes, needed)) co_return std::unexpected(not_allowed(needed));
    co_return *checked;
}

asio::awaitable<Identity::Checked> Identity::check(const std::string& token, const std::string& network,
                                                   std::int64_t now) {
    if (token.starts_with(api_token_prefix)) co_return co_await exchange_once(token, network, now);
    const jwt::UnverifiedToken seen = jwt::look_at(token);
    if (config_.external && seen.issuer == config_.external->issuer) {
        jwt::TokenRules expected{.algorithm = config_.external->algorithm,
                                 .key = {},
                                 .issuer = config_.external->issuer,
                                 .audience = config_.external->audience};
        auto checked = co_await check_published(external_keys_, token, std::move(expected), now);
        // Claims of ours mean something else in another's tokens, or were chosen by who asked for them.
        if (checked) {
            checked->scopes = all_scopes;
            checked->may_backdate = false;
        }
        co_return checked;
    }
    if (config_.shared.contains(seen.kid) || seen.issuer != config_.shared.issuer)
        co_return config_.shared.verify(token, now);
    jwt::TokenRules expected{
        .algorithm = "ES256", .key = {}, .issuer = config_.shared.issuer, .audience = std::string(own_audience)};
    co_return co_await check_published(own_keys_, token, std::move(expected), now);
}

asio::awaitable<Identity::Checked> Identity::check_published(KeySet& keys, const std::string& token,
                                                             jwt::TokenRules expected, std::int64_t now) {
    const std::string kid = jwt::look_at(token).kid;
    const auto key = co_await keys.find(kid);
    if (!key) co_return std::unexpected(keys_unavailable(key.error()));
    if (!*key || (*key)->algorithm != expected.algorithm)
        co_return std::unexpected(jwt::unauthorized("The token is not signed with a key that is known here."));
    expected.key = (*key)->pem;
    co_return jwt::verify(token, expected, now);
}

/// One that is being asked for by another request already is not asked for again.
asio::awaitable<Identity::Checked> Identity::exchange_once(const std::string& token, const std::string& network,
                                                           std::int64_t now) {
    if (const auto at = exchanges_.find(token); at != exchanges_.end()) {
        const auto exchange = at->second;
        co_await exchange->done.async_wait(asio::as_tuple(asio::use_awaitable));
        co_return exchange->checked;
    }
    if (exchanges_of_.of(network) >= config_.exchanges_of_a_network) co_return std::unexpected(too_many_unknown());
    const auto exchange = std::make_shared<Exchange>(io_);
    exchanges_.emplace(token, exchange);
    const Holding held(exchanges_of_, network, 1);
    const Finally over([&] {
        exchanges_.erase(token);
        exchange->done.cancel();
    });
    exchange->checked = co_await ask_for(token, now);
    co_return exchange->checked;
}

/// An API token is good for what the identity role makes of it: a token of the usual form that is soon over, so that
/// one that was revoked is not taken for long.
asio::awaitable<Identity::Checked> Identity::ask_for(const std::string& token, std::int64_t now) {
    struct Answer {
        long status;
        std::string body;
        std::string error;
    };
    const Answer answer = co_await asio::async_initiate<decltype(asio::use_awaitable), void(Answer)>(
        [this](auto handler, const std::string& text) {
            asio::post(exchange_threads_, [this, text, handler = std::move(handler)]() mutable {
                curl::Transfer transfer(config_.url + "/api/v1/tokens/exchange");
                transfer.post_json(json::object({{"token", text}}));
                curl::Transfers(1).run(transfer);
                asio::post(io_, [answer = Answer{transfer.status, transfer.body, transfer.error},
                                 handler = std::move(handler)]() mutable { handler(std::move(answer)); });
            });
        },
        asio::use_awaitable, token);
    if (!answer.error.empty() || answer.status >= 500) co_return std::unexpected(keys_unavailable(answer.error));
    const std::string made = json::text_member_of_json(answer.body, "accessToken");
    if (answer.status != 200 || made.empty())
        co_return std::unexpected(jwt::unauthorized("The API token is not known: it was revoked, or has expired."));
    co_return co_await check(made, {}, now);
}

}  // namespace tasklog::identity
