#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "identity/config.hpp"
#include "identity/keys/key_set.hpp"
#include "infra/bounded_map.hpp"
#include "infra/holdings.hpp"
#include "infra/http/message.hpp"

namespace tasklog::identity {

/// The `aud` of the tokens that the identity role makes.
constexpr std::string_view own_audience = "tasklog";
/// What every API token begins with, so that a lost one is recognised.
constexpr std::string_view api_token_prefix = "tasklog_";

/// Says who sends a request, by its bearer token: one signed with the shared keys, by the identity role or by the
/// external issuer, or an API token. On the io_context's one thread; a token that was verified is remembered until it
/// expires, and an API token that is not known for some seconds.
class Identity {
  public:
    Identity(boost::asio::io_context& io, Config config);
    Identity(const Identity&) = delete;

    /// The person, or a 401, a 403 where the token does not allow what is `needed`, or a 503.
    boost::asio::awaitable<std::expected<Person, Problem>> authenticate(const http::Request& request, Scope needed);
    const Config& config() const { return config_; }

  private:
    using Checked = std::expected<Person, Problem>;
    boost::asio::awaitable<Checked> check(const std::string& token, const std::string& network, std::int64_t now_s);
    boost::asio::awaitable<Checked> check_published(KeySet& keys, const std::string& token, jwt::TokenRules expected,
                                                    std::int64_t now_s);
    boost::asio::awaitable<Checked> exchange_once(const std::string& token, const std::string& network,
                                                  std::int64_t now_s);
    boost::asio::awaitable<Checked> ask_for(const std::string& token, std::int64_t now_s);

    /// What a token was found to be, and how long that holds.
    struct TokenMemory {
        Checked checked = std::unexpected(Problem{});
        std::int64_t until_s = 0;
    };
    /// The identity role is being asked what an API token is good for.
    struct Exchange {
        explicit Exchange(boost::asio::io_context& io) : done(io, boost::asio::steady_timer::time_point::max()) {}
        boost::asio::steady_timer done;  ///< cancelled then
        Checked checked = std::unexpected(Problem{});
    };

    boost::asio::io_context& io_;
    const Config config_;
    BoundedMap<TokenMemory> known_;
    std::unordered_map<std::string, std::shared_ptr<Exchange>> exchanges_;  ///< by token
    Holdings exchanges_of_;                                                 ///< of each network, how many
    boost::asio::thread_pool threads_{1};                                   ///< it waits for keys
    boost::asio::thread_pool exchange_threads_{4};                          ///< they wait for the identity role
    KeySet own_keys_;
    KeySet external_keys_;
};

}  // namespace tasklog::identity
