#include "infra/postgres/pool.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace asio = boost::asio;

namespace tasklog::postgres {
namespace {

constexpr std::size_t max_shares = 10'000;  ///< remembered

}  // namespace

Pool::Pool(Address address, std::size_t connections, const PoolBounds& bounds)
    : address_(std::move(address)),
      connections_(connections),
      bounds_(bounds),
      idle_threads_(connections),
      threads_(connections) {}

Pool::~Pool() { threads_.join(); }

asio::awaitable<pqxx::result> Pool::run(asio::io_context& io, Work work, std::string share) {
    co_return co_await asio::async_initiate<decltype(asio::use_awaitable), void(std::exception_ptr, pqxx::result)>(
        [this, &io, &share](auto handler, Work todo) {
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            const bool taken = enqueue(share, [this, &io, todo = std::move(todo), shared] {
                std::exception_ptr failed;
                pqxx::result result;
                try {
                    result = with_session(todo);
                } catch (...) {
                    failed = std::current_exception();
                }
                asio::post(io, [shared, failed, result]() mutable { std::move (*shared)(failed, result); });
            });
            if (taken) return;
            asio::post(io, [shared] {
                std::move (*shared)(std::make_exception_ptr(TooMuch("too many queries of one person wait")),
                                    pqxx::result());
            });
        },
        asio::use_awaitable, std::move(work));
}

bool Pool::enqueue(const std::string& name, std::function<void()> job) {
    const std::lock_guard lock(mutex_);
    if (shares_.size() > max_shares) forget_idle();
    Share& share = shares_[name];
    if (share.waiting.size() >= bounds_.waiting_each) return false;
    if (share.waiting.empty()) turns_.push_back(&share);
    share.waiting.push_back(std::move(job));
    if (idle_threads_ > 0) {
        --idle_threads_;
        asio::post(threads_, [this] { do_next(); });
    }
    return true;
}

Pool::Share* Pool::next_share() {
    for (std::size_t i = 0; i < turns_.size(); ++i) {
        Share* share = turns_.front();
        turns_.pop_front();
        const bool quick = share->mean_us >= 0 && share->mean_us < static_cast<double>(bounds_.quick.count());
        // Quick till now is no promise: one connection is left for the others all the same.
        const std::size_t most = std::max<std::size_t>(1, quick ? connections_ - 1 : connections_ / 2);
        if (share->running < most) return share;
        turns_.push_back(share);
    }
    return nullptr;
}

void Pool::do_next() {
    std::unique_lock lock(mutex_);
    Share* share = next_share();
    if (!share) {
        ++idle_threads_;
        return;
    }
    const std::function<void()> job = std::move(share->waiting.front());
    share->waiting.pop_front();
    if (!share->waiting.empty()) turns_.push_back(share);
    ++share->running;
    lock.unlock();
    const auto begin = std::chrono::steady_clock::now();
    job();
    const double took = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count();
    lock.lock();
    --share->running;
    share->mean_us = share->mean_us < 0 ? took : share->mean_us * 0.8 + took * 0.2;
    if (turns_.empty()) {
        ++idle_threads_;
    } else {
        asio::post(threads_, [this] { do_next(); });
    }
}

void Pool::forget_idle() {
    std::erase_if(shares_, [](const auto& each) { return each.second.waiting.empty() && each.second.running == 0; });
}

std::unique_ptr<Session> Pool::connect() const {
    auto session = std::make_unique<Session>(address_);
    if (bounds_.longest.count() > 0) session->set_longest(bounds_.longest);
    return session;
}

pqxx::result Pool::with_session(const Work& work) {
    auto session = take();
    const bool used_before = session != nullptr;
    if (!session) session = connect();
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
    session = connect();
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
