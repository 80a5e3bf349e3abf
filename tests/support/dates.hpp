#pragma once
#include "events/task.hpp"

/// Dates as tests write them.
namespace tasklog::testing {

inline Due on(const std::string& date) { return DueDate{*Date::parse(date)}; }
inline Due at(const std::string& utc, const std::string& zone) { return DueInstant{*Instant::parse(utc), zone}; }
inline Instant instant(const std::string& utc) { return *Instant::parse(utc); }

}  // namespace tasklog::testing
