#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <expected>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tasklog::http {

struct Answer {
    unsigned status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// Sends requests to other instances over plain HTTP/1.1, and keeps connections for the next one. For one thread.
class Client {
  public:
    explicit Client(boost::asio::io_context& io) : io_(io) {}

    /// POSTs `body` to `target` at `address` ("host:port"). An error is a sentence; what was sent may or may not have
    /// been handled then. Waits 10 s at most.
    boost::asio::awaitable<std::expected<Answer, std::string>> post(
        std::string address, std::string target, std::vector<std::pair<std::string, std::string>> headers,
        std::string body);

  private:
    boost::asio::io_context& io_;
    std::map<std::string, std::vector<boost::asio::ip::tcp::socket>> idle_;
};

}  // namespace tasklog::http
