#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <expected>
#include <functional>
#include <map>
#include <string>

#include "identity/keys/signing_key.hpp"

namespace tasklog::identity {

/// The body of a GET, or why there is none; it may block.
using Fetch = std::function<std::expected<std::string, std::string>()>;

/// An issuer's published keys, as they are fetched when needed. On the io_context's one thread.
class KeySet {
  public:
    /// `fetch` runs on `threads`.
    KeySet(boost::asio::io_context& io, boost::asio::thread_pool& threads, Fetch fetch)
        : io_(io), threads_(threads), fetch_(std::move(fetch)), fetched_(io) {}
    KeySet(const KeySet&) = delete;

    /// The key of this name; nullptr if the issuer has none. Asks the issuer for one that is not known yet, every few
    /// seconds at most, and for all of them from time to time. An error says why the keys cannot be told.
    boost::asio::awaitable<std::expected<const PublicKey*, std::string>> find(const std::string& kid);

  private:
    using Clock = std::chrono::steady_clock;
    boost::asio::awaitable<void> refresh();

    boost::asio::io_context& io_;
    boost::asio::thread_pool& threads_;
    const Fetch fetch_;
    std::map<std::string, PublicKey> keys_;
    std::string fault_ = "they were not asked for yet";  ///< empty once they have been told
    Clock::time_point asked_{};
    bool asking_ = false;
    boost::asio::steady_timer fetched_;  ///< wakes those who wait for an answer that another has asked for
};

}  // namespace tasklog::identity
