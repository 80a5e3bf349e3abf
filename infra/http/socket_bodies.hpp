#pragma once
#include <array>
#include <memory>

#include "infra/http/connection.hpp"
#include "infra/http/message.hpp"
#include "infra/http/server.hpp"

namespace tasklog::http {

/// Writes of a streaming response; each moves the connection's deadline.
class SocketStream final : public Stream {
  public:
    /// `stopping`: of the server, as it is at any time.
    SocketStream(Connection& connection, const Limits& limits, const bool& stopping)
        : connection_(connection), limits_(limits), stopping_(stopping) {}
    ~SocketStream() override;
    boost::asio::awaitable<bool> write(std::string bytes) override;
    void on_gone(std::function<void()> call) override;

  private:
    struct Watch;

    Connection& connection_;
    const Limits& limits_;
    const bool& stopping_;
    std::shared_ptr<Watch> watch_;
};

/// Reads the body of a request whose header was read.
class SocketUpload final : public Upload {
  public:
    SocketUpload(Connection& connection, const Limits& limits, const bool& stopping, boost::beast::flat_buffer& buffer,
                 Parser& parser)
        : connection_(connection),
          limits_(limits),
          stopping_(stopping),
          buffer_(buffer),
          parser_(parser),
          latest_(Clock::now() + limits.upload_time) {}
    boost::asio::awaitable<std::optional<std::string>> next() override;
    bool is_too_large() const override { return too_large_; }

  private:
    Connection& connection_;
    const Limits& limits_;
    const bool& stopping_;
    boost::beast::flat_buffer& buffer_;
    Parser& parser_;
    const Clock::time_point latest_;
    bool begun_ = false;
    bool too_large_ = false;
};

}  // namespace tasklog::http
