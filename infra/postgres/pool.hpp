#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "infra/postgres/session.hpp"

namespace tasklog::postgres {

/// What is done with a connection. GCC 12 destroys a lambda twice that is made within a co_await expression: name it
/// first.
using Work = std::function<pqxx::result(Session&)>;

/// Blocking database work for an event loop: as many threads as connections, each taking work as it comes.
class Pool {
  public:
    Pool(std::string url, std::size_t connections);
    ~Pool();
    Pool(const Pool&) = delete;

    /// Runs `work` on a thread of the pool with a connection, and goes on with its result on `io`. A connection is made
    /// when first needed; one found broken is made anew and the work tried once more, so work must be repeatable.
    /// Throws what the work throws, pqxx::broken_connection while the server is away.
    boost::asio::awaitable<pqxx::result> run(boost::asio::io_context& io, Work work);

  private:
    pqxx::result with_session(const Work& work);
    std::unique_ptr<Session> take();
    void give_back(std::unique_ptr<Session> session);

    const std::string url_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Session>> idle_;
    boost::asio::thread_pool threads_;
};

}  // namespace tasklog::postgres
