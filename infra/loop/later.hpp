#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <utility>

namespace tasklog {

/// Calls `call` on the loop after `pause`, unless who asked for it is gone by then (`alive` is false).
template <class Call>
void later(boost::asio::io_context& io, std::chrono::steady_clock::duration pause, std::shared_ptr<bool> alive,
           Call call) {
    auto timer = std::make_shared<boost::asio::steady_timer>(io, pause);
    timer->async_wait([timer, alive = std::move(alive), call = std::move(call)](auto) {
        if (*alive) call();
    });
}

}  // namespace tasklog
