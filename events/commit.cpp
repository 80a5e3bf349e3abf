#include "events/commit.hpp"

#include "base/sha256.hpp"

namespace tasklog {

const std::string& CommitHash::text() const {
    if (!value_.empty()) {
        hash_ = sha256_hex(value_);
        std::string().swap(value_);
    }
    return hash_;
}

}  // namespace tasklog
