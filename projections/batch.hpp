#pragma once
#include <map>
#include <string>
#include <vector>

#include "events/log_record.hpp"
#include "projections/checkpoints.hpp"

namespace tasklog::projections {

/// Records read since the checkpoints, to be applied together.
class Batch {
  public:
    /// Takes the next record of a partition; `from` is that partition's checkpoint before the batch.
    void add(int partition, const LogRecord& record, const Checkpoint& from);

    bool empty() const { return spans_.empty(); }
    std::size_t records() const { return records_; }
    std::size_t bytes() const { return bytes_; }

    struct Span {
        Checkpoint before;
        Checkpoint after;
    };
    struct Undecodable {
        int partition;
        std::int64_t offset;
        std::string workspace;
        std::string error;
        std::string value;
    };
    const std::map<int, Span>& spans() const { return spans_; }
    const std::vector<CountedCommit>& commits() const { return commits_; }
    const std::vector<Undecodable>& undecodable() const { return undecodable_; }

  private:
    std::map<int, Span> spans_;
    std::vector<CountedCommit> commits_;
    std::vector<Undecodable> undecodable_;
    std::size_t records_ = 0;
    std::size_t bytes_ = 0;
};

/// Applies the batch and moves the checkpoints in one transaction, and notifies. False, with nothing changed, if a
/// checkpoint is not the one that the batch began with: someone else has applied it.
bool apply_batch(postgres::Session& session, const Projection& projection, const Batch& batch);

}  // namespace tasklog::projections
