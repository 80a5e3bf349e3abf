#pragma once
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <string>
#include <string_view>

/// What the files of the server share.
namespace tasklog::http {

using Clock = std::chrono::steady_clock;
using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
inline constexpr auto no_throw = boost::asio::as_tuple(boost::asio::use_awaitable);
inline constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

struct Connection {
    boost::asio::ip::tcp::socket socket;
    std::string peer;
    Clock::time_point deadline;
    bool busy = false;  ///< a request is being read, handled or answered
};

/// The path that a request asks for, as sent.
inline std::string_view path_of(const Parser& parser) {
    const std::string_view target(parser.get().target().data(), parser.get().target().size());
    return target.substr(0, target.find('?'));
}

}  // namespace tasklog::http
