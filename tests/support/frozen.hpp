#pragma once
#include "events/format/snapshot.hpp"

namespace tasklog::testing {

/// As one snapshot has it, in parts of so many things.
inline Frozen frozen(const Workspace& workspace, std::size_t max_things) {
    Freezing freezing(workspace);
    Frozen out{freezing.head(), {}};
    while (!freezing.done()) out.parts.push_back(freezing.part(workspace, max_things));
    return out;
}

}  // namespace tasklog::testing
