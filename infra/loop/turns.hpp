#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace tasklog {

/// What one person may take of a loop's time, and of the time of those who read what it writes.
struct TurnBounds {
    std::chrono::microseconds light{2'000};     ///< of the last half second or so; who took less is never kept waiting
    std::chrono::microseconds together{1'000};  ///< of the turns that are taken before the loop does other things
    std::size_t bytes = 4UL * 1024 * 1024;      ///< in flight; with more a person waits, whoever else there is
    std::size_t bytes_a_second = 8UL * 1024 * 1024;  ///< that a person may leave to be read, see leave_to_read()
    std::size_t large = 64UL * 1024;                 ///< bytes of a request; so many may be left to be read at any time
    std::size_t waiting = 512;                       ///< requests of one person; more are refused
    std::size_t people = 10'000;                     ///< remembered; past it those are forgotten who took little
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
    /// Waits for a person's turn, where it is not free. False: too many of theirs wait already.
    boost::asio::awaitable<bool> take(std::string person);
    /// What a turn has taken of the loop's time.
    void took(const std::string& person, std::chrono::nanoseconds time);
    /// Bytes that a person keeps in flight, and what has landed of them.
    void hold(const std::string& person, std::size_t bytes);
    void let_go(const std::string& person, std::size_t bytes);
    /// What a turn has left to be read by others, who have to come along: the person's next turn comes when they will
    /// have. What is not large counts only while somebody else takes turns, too.
    void leave_to_read(const std::string& person, std::size_t bytes);
    /// Requests that wait.
    std::size_t waiting() const { return waiting_; }

  private:
    using Clock = std::chrono::steady_clock;
    using Resume = std::function<void()>;
    struct Person {
        double took = 0;  ///< of the loop's time: microseconds, as heavy as weight() made them
        std::size_t bytes = 0;
        Clock::time_point read_by{};  ///< when all that was left to be read will have been
        std::deque<Resume> waiting;
    };

    /// What a microsecond weighs now: twice as much each quarter of a second. So what was taken before weighs less and
    /// less beside it, and people can be compared without a look at the clock.
    double weight(Clock::time_point now);
    /// How long it takes to read so much of one person.
    Clock::duration time_to_read(std::size_t bytes) const;
    /// When a person may go on, as far as that is up to time. None: when bytes have landed.
    std::optional<Clock::time_point> may_go_at(const Person& person) const;
    bool is_contended(const Person& person, Clock::time_point now) const;
    void schedule();
    void wake_at(Clock::time_point at);
    void run();
    void forget_idle();

    boost::asio::io_context& io_;
    const TurnBounds bounds_;
    std::unordered_map<std::string, Person> people_;
    Clock::time_point weighed_from_ = Clock::now();  ///< when a microsecond weighed one
    std::vector<Person*> queued_;  ///< those with requests that wait: few, for who takes little never does
    std::size_t waiting_ = 0;
    bool scheduled_ = false;
    Clock::time_point wakes_at_ = Clock::time_point::max();
    struct {
        const Person* person = nullptr;
        Clock::time_point at{};
    } last_, last_other_;  ///< who took a turn last, and the last one before who is somebody else
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace tasklog
