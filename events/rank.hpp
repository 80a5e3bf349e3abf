#pragma once
#include <string>
#include <string_view>

/// Ranks order things by hand: strings of [0-9A-Za-z] that compare byte by byte. Between any two there is always
/// another, so that moving one thing writes one thing.
namespace tasklog::rank {

constexpr std::size_t max_length = 128;

/// 1 to max_length characters of the alphabet, not ending in '0' (nothing would fit before such a one).
bool valid(std::string_view rank);

/// A rank between the two; an empty `low` or `high` means no bound. Needs low < high.
std::string between(std::string_view low, std::string_view high);

/// A short rank after `low`, leaving room for some hundred thousand before it gets longer. For appending.
std::string after(std::string_view low);

}  // namespace tasklog::rank
