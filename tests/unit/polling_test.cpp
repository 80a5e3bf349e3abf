#include "infra/polling.hpp"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace tasklog {
namespace {

/// Runs a loop whose only event is a timer that stops it, and returns how often it looked.
int looks(std::chrono::microseconds longest, std::size_t awaited) {
    asio::io_context io;
    asio::steady_timer timer(io, 20ms);
    timer.async_wait([&](auto) { io.stop(); });
    int count = 0;
    run_polling(io, longest, [&] {
        ++count;
        return awaited;
    });
    return count;
}

TEST(Polling, looks_again_while_one_acknowledgement_is_awaited) { EXPECT_GT(looks(1s, 1), 10); }
TEST(Polling, sleeps_while_nothing_is_awaited) { EXPECT_LT(looks(1s, 0), 10); }
TEST(Polling, sleeps_while_many_are_awaited) { EXPECT_LT(looks(1s, 2), 10); }
TEST(Polling, sleeps_if_it_is_turned_off) { EXPECT_LT(looks(0us, 1), 10); }

TEST(Polling, handles_what_a_look_brought_about) {
    asio::io_context io;
    auto work = asio::make_work_guard(io);
    bool handled = false;
    run_polling(io, 1s, [&]() -> std::size_t {
        if (!handled) asio::post(io, [&] { handled = true, io.stop(); });
        return 0;
    });
    EXPECT_TRUE(handled);
}

}  // namespace
}  // namespace tasklog
