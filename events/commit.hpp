#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/event.hpp"

namespace tasklog {

/// What one command of a request came to: the thing that it was about, and that thing's version afterwards.
struct Result {
    std::string id;
    std::uint64_t version = 0;
    bool operator==(const Result&) const = default;
};

/// All the events of one accepted request, atomic because they are one record of the log.
struct Commit {
    CommitId id{};
    WorkspaceId workspace{};
    PersonId actor{};
    Instant at{};
    std::string prev{};                  ///< SHA-256 (hex) of the workspace's previous commit; empty for the first
    std::optional<std::string> cause{};  ///< what made a worker send the command
    std::optional<std::string> key{};    ///< the client's Idempotency-Key; with it the two below are kept for its retry
    std::string request{};               ///< fingerprint of the request's body
    std::vector<Result> results{};
    std::vector<Event> events{};
    bool operator==(const Commit&) const = default;
};

/// The SHA-256 (hex) of a commit's bytes, found out when it is first asked for: of those that are read back from the
/// log only each workspace's last one is.
class CommitHash {
  public:
    CommitHash() = default;
    CommitHash(std::string hash) : hash_(std::move(hash)) {}

    /// From now on that of this commit.
    void of(std::string_view value) {
        value_ = value;
        hash_.clear();
    }
    /// Empty if there is no commit.
    const std::string& text() const;
    bool operator==(const CommitHash& other) const { return text() == other.text(); }

  private:
    mutable std::string value_{};  ///< not hashed yet
    mutable std::string hash_{};
};

}  // namespace tasklog
