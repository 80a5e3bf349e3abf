#pragma once
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "infra/http/router.hpp"
#include "infra/metrics.hpp"

namespace tasklog::http {

/// What one client may cost. Past a limit the answer is 413, 429, 431, 408 or 503.
struct Limits {
    std::size_t max_header_bytes = 16 * 1024;
    std::size_t max_body_bytes = 1024 * 1024;
    std::size_t max_connections = 4'000;       ///< past it, who has most of them loses the one that was idle longest
    std::size_t small_body_bytes = 16 * 1024;  ///< larger ones are counted while they are read and handled:
    std::size_t max_body_bytes_in_all = 64 * 1024 * 1024;  ///< of everybody
    std::size_t max_body_bytes_of_one = 16 * 1024 * 1024;  ///< of one peer
    unsigned trusted_proxies = 0;                          ///< in front of us, each of which adds to X-Forwarded-For
    std::chrono::seconds request_time{30};                 ///< from the first byte waited for to the last one written
    std::chrono::seconds idle_time{75};                    ///< between two requests of a connection
    std::chrono::seconds upload_time{600};                 ///< an upload may take, each piece of it request_time
};

/// An HTTP/1.1 server on an io_context that one thread runs, or on several of them: a connection stays on its loop,
/// where its requests are handled, so handlers need no locks.
class Server {
  public:
    /// Listens at once. `port` 0 takes a free one. Throws boost::system::system_error if the address is taken.
    Server(boost::asio::io_context& io, const std::string& address, unsigned short port, const Router& router,
           const Limits& limits, Metrics& metrics);
    /// On the loop, or when no loop runs any more.
    ~Server();
    Server(const Server&) = delete;

    /// Connections are shared out to this loop, too. Before any of them runs. `limits`: as the others', max_connections
    /// are of a loop.
    void add_loop(boost::asio::io_context& io, const Router& router, const Limits& limits, Metrics& metrics);

    unsigned short port() const;
    /// Takes no more connections, lets requests under way finish (10 s at most), then calls `done`.
    void stop(const std::function<void()>& done);

  private:
    class State;
    std::shared_ptr<State> state_;
};

}  // namespace tasklog::http
