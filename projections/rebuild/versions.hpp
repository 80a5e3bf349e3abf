#pragma once
#include <optional>
#include <string>
#include <vector>

#include "projections/rebuild/fill.hpp"

/// A projection's live schema, the one that is filled beside it (…_next), and the one that it has replaced
/// (…_previous). Readers and workers know the live one's name only: to switch is to rename.
namespace tasklog::projections {

inline std::string next_of(const std::string& schema) { return schema + "_next"; }
inline std::string previous_of(const std::string& schema) { return schema + "_previous"; }

bool is_there(postgres::Session& session, const std::string& schema);

/// Throws postgres::Unavailable while the schema is not filled yet.
void require(postgres::Session& session, const std::string& schema);

/// Only one process at a time rebuilds a projection. Held until the end of its life.
class RebuildLock {
  public:
    /// Throws std::runtime_error if another process has it.
    RebuildLock(const std::string& postgres, const std::string& schema);
    /// Waits for it; `idle` is called now and then, and may throw.
    RebuildLock(const std::string& postgres, const std::string& schema, const std::function<void()>& idle);

  private:
    bool take();

    postgres::Session session_;
    const std::string schema_;
};

/// Fills the next schema up to the log's end: first the rows, then the indexes, then what came meanwhile. Goes on with
/// one that was begun and not finished, unless `fresh`.
FillProgress build_next(const Log& log, const std::string& postgres, const Projection& projection,
                        const FillOptions& options, bool fresh);

/// Makes the next schema the live one, in one transaction, once it is as far as the live one. The old live one becomes
/// the previous one. Readers hear of it. Returns the workspaces that are parked in the next schema and not in the
/// live one; if there are some, nothing is switched unless `even_parked`.
std::vector<std::string> switch_to_next(const Log& log, const std::string& postgres, const Projection& projection,
                                        const FillOptions& options, bool even_parked);

/// Makes the previous schema the live one again, after applying to it what came since, and the live one the previous.
void switch_back(const Log& log, const std::string& postgres, const Projection& projection, const FillOptions& options);

/// For the first start of a new version: builds the live schema if there is none, and creates what is missing in one
/// that is there. Several processes may call it at once.
void ensure_live(const Log& log, const std::string& postgres, const Projection& projection, const FillOptions& options);

/// Makes an empty schema for looking at something; what was in it is dropped.
void make_scratch(postgres::Session& session, const Projection& projection);
void drop(postgres::Session& session, const std::string& schema);

/// How far a schema is: the checkpoint of each partition that it has begun.
std::map<int, Checkpoint> positions(postgres::Session& session, pqxx::transaction_base& transaction,
                                    const std::string& schema);

}  // namespace tasklog::projections
