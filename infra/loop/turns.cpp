#include "infra/loop/turns.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "infra/loop/later.hpp"

namespace asio = boost::asio;

namespace tasklog {
namespace {

constexpr double half_life_s = 0.25;
constexpr double nothing_us = 10;
constexpr double most_doublings = 500;              ///< of a weight: two minutes; a double takes a thousand
constexpr std::chrono::milliseconds beside{1'000};  ///< after a turn of somebody else nobody is alone for so long

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
    const auto now = Clock::now();
    const bool light = who.took < static_cast<double>(bounds_.light.count()) * weight(now);
    const auto at = may_go_at(who);
    return light && who.waiting.empty() && at && *at <= now;
}

asio::awaitable<bool> Turns::take(std::string person) {
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
    const auto now = Clock::now();
    who.took += std::chrono::duration<double, std::micro>(time).count() * weight(now);
    if (last_.person != &who) last_other_ = last_;
    last_ = {&who, now};
}

void Turns::hold(const std::string& person, std::size_t bytes) { people_[person].bytes += bytes; }

void Turns::let_go(const std::string& person, std::size_t bytes) {
    Person& who = people_[person];
    assert(who.bytes >= bytes);
    who.bytes -= bytes;
    if (!who.waiting.empty() && may_go_at(who)) schedule();
}

void Turns::leave_to_read(const std::string& person, std::size_t bytes) {
    Person& who = people_[person];
    const auto now = Clock::now();
    if (bytes < bounds_.large && !is_contended(who, now)) return;
    who.read_by = std::max(who.read_by, now) + time_to_read(bytes);
}

Turns::Clock::duration Turns::time_to_read(std::size_t bytes) const {
    return std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(static_cast<double>(bytes) / static_cast<double>(bounds_.bytes_a_second)));
}

std::optional<Turns::Clock::time_point> Turns::may_go_at(const Person& person) const {
    if (person.bytes >= bounds_.bytes) return std::nullopt;
    return person.read_by - time_to_read(bounds_.large);
}

bool Turns::is_contended(const Person& person, Clock::time_point now) const {
    const auto& other = last_.person == &person ? last_other_ : last_;
    return other.person && now - other.at < beside;
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

void Turns::wake_at(Clock::time_point at) {
    if (at >= wakes_at_) return;
    wakes_at_ = at;
    later(io_, at - Clock::now(), alive_, [this] {
        wakes_at_ = Clock::time_point::max();
        run();
    });
}

void Turns::run() {
    const auto begin = Clock::now();
    for (auto now = begin; now - begin < bounds_.together || now == begin; now = Clock::now()) {
        Person* next = nullptr;
        auto soonest = Clock::time_point::max();
        for (Person* each : queued_) {
            const auto at = may_go_at(*each);
            if (at && *at > now) soonest = std::min(soonest, *at);
            if (at && *at <= now && (!next || each->took < next->took)) next = each;
        }
        if (!next) {
            if (soonest != Clock::time_point::max()) wake_at(soonest);
            return;
        }
        const Resume resume = std::move(next->waiting.front());
        next->waiting.pop_front();
        if (next->waiting.empty()) std::erase(queued_, next);
        --waiting_;
        resume();
    }
    if (waiting_ > 0) schedule();
}

void Turns::forget_idle() {
    const auto now = Clock::now();
    const double nothing = nothing_us * weight(now);
    std::erase_if(people_, [&](const auto& each) {
        const Person& who = each.second;
        return who.waiting.empty() && who.bytes == 0 && who.took < nothing && who.read_by <= now;
    });
    last_ = last_other_ = {};
}

}  // namespace tasklog
