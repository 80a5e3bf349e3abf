#pragma once
#include <cstddef>
#include <cstdint>

/// Every bound on what the state of a workspace or a person keeps, whatever is asked of it.
namespace tasklog {

constexpr std::size_t min_answers = 1'000;  ///< of a workspace to Idempotency-Keys: so many are kept however old
constexpr std::size_t max_answers = 10'000;
constexpr std::size_t max_answer_bytes = 4UL * 1024 * 1024;  ///< of these
constexpr std::int64_t answer_lifetime_us = 7LL * 24 * 3600 * 1'000'000;
constexpr std::size_t max_read_singly = 1'000;  ///< notifications of a person, marked as read one by one

static_assert(min_answers <= max_answers);

}  // namespace tasklog
