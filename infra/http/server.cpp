#include "infra/http/server.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <list>

#include "infra/holdings.hpp"
#include "infra/http/peer.hpp"
#include "infra/log.hpp"
#include "infra/uuid.hpp"

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace tasklog::http {
namespace {

using Clock = std::chrono::steady_clock;
using Parser = beast::http::request_parser<beast::http::string_body>;
constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

struct Connection {
    asio::ip::tcp::socket socket;
    std::string peer;
    Clock::time_point deadline;
    bool busy = false;  ///< a request is being read, handled or answered
};

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
        return problem_response(
            {413, "body-too-large",
             "The body is larger than " + std::to_string(max_body_bytes) + " bytes. Send less in a request."});
    if (error == beast::http::error::header_limit || error == beast::http::error::buffer_overflow)
        return problem_response(
            {431, "header-too-large", "The header is larger than " + std::to_string(max_header_bytes) + " bytes."});
    return problem_response({400, "malformed-http", "This is not an HTTP/1.1 request: " + error.message() + "."});
}

}  // namespace

class Server::State : public std::enable_shared_from_this<Server::State> {
  public:
    State(asio::io_context& io, const std::string& address, unsigned short port, const Router& router,
          const Limits& limits, Metrics& metrics)
        : io_(io),
          acceptor_(io, {asio::ip::make_address(address), port}),
          sweep_(io),
          router_(router),
          limits_(limits),
          connections_open_(metrics.gauge("tasklog_http_connections", "Open HTTP connections")),
          seconds_(metrics.histogram("tasklog_http_request_seconds", "From the whole request read to the answer made")),
          answers_{&metrics.counter("tasklog_http_requests_total", "Requests by class of status", {{"class", "2xx"}}),
                   &metrics.counter("tasklog_http_requests_total", "Requests by class of status", {{"class", "3xx"}}),
                   &metrics.counter("tasklog_http_requests_total", "Requests by class of status", {{"class", "4xx"}}),
                   &metrics.counter("tasklog_http_requests_total", "Requests by class of status", {{"class", "5xx"}})} {
    }

    void start() {
        asio::co_spawn(io_, accept(shared_from_this()), asio::detached);
        asio::co_spawn(io_, sweep(shared_from_this()), asio::detached);
    }

    unsigned short port() const { return acceptor_.local_endpoint().port(); }

    void stop(std::function<void()> done) {
        stopping_ = true;
        stopped_ = std::move(done);
        beast::error_code ignored;
        acceptor_.close(ignored);
        const auto latest = Clock::now() + std::chrono::seconds(10);
        for (Connection& connection : connections_) {
            connection.deadline = std::min(connection.deadline, latest);
            if (!connection.busy) connection.socket.close(ignored);
        }
        tell_if_stopped();
    }

    void abandon() {
        stopping_ = true;
        stopped_ = nullptr;
        beast::error_code ignored;
        acceptor_.close(ignored);
        sweep_.cancel();
        for (Connection& connection : connections_) connection.socket.close(ignored);
    }

  private:
    using Self = std::shared_ptr<State>;

    /// Writes of a streaming response; each moves the connection's deadline.
    class SocketStream final : public Stream {
      public:
        SocketStream(State& server, Connection& connection) : server_(server), connection_(connection) {}
        asio::awaitable<bool> write(std::string bytes) override {
            if (server_.stopping_) co_return false;
            connection_.deadline = Clock::now() + server_.limits_.idle_time;
            const auto [error, size] = co_await asio::async_write(connection_.socket, asio::buffer(bytes), no_throw);
            co_return !error && !server_.stopping_;
        }
        void on_gone(std::function<void()> call) override {
            watch_ = std::make_shared<Watch>(connection_.socket, std::move(call));
            Watch::read(watch_);
        }
        ~SocketStream() override {
            if (!watch_) return;
            watch_->call = nullptr;
            beast::error_code ignored;
            connection_.socket.cancel(ignored);
        }

      private:
        /// Reads, and forgets, what a client may send behind its request, so as to see the end.
        struct Watch {
            Watch(asio::ip::tcp::socket& of, std::function<void()> when_gone)
                : socket(of), call(std::move(when_gone)) {}
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

        State& server_;
        Connection& connection_;
        std::shared_ptr<Watch> watch_;
    };

    /// Reads the body of a request whose header was read.
    class SocketUpload final : public Upload {
      public:
        SocketUpload(State& server, Connection& connection, beast::flat_buffer& buffer, Parser& parser)
            : server_(server),
              connection_(connection),
              buffer_(buffer),
              parser_(parser),
              latest_(Clock::now() + server.limits_.upload_time) {}
        asio::awaitable<std::optional<std::string>> next() override {
            if (!begun_ && beast::iequals(parser_.get()[beast::http::field::expect], "100-continue"))
                co_await asio::async_write(connection_.socket, asio::buffer(go_on), no_throw);
            begun_ = true;
            std::string& piece = parser_.get().body();
            piece.clear();
            while (piece.empty() && !parser_.is_done() && !server_.stopping_) {
                connection_.deadline = std::min(latest_, Clock::now() + server_.limits_.request_time);
                const auto [error, size] =
                    co_await beast::http::async_read_some(connection_.socket, buffer_, parser_, no_throw);
                too_large_ = error == beast::http::error::body_limit;
                if (error) co_return std::nullopt;
            }
            if (piece.empty() && !parser_.is_done()) co_return std::nullopt;
            // What the parser has reserved for the whole stays with it.
            co_return std::string(piece);
        }
        bool is_too_large() const override { return too_large_; }

      private:
        State& server_;
        Connection& connection_;
        beast::flat_buffer& buffer_;
        Parser& parser_;
        const Clock::time_point latest_;
        bool begun_ = false;
        bool too_large_ = false;
    };

    asio::awaitable<void> accept([[maybe_unused]] Self self) {
        while (!stopping_) {
            auto [error, socket] = co_await acceptor_.async_accept(no_throw);
            if (stopping_) break;
            if (error) {  // out of file descriptors, most likely: let some connections end first
                log::warn("accept failed", {{"error", error.message()}});
                asio::steady_timer pause(io_, std::chrono::milliseconds(100));
                co_await pause.async_wait(no_throw);
                continue;
            }
            asio::co_spawn(io_, session(self, std::move(socket)), asio::detached);
        }
    }

    /// One coarse clock for all deadlines: a timer a request would cost more than the request's parsing.
    asio::awaitable<void> sweep([[maybe_unused]] Self self) {
        while (!stopping_ || !connections_.empty()) {
            sweep_.expires_after(std::chrono::milliseconds(500));
            co_await sweep_.async_wait(no_throw);
            const auto now = Clock::now();
            beast::error_code ignored;
            for (Connection& connection : connections_)
                if (connection.deadline < now) connection.socket.close(ignored);
        }
    }

    asio::awaitable<void> session([[maybe_unused]] Self self, asio::ip::tcp::socket socket) {
        beast::error_code ignored;
        socket.set_option(asio::ip::tcp::no_delay(true), ignored);
        std::string peer = socket.remote_endpoint(ignored).address().to_string();
        const auto at = connections_.insert(
            connections_.end(), Connection{std::move(socket), std::move(peer), Clock::now() + limits_.request_time});
        const Holding held(held_connections_, at->peer, 1);
        connections_open_.Set(static_cast<double>(connections_.size()));
        if (connections_.size() > limits_.max_connections && !make_room()) {
            const Response full = problem_response({.status = 503,
                                                    .type = "too-many-connections",
                                                    .detail = "Too many connections are open. Try again soon.",
                                                    .retry_after_s = 1});
            co_await write(*at, full, false, false);
        } else {
            co_await requests(*at);
        }
        connections_.erase(at);
        connections_open_.Set(static_cast<double>(connections_.size()));
        tell_if_stopped();
    }

    /// Closes the connection that has said nothing for longest, of whoever has most of them. False: all are busy.
    bool make_room() {
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

    asio::awaitable<void> requests(Connection& connection) {
        beast::flat_buffer buffer(limits_.max_header_bytes + limits_.max_body_bytes);
        bool keep_alive = true;
        while (keep_alive && !stopping_) {
            Parser parser;
            parser.header_limit(static_cast<std::uint32_t>(limits_.max_header_bytes));
            parser.body_limit(boost::none);  // until it is known what the request is
            const auto [error, size] =
                co_await beast::http::async_read_header(connection.socket, buffer, parser, no_throw);
            if (error == beast::http::error::end_of_stream || error == asio::error::operation_aborted) co_return;
            connection.busy = true;
            connection.deadline = Clock::now() + limits_.request_time;
            beast::error_code failed = error;
            const std::string peer = peer_of(connection, parser);
            const std::uint64_t upload_bytes = failed ? 0 : bytes_of_upload(parser);
            if (!failed && !may_have_body(parser, upload_bytes)) failed = beast::http::error::body_limit;
            if (!failed && upload_bytes > 0) {
                SocketUpload upload(*this, connection, buffer, parser);
                const Response response = co_await handle(peer, parser, &upload);
                if (!parser.is_done()) {
                    co_await refuse(connection, buffer, response, upload_bytes);
                    co_return;
                }
                keep_alive = co_await write(connection, response, parser.get().keep_alive() && !stopping_, false);
                connection.busy = false;
                connection.deadline = Clock::now() + limits_.idle_time;
                continue;
            }
            const Holding body(held_bodies_, peer, failed ? 0 : large_body_bytes(parser));
            if (body.amount() > 0 && too_much_is_read(peer)) {
                const Response why = problem_response({.status = 429,
                                                       .type = "too-many-requests",
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
            const Response response = co_await handle(peer, parser);
            const bool head = parser.get().method() == beast::http::verb::head;
            keep_alive = co_await write(connection, response, keep_alive && !stopping_, head);
            connection.busy = false;
            connection.deadline = Clock::now() + limits_.idle_time;
        }
        beast::error_code ignored;
        connection.socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    }

    asio::awaitable<beast::error_code> read_body(Connection& connection, beast::flat_buffer& buffer, Parser& parser) {
        if (beast::iequals(parser.get()[beast::http::field::expect], "100-continue")) {
            co_await asio::async_write(connection.socket, asio::buffer(go_on), no_throw);
        }
        const auto [error, size] = co_await beast::http::async_read(connection.socket, buffer, parser, no_throw);
        co_return error;
    }

    static std::string_view path_of(const Parser& parser) {
        const std::string_view target(parser.get().target().data(), parser.get().target().size());
        return target.substr(0, target.find('?'));
    }

    /// The most that the body may have where the request is an upload; else 0.
    std::uint64_t bytes_of_upload(const Parser& parser) const {
        if (parser.is_done()) return 0;
        const auto method = parser.get().method_string();
        return router_.upload_bytes({method.data(), method.size()}, path_of(parser));
    }

    /// Sets the limit of what is read. False: the body says that it is longer.
    bool may_have_body(Parser& parser, std::uint64_t upload_bytes) const {
        if (parser.is_done()) return true;
        const std::uint64_t most = upload_bytes > 0 ? upload_bytes : limits_.max_body_bytes;
        const auto told = parser.content_length();
        if (told && *told > most) return false;
        parser.body_limit(most);
        return true;
    }

    /// 0 for one that is small. One that does not say its size can have the largest.
    std::size_t large_body_bytes(Parser& parser) const {
        if (parser.is_done()) return 0;
        const auto told = parser.content_length();
        const std::size_t bytes = std::min<std::size_t>(told.value_or(limits_.max_body_bytes), limits_.max_body_bytes);
        return bytes > limits_.small_body_bytes ? bytes : 0;
    }

    bool too_much_is_read(const std::string& peer) const {
        return held_bodies_.of(peer) > limits_.max_body_bytes_of_one ||
               held_bodies_.all() > limits_.max_body_bytes_in_all;
    }

    std::string peer_of(const Connection& connection, const Parser& parser) const {
        if (limits_.trusted_proxies == 0) return connection.peer;
        std::vector<std::string_view> lines;
        const auto [begin, end] = parser.get().equal_range("X-Forwarded-For");
        for (auto at = begin; at != end; ++at) lines.emplace_back(at->value().data(), at->value().size());
        return http::peer_of(connection.peer, lines, limits_.trusted_proxies);
    }

    asio::awaitable<Response> handle(const std::string& peer, const Parser& parser, Upload* upload = nullptr) {
        const auto begin = Clock::now();
        const auto& message = parser.get();
        const std::string_view target(message.target().data(), message.target().size());
        const std::string_view path = path_of(parser);
        Request request{.method = {message.method_string().data(), message.method_string().size()},
                        .path = path,
                        .query = target.substr(std::min(target.size(), path.size() + 1)),
                        .body = message.body(),
                        .peer = peer,
                        .path_params = {},
                        .fields = &static_cast<const beast::http::fields&>(message),
                        .upload = upload};
        Response response = co_await dispatch(request);
        if (response.status >= 400) {
            const std::string id = request_id(request);
            response.add_header("X-Request-Id", id);
            if (response.status >= 500 && response.status != 503) {
                log::error("request failed", {{"request", id}, {"path", request.path}, {"status", response.status}});
            } else {
                log::debug("request refused", {{"request", id}, {"path", request.path}, {"status", response.status}});
            }
        }
        answers_[std::min(response.status / 100, 5U) - 2]->Increment();
        seconds_.Observe(std::chrono::duration<double>(Clock::now() - begin).count());
        co_return response;
    }

    /// The one place that turns what nobody expected into a 500 with an id that is in the log.
    asio::awaitable<Response> dispatch(Request& request) {
        auto match = router_.find(request.method, request.path);
        if (!match.handler) {
            if (match.allowed.empty())
                co_return problem_response({404, "not-found", "There is nothing at this path. See /api/docs."});
            Response response =
                problem_response({405, "method-not-allowed", "This path knows: " + match.allowed + "."});
            response.add_header("Allow", match.allowed);
            co_return response;
        }
        request.path_params = std::move(match.path_params);
        try {
            co_return co_await (*match.handler)(request);
        } catch (const std::exception& unexpected) {
            const std::string id = uuid_v7();
            log::error("unexpected", {{"id", id}, {"path", request.path}, {"what", unexpected.what()}});
            co_return problem_response(
                {500, "internal", "Something unexpected happened. It is in the log as " + id + "."});
        }
    }

    static std::string request_id(const Request& request) {
        const std::string_view given = request.header("X-Request-Id");
        const bool usable =
            !given.empty() && given.size() <= 64 &&
            given.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.") ==
                std::string_view::npos;
        return usable ? std::string(given) : uuid_v7();
    }

    /// True if the connection can take another request.
    asio::awaitable<bool> write(Connection& connection, const Response& response, bool keep_alive, bool head_only) {
        const std::string& body = response.shared_body ? *response.shared_body : response.body;
        const std::string head = head_of(response, body.size(), keep_alive);
        const std::array<asio::const_buffer, 2> parts{asio::buffer(head),
                                                      asio::buffer(body.data(), head_only ? 0 : body.size())};
        const auto [error, size] = co_await asio::async_write(connection.socket, parts, no_throw);
        if (error) co_return false;
        if (!response.stream) co_return keep_alive;
        SocketStream stream(*this, connection);
        co_await response.stream(stream);
        co_return false;
    }

    /// Answers a request that was not read to its end, then reads on for a moment: closing with unread bytes would
    /// reset the connection before the client has the answer.
    /// `upload_bytes`: of an upload, which may have more to send.
    asio::awaitable<void> refuse(Connection& connection, beast::flat_buffer& buffer, const Response& response,
                                 std::uint64_t upload_bytes = 0) {
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

    void tell_if_stopped() {
        if (!stopping_ || !connections_.empty() || !stopped_) return;
        sweep_.cancel();
        std::exchange(stopped_, nullptr)();
    }

    asio::io_context& io_;
    asio::ip::tcp::acceptor acceptor_;
    asio::steady_timer sweep_;
    const Router& router_;
    const Limits limits_;
    std::list<Connection> connections_;
    Holdings held_connections_;
    Holdings held_bodies_;
    bool stopping_ = false;
    std::function<void()> stopped_;
    prometheus::Gauge& connections_open_;
    prometheus::Histogram& seconds_;
    std::array<prometheus::Counter*, 4> answers_;
};

Server::Server(asio::io_context& io, const std::string& address, unsigned short port, const Router& router,
               const Limits& limits, Metrics& metrics)
    : state_(std::make_shared<State>(io, address, port, router, limits, metrics)) {
    state_->start();
}

Server::~Server() { state_->abandon(); }

unsigned short Server::port() const { return state_->port(); }

void Server::stop(std::function<void()> done) { state_->stop(std::move(done)); }

}  // namespace tasklog::http
