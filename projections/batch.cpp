#include "projections/batch.hpp"

#include <optional>
#include <set>

#include "infra/log.hpp"
#include "infra/postgres/array.hpp"
#include "infra/uuid.hpp"
#include "projections/parked.hpp"
#include "projections/tell.hpp"

namespace tasklog::projections {
namespace {

Changes changes_of(const Batch& batch) {
    Changes changes;
    for (const CountedCommit& each : batch.commits()) changes.workspaces[each.commit.workspace.text()] = each.offset;
    for (const auto& [partition, span] : batch.spans()) changes.positions[partition] = span.after.next_offset - 1;
    return changes;
}

/// Applies one commit after the other, each in a savepoint, and parks the workspaces of those that fail.
void apply_singly(postgres::Session& session, pqxx::transaction_base& transaction, const Projection& projection,
                  std::span<const CountedCommit> commits) {
    std::map<WorkspaceId, std::string> failed;
    for (const CountedCommit& each : commits) {
        const auto known = failed.find(each.commit.workspace);
        std::string error = known == failed.end() ? "" : "behind a parked commit";
        if (error.empty()) {
            try {
                postgres::Savepoint savepoint(transaction);
                projection.apply(session, transaction, projection.schema, {&each, 1});
                savepoint.release();
                continue;
            } catch (const Unappliable& unappliable) {
                error = unappliable.what();
            } catch (const std::exception& data_error) {
                if (!postgres::is_data_error(data_error)) throw;
                error = data_error.what();
            }
            failed.emplace(each.commit.workspace, error);
            log::error("workspace parked",
                       {{"workspace", each.commit.workspace.text()}, {"offset", each.offset}, {"why", error}});
        }
        park(session, transaction, projection.schema, each.partition, each.offset, each.commit.workspace.text(), error,
             each.value);
    }
}

/// nullopt: a commit could not be applied; the transaction is of no more use.
std::optional<bool> try_apply(postgres::Session& session, const Projection& projection, const Batch& batch, bool singly,
                              bool tells) {
    pqxx::work transaction(session.connection());
    std::set<int> partitions;
    for (const auto& [partition, span] : batch.spans()) partitions.insert(partition);
    const auto present = lock_checkpoints(session, transaction, projection.schema, partitions);
    for (const auto& [partition, span] : batch.spans()) {
        const auto at = present.find(partition);
        if (at == present.end() || !at->second.is_at(span.before)) return false;
    }
    // Workspace -> the offset from which on its commits are parked.
    std::map<std::string, std::int64_t> parked;
    for (const std::string& workspace : parked_workspaces(session, transaction, projection.schema, partitions))
        parked.emplace(workspace, 0);
    for (const auto& each : batch.undecodable()) {
        log::error("workspace parked", {{"workspace", each.workspace}, {"offset", each.offset}, {"why", each.error}});
        parked.emplace(each.workspace, each.offset);
        park(session, transaction, projection.schema, each.partition, each.offset, each.workspace, each.error,
             each.value);
    }
    std::span<const CountedCommit> commits = batch.commits();
    std::vector<CountedCommit> others;
    if (!parked.empty()) {
        for (const CountedCommit& each : commits) {
            const std::string workspace = each.commit.workspace.text();
            const auto at = parked.find(workspace);
            if (at != parked.end() && each.offset > at->second) {
                park(session, transaction, projection.schema, each.partition, each.offset, workspace,
                     "behind a parked commit", each.value);
            } else {
                others.push_back(each);
            }
        }
        commits = others;
    }
    if (singly) {
        apply_singly(session, transaction, projection, commits);
    } else {
        try {
            projection.apply(session, transaction, projection.schema, commits);
        } catch (const Unappliable&) {
            return std::nullopt;
        } catch (const std::exception& error) {
            if (!postgres::is_data_error(error)) throw;
            return std::nullopt;
        }
    }
    std::map<int, Checkpoint> after;
    for (const auto& [partition, span] : batch.spans()) after.emplace(partition, span.after);
    write_checkpoints(session, transaction, projection.schema, after, channel_of(projection.schema),
                      tells ? texts_of(changes_of(batch)) : std::vector<std::string>());
    transaction.commit();
    return true;
}

}  // namespace

void Batch::add(int partition, const LogRecord& record, const Checkpoint& from,
                std::shared_ptr<const DecodedCommit> decoded) {
    const auto present = spans_.find(partition);
    Checkpoint after = present == spans_.end() ? from : present->second.after;
    const bool wanted = after.take(record) && (!only_.workspaces || only_.workspaces->contains(record.key));
    if (wanted) take(partition, record, std::move(decoded));
    spans_.try_emplace(partition, Span{from, from}).first->second.after = after;
    ++records_;
    bytes_ += record.value.size();
}

void Batch::take(int partition, const LogRecord& record, std::shared_ptr<const DecodedCommit> decoded) {
    if (!decoded) decoded = std::make_shared<const DecodedCommit>(decode_commit(record.value));
    const DecodedCommit& commit = *decoded;
    if (commit) {
        if (!only_.until || commit->at <= *only_.until)
            commits_.push_back({.partition = partition,
                                .offset = record.offset,
                                .shared = {decoded, &*commit},
                                .value = std::string(record.value),
                                .trace = std::string(record.trace)});
        return;
    }
    if (commit.error().newer)
        throw NewerEvent("the record at " + std::to_string(partition) + ":" + std::to_string(record.offset) + " (" +
                         commit.error().why + ") was written by a newer release: start that one. Nothing is lost");
    // A key that is no workspace's id must not stand in the way of the others.
    std::string workspace(is_uuid(record.key) ? record.key : "00000000-0000-0000-0000-000000000000");
    undecodable_.push_back(
        {partition, record.offset, std::move(workspace), commit.error().why, std::string(record.value)});
}

bool apply_batch(postgres::Session& session, const Projection& projection, const Batch& batch, bool tell) {
    const auto applied = try_apply(session, projection, batch, false, tell);
    return applied ? *applied : try_apply(session, projection, batch, true, tell).value();
}

}  // namespace tasklog::projections
