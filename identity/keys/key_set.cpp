#include "identity/keys/key_set.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "infra/log.hpp"

namespace asio = boost::asio;

namespace tasklog::identity {
namespace {

constexpr std::chrono::seconds min_pause{3};  ///< between two questions for a key that is not known
constexpr std::chrono::minutes max_age{10};   ///< then a key that was withdrawn is noticed

using Fetched = std::expected<std::string, std::string>;

}  // namespace

asio::awaitable<std::expected<const PublicKey*, std::string>> KeySet::find(const std::string& kid) {
    const auto age = Clock::now() - asked_;
    const bool unknown = !keys_.contains(kid) && (asked_ == Clock::time_point{} || age > min_pause);
    if (asking_ || unknown || age > max_age) co_await refresh();
    const auto at = keys_.find(kid);
    if (at != keys_.end()) co_return &at->second;
    if (!fault_.empty()) co_return std::unexpected(fault_);
    co_return nullptr;
}

asio::awaitable<void> KeySet::refresh() {
    if (asking_) {
        co_await fetched_.async_wait(asio::as_tuple(asio::use_awaitable));
        co_return;
    }
    asking_ = true;
    fetched_.expires_at(Clock::time_point::max());
    const Fetched answer = co_await asio::async_initiate<decltype(asio::use_awaitable), void(Fetched)>(
        [this](auto handler) {
            asio::post(threads_, [this, handler = std::move(handler)]() mutable {
                asio::post(io_,
                           [answer = fetch_(), handler = std::move(handler)]() mutable { handler(std::move(answer)); });
            });
        },
        asio::use_awaitable);
    auto keys = answer ? parse_jwks(*answer) : std::unexpected(answer.error());
    asking_ = false;
    asked_ = Clock::now();
    // Keys that were good stay so while their issuer is away.
    if (keys) {
        keys_ = std::move(*keys);
        fault_.clear();
    } else if (keys_.empty()) {
        fault_ = keys.error();
        log::warn("an issuer's keys cannot be read", {{"why", fault_}});
    }
    fetched_.cancel();
}

}  // namespace tasklog::identity
