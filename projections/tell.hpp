#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "infra/postgres/session.hpp"

namespace tasklog::projections {

/// What has changed in a read model.
struct Changes {
    std::map<int, std::int64_t> positions{};           ///< partition -> offset of the last record applied
    std::map<std::string, std::int64_t> workspaces{};  ///< workspace -> its new version
    bool all_workspaces = false;                       ///< all may have changed, not only these
    std::optional<std::string> generation{};           ///< where the schema is another one now
};

/// The texts with commas between, in pieces that fit into one NOTIFY each (8,000 bytes).
std::vector<std::string> notify_pieces(const std::vector<std::string>& texts);

/// What tells of them: as many notifications as it takes, for one holds 8,000 bytes, and however much has changed each
/// change is told. The positions come last: who waits for one knows the changes then.
std::vector<std::string> texts_of(const Changes& changes);

/// Tells the readers, once the transaction is committed.
void tell(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& channel,
          const Changes& changes);

}  // namespace tasklog::projections
