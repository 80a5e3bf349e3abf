#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include "infra/postgres/session.hpp"

namespace tasklog::postgres {

/// What is done with a connection. GCC 12 destroys a lambda twice that is made within a co_await expression: name it
/// first.
using Work = std::function<pqxx::result(Session&)>;

struct PoolBounds {
    std::size_t waiting_each = 128;            ///< of one share; more are refused
    std::chrono::milliseconds longest{5'000};  ///< of a statement; 0: no bound
    std::chrono::microseconds quick{20'000};   ///< in the mean; a share whose work takes longer gets half of
                                               ///< the connections at most
};

/// Too much of one share waits already.
struct TooMuch : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Blocking database work for an event loop: as many threads as connections. Work is done for shares, such as people:
/// the shares take turns; none takes all connections, and one whose work is slow half of them at most.
class Pool {
  public:
    Pool(Address address, std::size_t connections, const PoolBounds& bounds = {});
    ~Pool();
    Pool(const Pool&) = delete;

    /// Runs `work` on a thread of the pool with a connection, and goes on with its result on `io`. A connection is made
    /// when first needed; one found broken is made anew and the work tried once more, so work must be repeatable.
    /// Throws what the work throws, pqxx::broken_connection while the server is away, TooMuch.
    boost::asio::awaitable<pqxx::result> run(boost::asio::io_context& io, Work work, std::string share = {});

  private:
    struct Share {
        std::deque<std::function<void()>> waiting;
        std::size_t running = 0;
        double mean_us = -1;  ///< of what it did lately; negative: not known yet
    };

    bool enqueue(const std::string& share, std::function<void()> job);
    /// On a thread of the pool: does the next job of whoever's turn it is.
    void do_next();
    Share* next_share();
    void forget_idle();
    pqxx::result with_session(const Work& work);
    std::unique_ptr<Session> connect() const;
    std::unique_ptr<Session> take();
    void give_back(std::unique_ptr<Session> session);

    const Address address_;
    const std::size_t connections_;
    const PoolBounds bounds_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Session>> idle_;
    std::unordered_map<std::string, Share> shares_;
    std::deque<Share*> turns_;  ///< of those with work that waits: who comes next
    std::size_t idle_threads_;
    boost::asio::thread_pool threads_;
};

}  // namespace tasklog::postgres
