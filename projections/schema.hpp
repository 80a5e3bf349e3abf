#pragma once
#include <string>
#include <string_view>

#include "infra/postgres/session.hpp"

namespace tasklog::projections {

/// Creates a projection's schema where it is missing: what all of them have (common.sql), and its own tables (`sql`).
void create_schema(postgres::Session& session, const std::string& schema, std::string_view sql);

}  // namespace tasklog::projections
