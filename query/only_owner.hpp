#pragma once
#include <string>
#include <vector>

#include "infra/postgres/session.hpp"

namespace tasklog::query {

/// The names of workspaces that others use, or are invited to, and that have no owner but this person; ten at most.
std::vector<std::string> only_owner_of(postgres::Session& session, const std::string& schema,
                                       const std::string& person);

}  // namespace tasklog::query
