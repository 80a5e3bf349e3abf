#include "projections/applier.hpp"

#include <optional>
#include <set>

#include "events/form.hpp"
#include "infra/log.hpp"
#include "projections/parked.hpp"
#include "projections/tell.hpp"

namespace tasklog::projections {
namespace {

/// Whether the workspace's members may be others after it.
bool is_about_people(const Event& event) {
    return std::visit([]<class E>(const E&) { return !AboutTask<E> && !AboutList<E> && !AboutComment<E>; }, event);
}

void park_commit(postgres::UnitOfWork& unit, const std::string& schema, const CountedCommit& each,
                 const std::string& why) {
    park(unit, schema, each.partition, each.offset, each.commit.workspace.text(), why, each.value);
}

/// Applies one commit after the other, each in a savepoint, and parks the workspaces of those that fail.
void apply_singly(postgres::UnitOfWork& unit, const Projection& projection, std::span<const CountedCommit> commits) {
    std::map<WorkspaceId, std::string> failed;
    for (const CountedCommit& each : commits) {
        const auto known = failed.find(each.commit.workspace);
        std::string error = known == failed.end() ? "" : "behind a parked commit";
        if (error.empty()) {
            try {
                postgres::Savepoint savepoint(unit);
                projection.apply(unit, projection.schema, {&each, 1});
                savepoint.release();
                continue;
            } catch (const std::exception& failure) {
                if (!is_unappliable(failure)) throw;
                error = failure.what();
            }
            failed.emplace(each.commit.workspace, error);
            log::error("workspace parked",
                       {{"workspace", each.commit.workspace.text()}, {"offset", each.offset}, {"why", error}});
        }
        park_commit(unit, projection.schema, each, error);
    }
}

struct Outcome {
    bool applied = false;
    bool has_parked = false;
};

/// Looks first at what the checkpoints are and who is parked. nullopt: a commit could not be applied; the transaction
/// is of no more use.
std::optional<Outcome> try_carefully(postgres::Session& session, const Projection& projection, const Batch& batch,
                                     bool singly, const std::vector<std::string>& texts) {
    postgres::UnitOfWork unit(session);
    std::set<int> partitions;
    for (const auto& [partition, span] : batch.spans()) partitions.insert(partition);
    const auto present = lock_checkpoints(unit, projection.schema, partitions);
    for (const auto& [partition, span] : batch.spans()) {
        const auto at = present.find(partition);
        if (at == present.end() || !at->second.is_at(span.before)) return Outcome{};
    }
    // Workspace -> the offset from which on its commits are parked.
    std::map<std::string, std::int64_t> parked;
    for (const std::string& workspace : parked_workspaces(unit, projection.schema, partitions))
        parked.emplace(workspace, 0);
    for (const auto& each : batch.undecodable()) {
        log::error("workspace parked", {{"workspace", each.workspace}, {"offset", each.offset}, {"why", each.error}});
        parked.emplace(each.workspace, each.offset);
        park(unit, projection.schema, each.partition, each.offset, each.workspace, each.error, each.value);
    }
    std::span<const CountedCommit> commits = batch.commits();
    std::vector<CountedCommit> others;
    if (!parked.empty()) {
        for (const CountedCommit& each : commits) {
            const auto at = parked.find(each.commit.workspace.text());
            if (at != parked.end() && each.offset > at->second) {
                park_commit(unit, projection.schema, each, "behind a parked commit");
            } else {
                others.push_back(each);
            }
        }
        commits = others;
    }
    try {
        singly ? apply_singly(unit, projection, commits) : projection.apply(unit, projection.schema, commits);
        move_checkpoints(unit, projection.schema, batch.spans(), false);
        tell(unit, channel_of(projection.schema), texts);
        unit.commit();
    } catch (const std::exception& error) {
        if (singly || !is_unappliable(error)) throw;
        return std::nullopt;
    }
    return Outcome{.applied = true, .has_parked = singly || !parked.empty()};
}

}  // namespace

bool Applier::apply(postgres::Session& session, const Batch& batch, const std::vector<std::string>& texts) {
    if (!goes_on(batch)) forget();
    bool applied = !has_parked_ && batch.undecodable().empty() && try_together(session, batch, texts);
    if (!applied) {
        forget();
        auto outcome = try_carefully(session, projection_, batch, false, texts);
        if (!outcome) outcome = try_carefully(session, projection_, batch, true, texts);
        has_parked_ = outcome.value().has_parked;
        applied = outcome->applied;
    }
    if (applied)
        for (const auto& [partition, span] : batch.spans()) left_[partition] = span.after;
    return applied;
}

/// Whether it begins where this one has left its partitions: others may have applied what lies between.
bool Applier::goes_on(const Batch& batch) const {
    return std::all_of(batch.spans().begin(), batch.spans().end(), [&](const auto& each) {
        const auto at = left_.find(each.first);
        return at == left_.end() || at->second.is_at(each.second.before);
    });
}

void Applier::forget() {
    left_.clear();
    if (warm_.forget) warm_.forget();
}

/// Takes it that the checkpoints are where they were left and nothing is parked. False, with nothing changed, if they
/// are not, or a commit could not be applied.
bool Applier::try_together(postgres::Session& session, const Batch& batch, const std::vector<std::string>& texts) {
    try {
        postgres::UnitOfWork unit(session);
        move_checkpoints(unit, projection_.schema, batch.spans(), true);
        (warm_.apply ? warm_.apply : projection_.apply)(unit, projection_.schema, batch.commits());
        tell(unit, channel_of(projection_.schema), texts);
        unit.commit();
        return true;
    } catch (const std::exception& error) {
        if (is_unappliable(error)) return false;
        forget();
        throw;
    }
}

std::vector<std::string> texts_of(const Batch& batch, const std::string& from) {
    Changes changes{.from = from};
    for (const CountedCommit& each : batch.commits()) {
        const std::string workspace = each.commit.workspace.text();
        changes.workspaces[workspace] = each.offset;
        if (std::any_of(each.commit.events.begin(), each.commit.events.end(), is_about_people))
            changes.people.insert(workspace);
    }
    for (const auto& [partition, span] : batch.spans()) changes.positions[partition] = span.after.next_offset - 1;
    return texts_of(changes);
}

}  // namespace tasklog::projections
