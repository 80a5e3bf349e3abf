#pragma once
#include <chrono>
#include <set>
#include <string>

#include "infra/postgres/session.hpp"

namespace tasklog::projections {

/// The partitions of a projection that one worker applies: its workers share them out by rows beside their checkpoints.
/// A worker that is started again under its name has what it had at once; one that says nothing for `silence` has
/// nothing any more. Two may believe for a while that a partition is theirs: the checkpoint lets each commit be applied
/// once (batch.hpp).
class Leases {
  public:
    /// `worker`: a name that it will have again when it is started again, and no other has.
    Leases(std::string schema, std::string worker, std::chrono::milliseconds silence);

    /// Tells that this worker lives, gives back what others are to have, and takes what it is to have and nobody holds:
    /// what it has then. To be called about every `interval()`.
    const std::set<int>& renew(postgres::Session& session, int partitions);
    /// Sooner while something that it is to have is held by another, who will give it back or is dead.
    std::chrono::milliseconds interval() const;
    /// Gives back everything.
    void leave(postgres::Session& session);

  private:
    struct Present;
    Present keep(postgres::Session& session);
    std::set<int> share(const Present& present, int partitions) const;

    const std::string schema_;
    const std::chrono::milliseconds silence_;
    const std::string run_;
    std::string worker_;
    bool begun_ = false;
    bool waits_ = false;
    std::set<int> held_;
};

}  // namespace tasklog::projections
