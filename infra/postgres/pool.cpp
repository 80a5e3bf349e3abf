#include "infra/postgres/pool.hpp"

#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace asio = boost::asio;

namespace tasklog::postgres {

Pool::Pool(std::string url, std::size_t connections) : url_(std::move(url)), threads_(connections) {}

Pool::~Pool() { threads_.join(); }

asio::awaitable<pqxx::result> Pool::run(asio::io_context& io, Work work) {
    co_return co_await asio::async_initiate<decltype(asio::use_awaitable), void(std::exception_ptr, pqxx::result)>(
        [this, &io](auto handler, Work todo) {
            asio::post(threads_, [this, &io, todo = std::move(todo), handler = std::move(handler)]() mutable {
                std::exception_ptr failed;
                pqxx::result result;
                try {
                    result = with_session(todo);
                } catch (...) {
                    failed = std::current_exception();
                }
                asio::post(io, [handler = std::move(handler), failed, result = std::move(result)]() mutable {
                    std::move(handler)(failed, result);
                });
            });
        },
        asio::use_awaitable, std::move(work));
}

pqxx::result Pool::with_session(const Work& work) {
    auto session = take();
    const bool used_before = session != nullptr;
    if (!session) session = std::make_unique<Session>(url_);
    try {
        pqxx::result result = work(*session);
        give_back(std::move(session));
        return result;
    } catch (const std::exception& error) {
        if (!is_connection_error(error)) {
            give_back(std::move(session));
            throw;
        }
        if (!used_before) throw;
    }
    // The server was restarted since this connection was last used: so were all the idle ones' servers.
    {
        const std::lock_guard lock(mutex_);
        idle_.clear();
    }
    session = std::make_unique<Session>(url_);
    pqxx::result result = work(*session);
    give_back(std::move(session));
    return result;
}

std::unique_ptr<Session> Pool::take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return nullptr;
    auto session = std::move(idle_.back());
    idle_.pop_back();
    return session;
}

void Pool::give_back(std::unique_ptr<Session> session) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(session));
}

}  // namespace tasklog::postgres
