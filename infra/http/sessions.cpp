#include "infra/http/sessions.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <utility>
#include <vector>

#include "infra/http/peer.hpp"
#include "infra/http/socket_bodies.hpp"

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace tasklog::http {
namespace {

std::string_view reason(unsigned status) {
    const auto text = beast::http::obsolete_reason(beast::http::int_to_status(status));
    return {text.data(), text.size()};
}

std::string head_of(const Response& response, std::size_t body_bytes, bool keep_alive) {
    std::string head;
    head.reserve(192 + response.headers.size());
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason(response.status));
    head.append("\r\n").append(response.headers);
    if (response.status != 304) head.append("Content-Type: ").append(response.content_type).append("\r\n");
    if (response.stream) {
        head.append("Connection: close\r\n\r\n");
        return head;
    }
    if (response.status != 304) head.append("Content-Length: ").append(std::to_string(body_bytes)).append("\r\n");
    if (!keep_alive) head.append("Connection: close\r\n");
    head.append("\r\n");
    return head;
}

Response unreadable(beast::error_code error, std::uint64_t max_body_bytes, std::size_t max_header_bytes) {
    if (error == beast::http::error::body_limit)
        return problem_response({problems::body_too_large, "The body is larger than " + std::to_string(max_body_bytes) +
                                                               " bytes. Send less in a request."});
    if (error == beast::http::error::header_limit || error == beast::http::error::buffer_overflow)
        return problem_response(
            {problems::header_too_large, "The header is larger than " + std::to_string(max_header_bytes) + " bytes."});
    return problem_response({problems::malformed_http, "This is not an HTTP/1.1 request: " + error.message() + "."});
}

}  // namespace

Sessions::Sessions(asio::io_context& io, const Router& router, const Limits& limits, std::shared_ptr<Holdings> bodies,
                   Metrics& metrics)
    : io_(io),
      sweep_(io),
      router_(router),
      limits_(limits),
      dispatch_(router, metrics),
      held_bodies_(std::move(bodies)),
      open_gauge_(metrics.gauge("tasklog_http_connections", "Open HTTP connections")) {}

void Sessions::start() { asio::co_spawn(io_, sweep(shared_from_this()), asio::detached); }

void Sessions::take(asio::ip::tcp::socket socket) {
    ++open_;
    asio::co_spawn(io_, session(shared_from_this(), std::move(socket)), asio::detached);
}

void Sessions::stop(std::function<void()> done) {
    stopping_ = true;
    stopped_ = std::move(done);
    beast::error_code ignored;
    const auto latest = Clock::now() + std::chrono::seconds(10);
    for (Connection& connection : connections_) {
        connection.deadline = std::min(connection.deadline, latest);
        if (!connection.busy) connection.socket.close(ignored);
    }
    tell_if_stopped();
}

void Sessions::abandon() {
    stopping_ = true;
    stopped_ = nullptr;
    beast::error_code ignored;
    sweep_.cancel();
    for (Connection& connection : connections_) connection.socket.close(ignored);
}

/// One coarse clock for all deadlines: a timer a request would cost more than the request's parsing.
asio::awaitable<void> Sessions::sweep([[maybe_unused]] Self self) {
    while (!stopping_ || !connections_.empty()) {
        sweep_.expires_after(std::chrono::milliseconds(500));
        co_await sweep_.async_wait(no_throw);
        const auto now = Clock::now();
        beast::error_code ignored;
        for (Connection& connection : connections_)
            if (connection.deadline < now) connection.socket.close(ignored);
    }
}

asio::awaitable<void> Sessions::session([[maybe_unused]] Self self, asio::ip::tcp::socket socket) {
    beast::error_code ignored;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    std::string peer = socket.remote_endpoint(ignored).address().to_string();
    const auto at = connections_.insert(
        connections_.end(), Connection{std::move(socket), std::move(peer), Clock::now() + limits_.request_time});
    const Holding held(held_connections_, at->peer, 1);
    open_gauge_.Increment();
    if (connections_.size() > limits_.max_connections && !make_room()) {
        const Response full = problem_response({.type = problems::too_many_connections,
                                                .detail = "Too many connections are open. Try again soon.",
                                                .retry_after_s = 1});
        co_await write(*at, full, false, false);
    } else {
        co_await requests(*at);
    }
    connections_.erase(at);
    open_gauge_.Decrement();
    --open_;
    tell_if_stopped();
}

/// Closes the connection that has said nothing for longest, of whoever has most of them. False: all are busy.
bool Sessions::make_room() {
    const std::string greediest = held_connections_.greediest();
    Connection* idle = nullptr;
    for (Connection& each : connections_)
        if (!each.busy && each.socket.is_open() && each.peer == greediest && &each != &connections_.back() &&
            (!idle || each.deadline < idle->deadline))
            idle = &each;
    if (!idle) return false;
    beast::error_code ignored;
    idle->socket.close(ignored);
    return true;
}

asio::awaitable<void> Sessions::requests(Connection& connection) {
    beast::flat_buffer buffer(limits_.max_header_bytes + limits_.max_body_bytes);
    bool keep_alive = true;
    while (keep_alive && !stopping_) {
        Parser parser;
        parser.header_limit(static_cast<std::uint32_t>(limits_.max_header_bytes));
        parser.body_limit(boost::none);  // until it is known what the request is
        const auto [error, size] = co_await beast::http::async_read_header(connection.socket, buffer, parser, no_throw);
        if (error == beast::http::error::end_of_stream || error == asio::error::operation_aborted) co_return;
        connection.busy = true;
        connection.deadline = Clock::now() + limits_.request_time;
        beast::error_code failed = error;
        const std::string peer = peer_of(connection, parser);
        const std::uint64_t upload_bytes = failed ? 0 : bytes_of_upload(parser);
        if (!failed && !may_have_body(parser, upload_bytes)) failed = beast::http::error::body_limit;
        if (!failed && upload_bytes > 0) {
            SocketUpload upload(connection, limits_, stopping_, buffer, parser);
            const Response response = co_await dispatch_.handle(peer, parser, &upload);
            if (!parser.is_done()) {
                co_await refuse(connection, buffer, response, upload_bytes);
                co_return;
            }
            keep_alive = co_await write(connection, response, parser.get().keep_alive() && !stopping_, false);
            connection.busy = false;
            connection.deadline = Clock::now() + limits_.idle_time;
            continue;
        }
        const Holding body(*held_bodies_, peer, failed ? 0 : large_body_bytes(parser));
        if (body.amount() > 0 && too_much_is_read(peer)) {
            const Response why = problem_response({.type = problems::too_many_requests,
                                                   .detail = "Too many large requests are under way. Send fewer at "
                                                             "a time.",
                                                   .retry_after_s = 1});
            co_await refuse(connection, buffer, why);
            co_return;
        }
        if (!failed && !parser.is_done()) failed = co_await read_body(connection, buffer, parser);
        if (failed) {
            if (failed.category() != asio::error::get_system_category() && failed != asio::error::eof &&
                failed != beast::http::error::partial_message) {
                const Response why = unreadable(failed, upload_bytes > 0 ? upload_bytes : limits_.max_body_bytes,
                                                limits_.max_header_bytes);
                co_await refuse(connection, buffer, why, upload_bytes);
            }
            co_return;
        }
        keep_alive = parser.get().keep_alive();
        const Response response = co_await dispatch_.handle(peer, parser);
        const bool head = parser.get().method() == beast::http::verb::head;
        keep_alive = co_await write(connection, response, keep_alive && !stopping_, head);
        connection.busy = false;
        connection.deadline = Clock::now() + limits_.idle_time;
    }
    beast::error_code ignored;
    connection.socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

asio::awaitable<beast::error_code> Sessions::read_body(Connection& connection, beast::flat_buffer& buffer,
                                                       Parser& parser) {
    if (beast::iequals(parser.get()[beast::http::field::expect], "100-continue")) {
        co_await asio::async_write(connection.socket, asio::buffer(go_on), no_throw);
    }
    const auto [error, size] = co_await beast::http::async_read(connection.socket, buffer, parser, no_throw);
    co_return error;
}

/// The most that the body may have where the request is an upload; else 0.
std::uint64_t Sessions::bytes_of_upload(const Parser& parser) const {
    if (parser.is_done()) return 0;
    const auto method = parser.get().method_string();
    return router_.upload_bytes({method.data(), method.size()}, path_of(parser));
}

/// Sets the limit of what is read. False: the body says that it is longer.
bool Sessions::may_have_body(Parser& parser, std::uint64_t upload_bytes) const {
    if (parser.is_done()) return true;
    const std::uint64_t most = upload_bytes > 0 ? upload_bytes : limits_.max_body_bytes;
    const auto told = parser.content_length();
    if (told && *told > most) return false;
    parser.body_limit(most);
    return true;
}

/// 0 for one that is small. One that does not say its size can have the largest.
std::size_t Sessions::large_body_bytes(Parser& parser) const {
    if (parser.is_done()) return 0;
    const auto told = parser.content_length();
    const std::size_t bytes = std::min<std::size_t>(told.value_or(limits_.max_body_bytes), limits_.max_body_bytes);
    return bytes > limits_.small_body_bytes ? bytes : 0;
}

bool Sessions::too_much_is_read(const std::string& peer) const {
    return held_bodies_->of(peer) > limits_.max_body_bytes_of_one ||
           held_bodies_->all() > limits_.max_body_bytes_in_all;
}

std::string Sessions::peer_of(const Connection& connection, const Parser& parser) const {
    if (limits_.trusted_proxies == 0) return connection.peer;
    std::vector<std::string_view> lines;
    const auto [begin, end] = parser.get().equal_range("X-Forwarded-For");
    for (auto at = begin; at != end; ++at) lines.emplace_back(at->value().data(), at->value().size());
    return http::peer_of(connection.peer, lines, limits_.trusted_proxies);
}

/// True if the connection can take another request.
asio::awaitable<bool> Sessions::write(Connection& connection, const Response& response, bool keep_alive,
                                      bool head_only) {
    const std::string& body = response.shared_body ? *response.shared_body : response.body;
    const std::string head = head_of(response, body.size(), keep_alive);
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head),
                                                  asio::buffer(body.data(), head_only ? 0 : body.size())};
    const auto [error, size] = co_await asio::async_write(connection.socket, parts, no_throw);
    if (error) co_return false;
    if (!response.stream) co_return keep_alive;
    SocketStream stream(connection, limits_, stopping_);
    co_await response.stream(stream);
    co_return false;
}

/// Answers a request that was not read to its end, then reads on for a moment: closing with unread bytes would
/// reset the connection before the client has the answer.
/// `upload_bytes`: of an upload, which may have more to send.
asio::awaitable<void> Sessions::refuse(Connection& connection, beast::flat_buffer& buffer, const Response& response,
                                       std::uint64_t upload_bytes) {
    co_await write(connection, response, false, false);
    beast::error_code ignored;
    connection.socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    connection.deadline = Clock::now() + std::chrono::seconds(upload_bytes > 0 ? 20 : 2);
    buffer.clear();
    std::array<char, 16 * 1024> sink;
    const std::uint64_t most = upload_bytes > 0 ? 2 * upload_bytes : 16 * limits_.max_body_bytes;
    for (std::uint64_t drained = 0; drained < most;) {
        const auto [error, size] = co_await connection.socket.async_read_some(asio::buffer(sink), no_throw);
        if (error) co_return;
        drained += size;
    }
}

void Sessions::tell_if_stopped() {
    if (!stopping_ || !connections_.empty() || !stopped_) return;
    sweep_.cancel();
    std::exchange(stopped_, nullptr)();
}

}  // namespace tasklog::http
