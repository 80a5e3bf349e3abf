#pragma once
#include <string>
#include <string_view>

#include "projections/projection.hpp"

namespace tasklog::projections {

/// Applies commits to the tables of a schema (see Projection::apply).
using Apply = std::function<void(postgres::Session&, pqxx::transaction_base&, const std::string& schema,
                                 std::span<const CountedCommit>)>;

/// A projection into `schema`, which it creates where it is missing: what all of them have (common.sql), and its own
/// tables (`sql`).
Projection projection_into(const std::string& schema, std::string_view sql, Apply apply);

}  // namespace tasklog::projections
