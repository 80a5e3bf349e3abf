#pragma once
#include <span>

#include "projections/tasks/rows.hpp"

/// What commits do to the rows of the tasks' read model: pure, between loading the rows and writing them.
namespace tasklog::projections {

/// The rows that the events change and that are not made within the batch.
RowKeys wanted_by(std::span<const CountedCommit> commits);

/// The rows after these commits. Throws Unappliable for an event about what is not there.
void fold(Rows& rows, std::span<const CountedCommit> commits);

}  // namespace tasklog::projections
