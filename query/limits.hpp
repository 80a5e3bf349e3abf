#pragma once
#include <chrono>
#include <cstddef>

/// Every bound on what a query may ask for.
namespace tasklog::query {

constexpr int max_page = 500;          ///< rows of a page
constexpr int max_days = 366;          ///< of insights
constexpr int max_counted = 1'000;     ///< tasks of a filter
constexpr std::size_t max_words = 10;  ///< of a search
constexpr std::size_t max_search_bytes = 500;
constexpr std::size_t max_candidates = 1'000;      ///< tasks that a word of a search finds, each to be looked at
constexpr std::size_t max_looked_through = 2'000;  ///< where each word is in more: those that were changed last
constexpr std::size_t max_last_found = 250;        ///< of these
constexpr int max_digest_entries = 5'000;
constexpr int max_digest_tasks = 20;  ///< of a person's in a list
constexpr std::size_t max_tags = 10;  ///< that a task must have
constexpr std::size_t max_type_bytes = 50;
constexpr std::size_t max_dates = 100;                  ///< of a recurrence
constexpr std::size_t max_steps = 200'000;              ///< to find them: two or three milliseconds
constexpr std::size_t max_verifications = 16;           ///< at a time
constexpr std::chrono::seconds longest_catching_up{2};  ///< until a read model has what a query rests on
constexpr std::size_t max_known_workspaces = 200'000;   ///< whose members are remembered

}  // namespace tasklog::query
