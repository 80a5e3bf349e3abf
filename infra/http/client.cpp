#include "infra/http/client.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace tasklog::http {
namespace {

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds max_wait{10};
constexpr std::size_t max_idle_connections = 64;

/// True if the other side has closed the socket since it was last used.
bool closed(asio::ip::tcp::socket& socket) {
    char byte;
    beast::error_code error;
    socket.non_blocking(true, error);
    socket.receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, error);
    return error != asio::error::would_block;
}

}  // namespace

asio::awaitable<std::expected<Answer, std::string>> Client::post(
    std::string address, std::string target, std::vector<std::pair<std::string, std::string>> headers,
    std::string body) {
    // Shared with the deadline's handler, which may be queued already when this coroutine ends.
    const auto shared_socket = std::make_shared<asio::ip::tcp::socket>(io_);
    asio::ip::tcp::socket& socket = *shared_socket;
    asio::steady_timer deadline(io_, max_wait);
    deadline.async_wait([shared_socket](beast::error_code aborted) {
        beast::error_code ignored;
        if (!aborted) shared_socket->close(ignored);
    });
    auto& idle = idle_[address];
    while (!idle.empty() && !socket.is_open()) {
        socket = std::move(idle.back());
        idle.pop_back();
        beast::error_code ignored;
        if (closed(socket)) socket.close(ignored);
    }
    if (!socket.is_open()) {
        const std::size_t colon = address.rfind(':');
        asio::ip::tcp::resolver resolver(io_);
        const std::string host = address.substr(0, colon);
        const std::string port = colon == std::string::npos ? "80" : address.substr(colon + 1);
        auto [unknown, hosts] = co_await resolver.async_resolve(host, port, no_throw);
        if (unknown) co_return std::unexpected("cannot resolve " + address + ": " + unknown.message());
        auto [refused, endpoint] = co_await asio::async_connect(socket, hosts, no_throw);
        if (refused) co_return std::unexpected("cannot connect to " + address + ": " + refused.message());
        socket.set_option(asio::ip::tcp::no_delay(true));
    }

    beast::http::request<beast::http::string_body> request(beast::http::verb::post, target, 11, std::move(body));
    request.set(beast::http::field::host, address);
    for (const auto& [name, value] : headers) request.set(name, value);
    request.prepare_payload();
    if (auto [error, size] = co_await beast::http::async_write(socket, request, no_throw); error)
        co_return std::unexpected("cannot send to " + address + ": " + error.message());
    beast::flat_buffer buffer;
    beast::http::response<beast::http::string_body> response;
    if (auto [error, size] = co_await beast::http::async_read(socket, buffer, response, no_throw); error)
        co_return std::unexpected("no answer from " + address + ": " + error.message());

    deadline.cancel();
    if (response.keep_alive() && idle.size() < max_idle_connections) idle.push_back(std::move(socket));
    Answer answer{.status = response.result_int(), .headers = {}, .body = std::move(response.body())};
    for (const auto& field : response)
        answer.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    co_return answer;
}

}  // namespace tasklog::http
