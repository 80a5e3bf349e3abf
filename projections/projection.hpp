#pragma once
#include <algorithm>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "events/commit.hpp"
#include "infra/postgres/unit_of_work.hpp"

namespace tasklog::projections {

/// A commit that counts, and where it stands in the log.
struct CountedCommit {
    int partition = 0;
    std::int64_t offset = 0;
    std::shared_ptr<const Commit> shared;  ///< by all projections of a process
    std::string value{};                   ///< the record's bytes
    std::string trace{};                   ///< the request's traceparent; empty if it had none
    const Commit& commit = *shared;
};

/// Whether there is an event of one of these types in it.
template <class... Types>
bool has_event_of(const Commit& commit) {
    return std::any_of(commit.events.begin(), commit.events.end(),
                       [](const Event& event) { return (std::holds_alternative<Types>(event) || ...); });
}

/// An event does not fit the rows: its workspace is parked.
struct Unappliable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Whether it is the commit's own fault, so that trying again cannot help.
inline bool is_unappliable(const std::exception& error) {
    return dynamic_cast<const Unappliable*>(&error) || postgres::is_data_error(error);
}

/// The log holds an event of a newer release: this program must not go on, lest it be lost.
struct NewerEvent : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The rows that a long run of commits comes to, held in memory until they are written: each is then written once,
/// however often it changed.
struct Accumulation {
    /// Folds commits, in order. `load`: the schema may hold rows that they need. Throws Unappliable; then it is of no
    /// more use.
    std::function<void(postgres::Session&, const std::string& schema, std::span<const CountedCommit>, bool load)> add;
    std::function<std::size_t()> rows;  ///< how many it holds
    /// Writes them all, and holds none afterwards. `load`: as for add(), since it held none.
    std::function<void(postgres::UnitOfWork&, const std::string& schema, bool load)> write;
};

/// Applies commits as a projection's `apply` does, but remembers rows that it has written. For one worker, which says
/// when they may be others.
struct WarmApply {
    std::function<void(postgres::UnitOfWork&, const std::string& schema, std::span<const CountedCommit>)> apply{};
    std::function<void()> forget{};
};

/// A function from events to rows. Each version of it lives in a schema of its own.
struct Projection {
    /// Applies commits in order to the tables of a schema, within the transaction. Throws Unappliable, or what Postgres
    /// says.
    using Apply = std::function<void(postgres::UnitOfWork&, const std::string& schema, std::span<const CountedCommit>)>;

    std::string schema;   ///< such as tasks_v5
    std::string tables;   ///< the SQL that makes them in $schema, with what every projection has
    std::string indexes;  ///< the SQL of those that only readers need
    /// Makes what it needs beside its own schema.
    std::function<void(postgres::Session&)> prepare = [](postgres::Session&) {};
    Apply apply;
    /// For a worker that applies batch after batch; none: `apply` serves.
    std::function<WarmApply()> warm{};
    /// Whether a commit may change rows; none: every one may. The others only move the checkpoint, which waits a little
    /// for them.
    std::function<bool(const Commit&)> concerns{};
    /// For a rebuild; none: batches are applied one by one.
    std::function<Accumulation()> accumulate{};
    /// Tables from which a worker takes away what it has done, before the log says so.
    std::vector<std::string> worked_off{};

    /// The same projection with its rows elsewhere.
    Projection in(std::string elsewhere) const {
        Projection other = *this;
        other.schema = std::move(elsewhere);
        return other;
    }
};

/// From a file of SQL: the tables, then a line that begins with "-- INDEXES", then the indexes.
Projection projection_from(std::string schema, std::string_view sql, Projection::Apply apply);

/// Creates the schema and all that is in it where it is missing.
void create(postgres::Session& session, const Projection& projection);

/// The channel on which a projection tells what it has applied.
inline std::string channel_of(const std::string& schema) { return "tasklog_" + schema; }

}  // namespace tasklog::projections
