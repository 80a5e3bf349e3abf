#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <expected>
#include <string>
#include <string_view>
#include <unordered_map>

#include "identity/config.hpp"
#include "identity/key_set.hpp"
#include "infra/http/message.hpp"

namespace tasklog::identity {

/// The `aud` of the tokens that the identity role makes.
constexpr std::string_view own_audience = "tasklog";
/// What every API token begins with, so that a lost one is recognised.
constexpr std::string_view api_token_prefix = "tasklog_";

/// Says who sends a request, by its bearer token: one signed with the shared keys, by the identity role or by the
/// external issuer, or an API token. On the io_context's one thread; a token that was verified is remembered until it
/// expires.
class Identity {
  public:
    Identity(boost::asio::io_context& io, Config config);
    Identity(const Identity&) = delete;

    /// The person, or a 401, a 403 where the token does not allow what is `needed`, or a 503.
    boost::asio::awaitable<std::expected<Person, Problem>> authenticate(const http::Request& request, Scope needed);
    const Config& config() const { return config_; }

  private:
    using Checked = std::expected<jwt::Verified, Problem>;
    boost::asio::awaitable<Checked> check(const std::string& token, std::int64_t now_s);
    boost::asio::awaitable<Checked> check_published(KeySet& keys, const std::string& token, jwt::Expected expected,
                                                    std::int64_t now_s);
    boost::asio::awaitable<Checked> exchange(const std::string& token, std::int64_t now_s);

    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    boost::asio::io_context& io_;
    const Config config_;
    std::unordered_map<std::string, jwt::Verified, Hash, std::equal_to<>> known_;
    boost::asio::thread_pool threads_{1};  ///< they wait for the identity role's and the issuer's answers
    KeySet own_keys_;
    KeySet external_keys_;
};

}  // namespace tasklog::identity
