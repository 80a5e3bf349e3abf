#pragma once
#include <optional>
#include <string>

namespace tasklog::json {

/// What is wrong, and at which JSON pointer below the value that was read.
struct Fault {
    std::string why;
    std::string pointer{};
};
using MaybeFault = std::optional<Fault>;

}  // namespace tasklog::json
