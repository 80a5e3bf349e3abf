#pragma once
#include <functional>
#include <span>
#include <stdexcept>
#include <string>

#include "events/commit.hpp"
#include "infra/postgres/session.hpp"

namespace tasklog::projections {

/// A commit that counts, and where it stands in the log.
struct CountedCommit {
    int partition = 0;
    std::int64_t offset = 0;
    Commit commit;
    std::string value;  ///< the record's bytes
};

/// An event does not fit the rows: its workspace is parked.
struct Unappliable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A function from events to rows. Each version of it lives in a schema of its own.
struct Projection {
    std::string schema;
    /// Creates the schema and its tables where they are missing.
    std::function<void(postgres::Session&)> create;
    /// Applies commits in order within the transaction. Throws Unappliable, or what Postgres says.
    std::function<void(postgres::Session&, pqxx::transaction_base&, std::span<const CountedCommit>)> apply;
};

/// The channel on which a projection tells what it has applied.
inline std::string channel_of(const std::string& schema) { return "tasklog_" + schema; }

}  // namespace tasklog::projections
