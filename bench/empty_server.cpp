// An empty Beast coroutine handler on one thread: it reads a request and answers with a fixed body of as many bytes as
// Tasklog would.
//   bench_empty_server PORT STATUS BODY_BYTES
#include <cstdlib>
#include <iostream>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> session(tcp::socket socket, http::status status, std::size_t body_bytes) {
    socket.set_option(tcp::no_delay(true));
    boost::beast::flat_buffer buffer;
    for (;;) {
        http::request<http::string_body> request;
        if (auto [error, size] = co_await http::async_read(socket, buffer, request, no_throw); error) co_return;
        http::response<http::string_body> response(status, request.version());
        response.set(http::field::content_type, "application/json");
        response.body().assign(body_bytes, 'x');
        response.prepare_payload();
        if (auto [error, size] = co_await http::async_write(socket, response, no_throw); error) co_return;
    }
}

asio::awaitable<void> accept(tcp::acceptor& acceptor, http::status status, std::size_t body_bytes) {
    for (;;) {
        auto [error, socket] = co_await acceptor.async_accept(no_throw);
        if (error) co_return;
        asio::co_spawn(acceptor.get_executor(), session(std::move(socket), status, body_bytes), asio::detached);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "bench_empty_server PORT STATUS BODY_BYTES\n";
        return 2;
    }
    asio::io_context io(1);
    tcp::acceptor acceptor(io, {asio::ip::make_address("127.0.0.1"), static_cast<unsigned short>(std::atoi(argv[1]))});
    asio::co_spawn(io,
                   accept(acceptor, http::int_to_status(static_cast<unsigned>(std::atoi(argv[2]))),
                          static_cast<std::size_t>(std::atoi(argv[3]))),
                   asio::detached);
    io.run();
}
