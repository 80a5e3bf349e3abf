#include "infra/loop/turns.hpp"

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
        const bool in_turn = turns.is_free(who) || co_await turns.take(who);
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
TEST_F(TurnsTest, whoever_left_much_to_be_read_goes_on_when_it_will_have_been) {
    Turns turns(io, {.bytes_a_second = 100'000, .large = 500});
    send(turns, "a", 0ms);
    while (io.poll() > 0) {
    }
    turns.leave_to_read("a", 2'000);
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
TEST_F(TurnsTest, what_is_small_counts_only_beside_others) {
    Turns turns(io, {.bytes_a_second = 100'000, .large = 500});
    const auto write_100 = [&] {
        for (int i = 0; i < 100; ++i) {
            turns.took("a", 0ms);
            turns.leave_to_read("a", 400);
        }
    };
    write_100();
    EXPECT_TRUE(turns.is_free("a")) << "alone";
    turns.took("b", 0ms);
    EXPECT_TRUE(turns.is_free("a"));
    write_100();
    EXPECT_FALSE(turns.is_free("a"));
    EXPECT_TRUE(turns.is_free("b"));
}
TEST_F(TurnsTest, who_waits_is_woken_by_the_earliest) {
    Turns turns(io, {.bytes_a_second = 100'000, .large = 500});
    turns.leave_to_read("a", 30'000);
    turns.leave_to_read("b", 2'000);
    send(turns, "a", 0ms);
    while (io.poll() > 0) {
    }
    io.restart();
    send(turns, "b", 0ms);
    io.run();
    EXPECT_EQ(order, "ba");
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
