#pragma once
#include <set>
#include <span>
#include <string>

#include "projections/projection.hpp"
#include "projections/things/things.hpp"

namespace tasklog::projections {

/// Which row of the table `things` (things.sql) a thing has.
struct ThingKey {
    WorkspaceId workspace;
    Subject subject;
    bool operator<(const ThingKey& other) const;
};

/// Everything that the commits change; without `new_ones` only what was there before them.
std::set<ThingKey> things_of(std::span<const CountedCommit> commits, bool new_ones);

Things load_things(postgres::UnitOfWork& unit, const std::string& schema, const std::set<ThingKey>& keys);
void write_things(postgres::UnitOfWork& unit, const std::string& schema, const Things& things,
                  const std::set<ThingKey>& keys);

}  // namespace tasklog::projections
