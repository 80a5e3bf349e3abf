#pragma once
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <list>
#include <memory>

#include "infra/holdings.hpp"
#include "infra/http/dispatch.hpp"
#include "infra/http/server.hpp"

namespace tasklog::http {

/// The connections of one loop: reads requests, and writes answers. All on that loop, unless it says otherwise.
class Sessions : public std::enable_shared_from_this<Sessions> {
  public:
    /// `bodies`: those of large requests, of all loops.
    Sessions(boost::asio::io_context& io, const Router& router, const Limits& limits, std::shared_ptr<Holdings> bodies,
             Metrics& metrics);

    boost::asio::io_context& io() { return io_; }
    void start();
    /// How many there are. From any thread.
    std::size_t open() const { return open_; }
    /// One more, whose socket is of this loop. From any thread.
    void take(boost::asio::ip::tcp::socket socket);
    /// Lets requests under way finish (10 s at most), then calls `done` on this loop.
    void stop(std::function<void()> done);
    /// Ends all at once. The loop runs no more, or this is called on it.
    void abandon();

  private:
    using Self = std::shared_ptr<Sessions>;

    boost::asio::awaitable<void> sweep(Self self);
    boost::asio::awaitable<void> session(Self self, boost::asio::ip::tcp::socket socket);
    bool make_room();
    boost::asio::awaitable<void> requests(Connection& connection);
    static boost::asio::awaitable<boost::beast::error_code> read_body(Connection& connection,
                                                                      boost::beast::flat_buffer& buffer,
                                                                      Parser& parser);
    std::uint64_t bytes_of_upload(const Parser& parser) const;
    bool may_have_body(Parser& parser, std::uint64_t upload_bytes) const;
    std::size_t large_body_bytes(Parser& parser) const;
    bool too_much_is_read(const std::string& peer) const;
    std::string peer_of(const Connection& connection, const Parser& parser) const;
    boost::asio::awaitable<bool> write(Connection& connection, const Response& response, bool keep_alive,
                                       bool head_only);
    boost::asio::awaitable<void> refuse(Connection& connection, boost::beast::flat_buffer& buffer,
                                        const Response& response, std::uint64_t upload_bytes = 0);
    void tell_if_stopped();

    boost::asio::io_context& io_;
    boost::asio::steady_timer sweep_;
    const Router& router_;
    const Limits limits_;
    Dispatch dispatch_;
    std::atomic<std::size_t> open_ = 0;  ///< and those that are on their way here
    std::list<Connection> connections_;
    Holdings held_connections_;
    const std::shared_ptr<Holdings> held_bodies_;
    bool stopping_ = false;
    std::function<void()> stopped_;
    prometheus::Gauge& open_gauge_;
};

}  // namespace tasklog::http
