#include "infra/http/server.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>
#include <vector>

#include "infra/http/sessions.hpp"
#include "infra/log.hpp"

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace tasklog::http {

class Server::State : public std::enable_shared_from_this<Server::State> {
  public:
    State(asio::io_context& io, const std::string& address, unsigned short port)
        : io_(io), acceptor_(io, {asio::ip::make_address(address), port}) {}

    void start() { asio::co_spawn(io_, accept(shared_from_this()), asio::detached); }

    void add(asio::io_context& io, const Router& router, const Limits& limits, Metrics& metrics) {
        loops_.push_back(std::make_shared<Sessions>(io, router, limits, bodies_, metrics));
        loops_.back()->start();
    }

    unsigned short port() const { return acceptor_.local_endpoint().port(); }

    void stop(const std::function<void()>& done) {
        close();
        auto left = std::make_shared<std::size_t>(loops_.size());
        for (const auto& each : loops_)
            asio::post(each->io(), [&io = io_, each, left, done] {
                each->stop([&io, left, done] {
                    asio::post(io, [left, done] {
                        if (--*left == 0) done();
                    });
                });
            });
    }

    void abandon() {
        close();
        for (const auto& each : loops_) each->abandon();
    }

  private:
    void close() {
        stopping_ = true;
        beast::error_code ignored;
        acceptor_.close(ignored);
    }

    /// Each connection goes to the loop that has fewest.
    asio::awaitable<void> accept([[maybe_unused]] std::shared_ptr<State> self) {
        while (!stopping_) {
            Sessions& loop = **std::min_element(loops_.begin(), loops_.end(),
                                                [](const auto& a, const auto& b) { return a->open() < b->open(); });
            auto [error, socket] = co_await acceptor_.async_accept(loop.io(), no_throw);
            if (stopping_) break;
            if (error) {  // out of file descriptors, most likely: let some connections end first
                log::warn("accept failed", {{"error", error.message()}});
                asio::steady_timer pause(io_, std::chrono::milliseconds(100));
                co_await pause.async_wait(no_throw);
                continue;
            }
            loop.take(std::move(socket));
        }
    }

    asio::io_context& io_;
    asio::ip::tcp::acceptor acceptor_;
    std::shared_ptr<Holdings> bodies_ = std::make_shared<Holdings>();
    std::vector<std::shared_ptr<Sessions>> loops_;
    bool stopping_ = false;
};

Server::Server(asio::io_context& io, const std::string& address, unsigned short port, const Router& router,
               const Limits& limits, Metrics& metrics)
    : state_(std::make_shared<State>(io, address, port)) {
    state_->add(io, router, limits, metrics);
    state_->start();
}

Server::~Server() { state_->abandon(); }

void Server::add_loop(asio::io_context& io, const Router& router, const Limits& limits, Metrics& metrics) {
    state_->add(io, router, limits, metrics);
}

unsigned short Server::port() const { return state_->port(); }

void Server::stop(const std::function<void()>& done) { state_->stop(done); }

}  // namespace tasklog::http
