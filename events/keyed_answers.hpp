#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "events/commit.hpp"

namespace tasklog {

/// The answer that a commit's Idempotency-Key stands for.
struct KeyedAnswer {
    PersonId actor;
    std::string key;
    std::string request;  ///< fingerprint of the body: another body with the same key is a mistake
    CommitId commit;
    Instant at;
    std::int64_t offset = 0;
    std::vector<Result> results;
    bool operator==(const KeyedAnswer&) const = default;
};

/// The answers of the last 7 days, at least the last 1,000; but 10,000 and 4 MiB at most, the oldest forgotten first.
/// Each person's keys are their own.
class KeyedAnswers {
  public:
    const KeyedAnswer* find(const PersonId& actor, const std::string& key) const;
    /// One whose offset is not beyond the last one's is known already.
    void add(KeyedAnswer answer);
    /// Each has a number, in the order in which they came: those kept are from the first up to, not including, the end.
    std::uint64_t first_number() const { return forgotten_; }
    std::uint64_t end_number() const { return forgotten_ + in_order_.size(); }
    std::size_t size() const { return in_order_.size(); }
    /// About what they take in memory.
    std::size_t bytes() const { return bytes_; }
    static std::size_t bytes_of(const KeyedAnswer& answer);
    const KeyedAnswer& number(std::uint64_t at) const { return in_order_[at - forgotten_]; }
    bool operator==(const KeyedAnswers& other) const { return in_order_ == other.in_order_; }

  private:
    void forget_first();

    std::deque<KeyedAnswer> in_order_;
    std::unordered_multimap<std::size_t, std::uint64_t> number_of_;  ///< hash of person and key -> number
    std::uint64_t forgotten_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace tasklog
