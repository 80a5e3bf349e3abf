#pragma once
#include <cstdint>

namespace tasklog {

/// Which commits of a partition count (docs/decisions/0002). A commit counts only if its token is the latest claim
/// before it in the log, and its number is one more than that of the last commit that counted under this claim.
/// Every reader of the log applies this rule, to every record in the order of the log.
struct ClaimFilter {
    std::int64_t claim = -1;    ///< the offset of the latest claim; -1 before the first
    std::uint64_t seq = 0;      ///< the number of the last commit that counted under it
    std::uint64_t attempt = 0;  ///< tells the claim from one that stood at its offset before the log was cut off there;
                                ///< 0: not known

    void on_claim(std::int64_t offset, std::uint64_t its_attempt) {
        claim = offset;
        seq = 0;
        attempt = its_attempt;
    }

    /// `commit_attempt`: 0 for a commit that does not say it.
    bool on_commit(std::int64_t commit_claim, std::uint64_t commit_seq, std::uint64_t commit_attempt) {
        if (claim < 0 || commit_claim != claim || commit_seq != seq + 1) return false;
        if (attempt != 0 && commit_attempt != 0 && commit_attempt != attempt) return false;
        seq = commit_seq;
        return true;
    }

    bool operator==(const ClaimFilter&) const = default;
};

}  // namespace tasklog
