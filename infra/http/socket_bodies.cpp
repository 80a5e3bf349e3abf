#include "infra/http/socket_bodies.hpp"

#include <algorithm>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace tasklog::http {

/// Reads, and forgets, what a client may send behind its request, so as to see the end.
struct SocketStream::Watch {
    Watch(asio::ip::tcp::socket& of, std::function<void()> when_gone) : socket(of), call(std::move(when_gone)) {}
    static void read(const std::shared_ptr<Watch>& self) {
        self->socket.async_read_some(asio::buffer(self->bytes),
                                     [self](const beast::error_code& error, std::size_t size) {
                                         if (!self->call) return;
                                         if (error) return self->call();
                                         self->left -= std::min(self->left, size);
                                         if (self->left > 0) read(self);
                                     });
    }
    asio::ip::tcp::socket& socket;
    std::function<void()> call;
    std::size_t left = 16'384;  ///< who sends more is not heard out
    std::array<char, 512> bytes{};
};

SocketStream::~SocketStream() {
    if (!watch_) return;
    watch_->call = nullptr;
    beast::error_code ignored;
    connection_.socket.cancel(ignored);
}

asio::awaitable<bool> SocketStream::write(std::string bytes) {
    if (stopping_) co_return false;
    connection_.deadline = Clock::now() + limits_.idle_time;
    const auto [error, size] = co_await asio::async_write(connection_.socket, asio::buffer(bytes), no_throw);
    co_return !error && !stopping_;
}

void SocketStream::on_gone(std::function<void()> call) {
    watch_ = std::make_shared<Watch>(connection_.socket, std::move(call));
    Watch::read(watch_);
}

asio::awaitable<std::optional<std::string>> SocketUpload::next() {
    if (!begun_ && beast::iequals(parser_.get()[beast::http::field::expect], "100-continue"))
        co_await asio::async_write(connection_.socket, asio::buffer(go_on), no_throw);
    begun_ = true;
    std::string& piece = parser_.get().body();
    piece.clear();
    while (piece.empty() && !parser_.is_done() && !stopping_) {
        connection_.deadline = std::min(latest_, Clock::now() + limits_.request_time);
        const auto [error, size] =
            co_await beast::http::async_read_some(connection_.socket, buffer_, parser_, no_throw);
        too_large_ = error == beast::http::error::body_limit;
        if (error) co_return std::nullopt;
    }
    if (piece.empty() && !parser_.is_done()) co_return std::nullopt;
    // What the parser has reserved for the whole stays with it.
    co_return std::string(piece);
}

}  // namespace tasklog::http
