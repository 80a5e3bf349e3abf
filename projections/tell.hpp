#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "infra/postgres/unit_of_work.hpp"

namespace tasklog::projections {

/// What has changed in a read model.
struct Changes {
    std::map<int, std::int64_t> positions{};           ///< partition -> offset of the last record applied
    std::map<std::string, std::int64_t> workspaces{};  ///< workspace -> its new version
    std::set<std::string> people{};                    ///< those of them whose members may be others now
    bool all_workspaces = false;                       ///< all may have changed, not only these
    std::optional<std::string> generation{};           ///< where the schema is another one now
    std::string from{};                                ///< who says so: some have heard it from them already
};

/// The texts with commas between, in pieces that fit into one NOTIFY each (8,000 bytes).
std::vector<std::string> notify_pieces(const std::vector<std::string>& texts);

/// What tells of them: as many notifications as it takes, for one holds 8,000 bytes, and however much has changed each
/// change is told. The positions come last, at the latest with the last change: who waits for one knows the changes
/// then.
std::vector<std::string> texts_of(const Changes& changes);

/// Tells those who listen, once it is committed.
void tell(postgres::UnitOfWork& unit, const std::string& channel, const std::vector<std::string>& texts);

}  // namespace tasklog::projections
