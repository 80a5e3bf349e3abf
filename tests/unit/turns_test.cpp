#include "infra/turns.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace tasklog::testing {
namespace {

namespace asio = boost::asio;

struct TurnsTest : ::testing::Test {
    asio::io_context io{1};
    std::string order;

    asio::awaitable<void> request(Turns& turns, std::string who, std::chrono::milliseconds cost, std::size_t bytes) {
        const bool in_turn = co_await turns.take(who);
        if (!in_turn) {
            order += '!';
            co_return;
        }
        order += who;
        turns.took(who, cost);
        turns.hold(who, bytes);
    }
    void send(Turns& turns, const std::string& who, std::chrono::milliseconds cost, std::size_t bytes = 0) {
        asio::co_spawn(io, request(turns, who, cost, bytes), asio::detached);
    }
};

using namespace std::chrono_literals;

TEST_F(TurnsTest, who_takes_little_never_waits_and_who_takes_much_comes_last) {
    Turns turns(io, {.together = 0us});
    send(turns, "h", 50ms);
    for (int i = 0; i < 5; ++i) send(turns, "h", 50ms);
    for (int i = 0; i < 3; ++i) send(turns, "l", 0ms);
    io.run();
    EXPECT_EQ(order, "hlllhhhhh") << "the first one was not known yet";
}
TEST_F(TurnsTest, of_two_who_take_much_the_one_who_took_less_comes_first) {
    Turns turns(io, {.together = 0us});
    turns.took("a", 500ms);
    turns.took("b", 100ms);
    for (int i = 0; i < 3; ++i) send(turns, "a", 10ms);
    for (int i = 0; i < 3; ++i) send(turns, "b", 10ms);
    io.run();
    EXPECT_EQ(order, "bbbaaa");
}
TEST_F(TurnsTest, who_has_much_in_flight_waits_until_it_has_landed) {
    Turns turns(io, {.bytes = 1'000});
    send(turns, "a", 0ms, 2'000);
    send(turns, "a", 0ms);
    send(turns, "b", 0ms);
    while (io.poll() > 0) {
    }
    EXPECT_EQ(order, "ab");
    turns.let_go("a", 2'000);
    io.run();
    EXPECT_EQ(order, "aba");
}
TEST_F(TurnsTest, a_large_request_counts_for_a_while_longer) {
    Turns turns(io, {.bytes = 1'000, .bytes_a_second = 100'000, .large = 500});
    send(turns, "a", 0ms, 2'000);
    while (io.poll() > 0) {
    }
    turns.let_go("a", 2'000);
    io.restart();
    send(turns, "a", 0ms);
    send(turns, "b", 0ms);
    while (io.poll() > 0) {
    }
    EXPECT_EQ(order, "ab");
    io.restart();
    io.run();
    EXPECT_EQ(order, "aba");
}
TEST_F(TurnsTest, more_than_may_wait_are_refused) {
    Turns turns(io, {.waiting = 3});
    turns.took("a", 500ms);
    for (int i = 0; i < 5; ++i) send(turns, "a", 0ms);
    io.run();
    EXPECT_EQ(order, "!!aaa");
    EXPECT_EQ(turns.waiting(), 0U);
}

}  // namespace
}  // namespace tasklog::testing
