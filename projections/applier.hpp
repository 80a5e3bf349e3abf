#pragma once
#include <map>
#include <string>
#include <vector>

#include "projections/batch.hpp"

namespace tasklog::projections {

/// Applies batch after batch, each in one transaction with its checkpoints. What it has written it need not read again:
/// only who moves the checkpoints writes rows, so as long as it finds them where it left them, they are what it knows.
class Applier {
  public:
    explicit Applier(const Projection& projection) : projection_(projection) {
        if (projection.warm) warm_ = projection.warm();
    }
    Applier(const Applier&) = delete;

    /// False, with nothing changed, if a checkpoint is not the one that the batch began with: someone else has applied
    /// it. Commits that cannot be applied are parked. `texts`: what those who listen are told.
    bool apply(postgres::Session& session, const Batch& batch, const std::vector<std::string>& texts = {});

  private:
    bool goes_on(const Batch& batch) const;
    void forget();
    bool try_together(postgres::Session& session, const Batch& batch, const std::vector<std::string>& texts);

    const Projection& projection_;
    WarmApply warm_{};
    std::map<int, Checkpoint> left_;  ///< where it has left the partitions that it remembers rows of
    bool has_parked_ = false;         ///< when it last looked
};

/// What tells readers of a batch. `from`: as in Changes.
std::vector<std::string> texts_of(const Batch& batch, const std::string& from);

}  // namespace tasklog::projections
