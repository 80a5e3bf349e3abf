#include "infra/loop/polling.hpp"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <ctime>
#include <thread>

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
    run_polling(io, {.longest = longest, .look = [&] {
                         ++count;
                         return awaited;
                     }});
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
    run_polling(io, {.longest = 1s, .look = [&]() -> std::size_t {
                         if (!handled) asio::post(io, [&] { handled = true, io.stop(); });
                         return 0;
                     }});
    EXPECT_TRUE(handled);
}

/// The stalls that a loop tells of while it runs this, after many short handlers.
std::vector<std::chrono::nanoseconds> stalls(const std::function<void()>& handler) {
    asio::io_context io;
    std::vector<std::chrono::nanoseconds> out;
    for (int i = 0; i < 10'000; ++i) asio::post(io, [] {});
    asio::post(io, handler);
    asio::steady_timer later(io, 20ms);
    later.async_wait([&](auto) {
        handler();
        io.stop();
    });
    run_polling(io, {.stalled = [&](auto took) { out.push_back(took); }});
    return out;
}

TEST(Polling, tells_of_what_holds_the_loop) {
    const auto work = [] {
        const auto begin = std::clock();
        while (std::clock() - begin < 12 * CLOCKS_PER_SEC / 1'000) {
        }
    };
    const auto told = stalls(work);
    ASSERT_EQ(told.size(), 2U) << "one that was ready, and one that the loop slept for";
    for (const auto took : told) EXPECT_GE(took, longest_handler);
}

TEST(Polling, tells_of_nothing_in_which_the_thread_did_not_run) {
    EXPECT_TRUE(stalls([] { std::this_thread::sleep_for(20ms); }).empty());
}

}  // namespace
}  // namespace tasklog
