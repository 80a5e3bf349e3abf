#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace tasklog {

/// What one person may take of a loop's time while others want it, too.
struct TurnBounds {
    std::chrono::microseconds light{2'000};     ///< of the last half second or so; who took less is never kept waiting
    std::chrono::microseconds together{1'000};  ///< of the turns that are taken before the loop does other things
    std::size_t bytes = 4UL * 1024 * 1024;      ///< in flight; with more a person waits, whoever else there is
    std::size_t bytes_a_second =
        4UL * 1024 * 1024;            ///< of a person's large requests: what is written must be read, too
    std::size_t large = 64UL * 1024;  ///< bytes of a request
    std::size_t waiting = 512;        ///< requests of one person; more are refused
    std::size_t people = 10'000;      ///< remembered; past it those are forgotten who took little
};

/// Shares a loop's time fairly: who takes much of it waits while others take theirs, the one who took least first. A
/// person who is alone waits for nobody. For the io_context's thread.
class Turns {
  public:
    explicit Turns(boost::asio::io_context& io, const TurnBounds& bounds = {}) : io_(io), bounds_(bounds) {}
    ~Turns() { *alive_ = false; }
    Turns(const Turns&) = delete;

    /// Whether it is a person's turn at once, as it nearly always is.
    bool is_free(const std::string& person);
    /// Waits for a person's turn. False: too many of theirs wait already.
    boost::asio::awaitable<bool> take(std::string person);
    /// What a turn has taken of the loop's time.
    void took(const std::string& person, std::chrono::nanoseconds time);
    /// Bytes that a person keeps in flight, and what has landed of them. Those of a large request count for a while
    /// longer: whoever reads the log has to come along.
    void hold(const std::string& person, std::size_t bytes);
    void let_go(const std::string& person, std::size_t bytes);
    /// Requests that wait.
    std::size_t waiting() const { return waiting_; }

  private:
    using Clock = std::chrono::steady_clock;
    using Resume = std::function<void()>;
    struct Person {
        double took = 0;  ///< of the loop's time: microseconds, as heavy as weight() made them
        std::size_t bytes = 0;
        std::deque<Resume> waiting;
    };

    /// What a microsecond weighs now: twice as much each quarter of a second. So what was taken before weighs less and
    /// less beside it, and people can be compared without a look at the clock.
    double weight(Clock::time_point now);
    void free(const std::string& person, std::size_t bytes);
    bool may_go(const Person& person) const { return person.bytes < bounds_.bytes; }
    void schedule();
    void run();
    void forget_idle();

    boost::asio::io_context& io_;
    const TurnBounds bounds_;
    std::unordered_map<std::string, Person> people_;
    Clock::time_point weighed_from_ = Clock::now();  ///< when a microsecond weighed one
    std::vector<Person*> queued_;  ///< those with requests that wait: few, for who takes little never does
    std::size_t waiting_ = 0;
    bool scheduled_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace tasklog
