#pragma once
#include <string>
#include <string_view>
#include <vector>

/// Ranks order things by hand: strings of [0-9A-Za-z] that compare byte by byte. Between any two there is always
/// another, so that moving one thing writes one thing. In a place where things are moved to again and again they get
/// longer: command/place.hpp makes them short again.
namespace tasklog::rank {

constexpr std::size_t max_given = 128;     ///< characters of one that a client chooses
constexpr std::size_t max_length = 1'000;  ///< of any

/// 1 to max_given characters of the alphabet, not ending in '0' (nothing would fit before such a one).
bool valid(std::string_view rank);

/// A rank between the two; an empty `low` or `high` means no bound. Needs low < high.
std::string between(std::string_view low, std::string_view high);

/// A short rank after `low`, or before `high`, leaving room for some hundred million more before it gets longer. For
/// appending; an empty one means that there is none yet.
std::string after(std::string_view low);
std::string before(std::string_view high);

/// As many ranks in order, each beginning with `prefix` and a few characters longer.
std::vector<std::string> spread(std::string_view prefix, std::size_t count);

}  // namespace tasklog::rank
