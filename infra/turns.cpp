#include "infra/turns.hpp"

#include <cassert>
#include <cmath>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "infra/later.hpp"

namespace asio = boost::asio;

namespace tasklog {
namespace {

constexpr double half_life_s = 0.25;
constexpr double nothing_us = 10;
constexpr double most_doublings = 500;  ///< of a weight: two minutes; a double takes a thousand

}  // namespace

double Turns::weight(Clock::time_point now) {
    const double doublings = std::chrono::duration<double>(now - weighed_from_).count() / half_life_s;
    if (doublings < most_doublings) return std::exp2(doublings);
    for (auto& [name, person] : people_) person.took *= std::exp2(-doublings);
    weighed_from_ = now;
    return 1;
}

bool Turns::is_free(const std::string& person) {
    if (people_.size() > bounds_.people) forget_idle();
    const Person& who = people_[person];
    const bool light = who.took < static_cast<double>(bounds_.light.count()) * weight(Clock::now());
    return light && who.waiting.empty() && may_go(who);
}

asio::awaitable<bool> Turns::take(std::string person) {
    if (is_free(person)) co_return true;
    Person& who = people_[person];
    if (who.waiting.size() >= bounds_.waiting) co_return false;
    co_await asio::async_initiate<decltype(asio::use_awaitable), void()>(
        [this, &who](auto handler) {
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            if (who.waiting.empty()) queued_.push_back(&who);
            who.waiting.emplace_back([shared] { std::move (*shared)(); });
            ++waiting_;
            schedule();
        },
        asio::use_awaitable);
    co_return true;
}

void Turns::took(const std::string& person, std::chrono::nanoseconds time) {
    Person& who = people_[person];
    who.took += std::chrono::duration<double, std::micro>(time).count() * weight(Clock::now());
}

void Turns::hold(const std::string& person, std::size_t bytes) { people_[person].bytes += bytes; }

void Turns::let_go(const std::string& person, std::size_t bytes) {
    if (bytes < bounds_.large) return free(person, bytes);
    // So much of what a person may have in flight for so long makes the bytes a second that they may have.
    const std::chrono::milliseconds pause(bounds_.bytes * 1'000 / bounds_.bytes_a_second);
    later(io_, pause, alive_, [this, person, bytes] { free(person, bytes); });
}

void Turns::free(const std::string& person, std::size_t bytes) {
    Person& who = people_[person];
    assert(who.bytes >= bytes);
    who.bytes -= bytes;
    if (!who.waiting.empty() && may_go(who)) schedule();
}

/// Behind all that is ready by now: what others have sent meanwhile comes first.
void Turns::schedule() {
    if (std::exchange(scheduled_, true)) return;
    asio::post(io_, [this, alive = alive_] {
        if (!*alive) return;
        scheduled_ = false;
        run();
    });
}

void Turns::run() {
    const auto begin = Clock::now();
    bool more = false;
    do {
        Person* next = nullptr;
        for (Person* each : queued_)
            if (may_go(*each) && (!next || each->took < next->took)) next = each;
        more = next != nullptr;
        if (!next) break;
        const Resume resume = std::move(next->waiting.front());
        next->waiting.pop_front();
        if (next->waiting.empty()) std::erase(queued_, next);
        --waiting_;
        resume();
    } while (Clock::now() - begin < bounds_.together);
    if (more && waiting_ > 0) schedule();
}

void Turns::forget_idle() {
    const double nothing = nothing_us * weight(Clock::now());
    std::erase_if(people_, [&](const auto& each) {
        const Person& who = each.second;
        return who.waiting.empty() && who.bytes == 0 && who.took < nothing;
    });
}

}  // namespace tasklog
