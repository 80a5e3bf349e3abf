#pragma once
#include <string>
#include <vector>

#include "projections/rebuild/versions.hpp"

namespace tasklog::projections {

/// A row of a live read model that is not what the log makes.
struct RowDifference {
    std::string table;
    std::string key;    ///< of the row, JSON
    std::string live;   ///< JSON; empty: there is no such row
    std::string fresh;  ///< what it should be, the same way
};

struct Comparison {
    std::size_t tables = 0;
    std::size_t rows = 0;  ///< of the live schema
    FillProgress filled;
    std::vector<RowDifference> differences;  ///< the first of them, `max_differences` at most
};

/// Fills a schema of its own from the log up to where the live one is at this moment, compares every row of every
/// table with it, and drops it. What workers and the clock write is not compared; where a worker takes rows away, fewer
/// rows than the log makes are as it should be. The live one goes on meanwhile.
Comparison verify(const Log& log, const std::string& postgres, const Projection& projection, const FillOptions& options,
                  std::size_t max_differences);

}  // namespace tasklog::projections
