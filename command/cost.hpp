#pragma once
#include <cstddef>
#include <optional>
#include <span>

#include "events/event.hpp"
#include "infra/calendar/recurrence.hpp"
#include "infra/problem.hpp"

namespace tasklog::command {

/// So many steps takes what is done once for a rule, whatever it comes to: to parse it, and to find its zone.
inline constexpr std::size_t steps_of_a_rule = 2'500;

/// What one request may cost. Small enough that the loop is held for five milliseconds at most, and that its commit
/// goes into one record of the log.
struct CostBounds {
    std::size_t events = 5'000;
    std::size_t bytes = 768UL * 1024;  ///< of the commit; a record takes 4 MiB
    std::size_t steps = 200'000;       ///< looked at: days of a recurrence, tasks of a tree
};

/// Counts what a request costs, where it arises.
class Cost {
  public:
    explicit Cost(const CostBounds& bounds = {}) : bounds_(bounds), steps_(bounds.steps) {}

    /// Whether so many events of so many bytes would fit, too.
    bool has_room_for(std::size_t events, std::size_t bytes) const {
        return events_ + events <= bounds_.events && bytes_ + bytes <= bounds_.bytes;
    }
    /// Why these events are too much; none if they are not.
    std::optional<Problem> add(std::span<const Event> events);
    /// To be taken by whoever looks at many things.
    calendar::Steps& steps() { return steps_; }

  private:
    const CostBounds bounds_;
    std::size_t events_ = 0;
    std::size_t bytes_ = 0;
    calendar::Steps steps_;
};

/// The refusal of a request, or a part of it, that would cost too much.
Problem too_costly();

}  // namespace tasklog::command
