#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "words/quick_add.hpp"

/// Dates as Todoist's export writes them: in words, or in figures.
namespace tasklog::app {

struct TodoistDate {
    words::DateInWords date{};
    bool utc = false;  ///< its time is by UTC's clock
};

/// "2026-12-01 09:30", "12/01/2026", "2026-12-01T09:30:00Z", and what quick add understands (docs/quick-add.md). None
/// for what says anything else.
std::optional<TodoistDate> read_todoist_date(std::string_view text, const words::Writing& writing);

}  // namespace tasklog::app
