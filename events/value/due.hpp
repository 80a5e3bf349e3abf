#pragma once
#include <string>
#include <variant>

#include "events/value/time.hpp"

namespace tasklog {

/// Due on a day, wherever the person is.
struct DueDate {
    Date date;
    bool operator==(const DueDate&) const = default;
};
/// Due at a moment; `zone` (IANA) is where it was meant, for showing it.
struct DueInstant {
    Instant at;
    std::string zone;
    bool operator==(const DueInstant&) const = default;
};
using Due = std::variant<DueDate, DueInstant>;

}  // namespace tasklog
