#pragma once
#include <string>
#include <string_view>

#include "infra/postgres/session.hpp"

namespace tasklog::postgres {

/// Runs statements that make what is missing in `schema` (see in_schema), in one transaction. Several processes may do
/// so at once.
void migrate(Session& session, const std::string& schema, std::string_view sql);

}  // namespace tasklog::postgres
