#pragma once
#include <string>

#include "query/conditions.hpp"
#include "words/filter/filter.hpp"

namespace tasklog::query {

/// Where a filter is looked through, and by whom.
struct FilterScope {
    std::string schema;
    std::string workspace;
    std::string zone;  ///< where a day begins
    std::string me;    ///< a person's id
};

/// The condition of what is overdue. `zone`: the parameter with where a day ends, such as $3.
std::string overdue_sql(const std::string& zone);

/// The condition on a row of `tasks`. What the filter names becomes parameters of `where`, whose first one is the
/// workspace.
std::string filter_sql(const words::Filter& filter, const FilterScope& scope, Conditions& where);

}  // namespace tasklog::query
