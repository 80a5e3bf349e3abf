#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>

#include "infra/calendar/rule.hpp"

namespace tasklog::calendar {

/// How much may still be looked at; counted in days or, of rules within a day, in hours and minutes. Some ten
/// nanoseconds each.
class Steps {
  public:
    explicit Steps(std::size_t most) : left_(most) {}
    /// False once there are none left.
    bool take(std::size_t count = 1) {
        left_ -= count < left_ ? count : left_;
        return left_ > 0;
    }
    /// The same for one candidate of a day's length or more, or of an hour or minute.
    bool take_period() {
        ++periods_;
        return take();
    }
    std::size_t left() const { return left_; }
    std::size_t periods() const { return periods_; }

  private:
    std::size_t left_;
    std::size_t periods_ = 0;
};

/// Calls `each` with the rule's occurrences by the clock (us since 1970, as if in UTC), in order, until it says false,
/// the year 3000, or no steps are left (then false is returned). The first ones are at or after `start`; those long
/// before `from` may be left out where the rule has no COUNT. UNTIL is left to who knows the zone. `is_day`: the series
/// is of days, and what the rule says of hours does not matter.
bool expand(const Rule& rule, std::int64_t start_us, bool is_day, std::int64_t from_us, Steps& steps,
            const std::function<bool(std::int64_t)>& each);

}  // namespace tasklog::calendar
