#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "events/format/appended_commit.hpp"
#include "projections/checkpoints.hpp"

namespace tasklog::projections {

/// Which commits are to be applied; the others only move the checkpoint.
struct Only {
    std::optional<std::set<std::string, std::less<>>> workspaces{};  ///< ids
    std::optional<Instant> until{};                                  ///< made at this moment at the latest
};

/// Records read since the checkpoints, to be applied together.
class Batch {
  public:
    explicit Batch(Only only = {}) : only_(std::move(only)) {}

    /// Takes the next record of a partition; `from` is that partition's checkpoint before the batch. `decoded`: what it
    /// comes to, if that is known already. Throws NewerEvent, and takes nothing then.
    void add(int partition, const LogRecord& record, const Checkpoint& from,
             std::shared_ptr<const DecodedCommit> decoded = nullptr);

    bool empty() const { return spans_.empty(); }
    std::size_t records() const { return records_; }
    std::size_t bytes() const { return bytes_; }

    struct UndecodableRecord {
        int partition;
        std::int64_t offset;
        std::string workspace;
        std::string error;
        std::string value;
    };
    const std::map<int, CheckpointMove>& spans() const { return spans_; }
    const std::vector<CountedCommit>& commits() const { return commits_; }
    const std::vector<UndecodableRecord>& undecodable() const { return undecodable_; }

  private:
    void take(int partition, const LogRecord& record, std::shared_ptr<const DecodedCommit> decoded);

    Only only_;
    std::map<int, CheckpointMove> spans_;
    std::vector<CountedCommit> commits_;
    std::vector<UndecodableRecord> undecodable_;
    std::size_t records_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace tasklog::projections
