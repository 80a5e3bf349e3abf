#include "projections/recurring/recurring.hpp"

#include <map>
#include <optional>
#include <set>

#include "events/value/overloaded.hpp"
#include "infra/postgres/array.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

using postgres::ArrayText;
using Key = std::pair<WorkspaceId, TaskId>;

/// What a batch changes.
struct Changes {
    std::map<Key, bool> series;                      ///< whether the task repeats
    std::map<Key, std::optional<CommitId>> pending;  ///< the completion that waits; none: nothing waits any more
};

std::set<Key> completed_in(std::span<const CountedCommit> commits) {
    std::set<Key> keys;
    for (const CountedCommit& each : commits)
        for (const Event& event : each.commit.events)
            if (const auto* completed = std::get_if<TaskCompleted>(&event))
                keys.emplace(each.commit.workspace, completed->task);
    return keys;
}

std::set<Key> series_among(postgres::UnitOfWork& unit, const std::string& schema, const std::set<Key>& keys) {
    std::set<Key> found;
    if (keys.empty()) return found;
    ArrayText workspaces, tasks;
    for (const auto& [workspace, task] : keys) {
        workspaces.add_plain(workspace.text());
        tasks.add_plain(task.text());
    }
    for (const auto& row : unit.run_in(schema, sql::series::known, {workspaces.text(), tasks.text()}))
        found.emplace(*WorkspaceId::parse(row[0].c_str()), *TaskId::parse(row[1].c_str()));
    return found;
}

void apply_event(Changes& changes, const std::set<Key>& known, const Commit& commit, const Event& event) {
    const auto recurs = [&](const Key& key) {
        const auto at = changes.series.find(key);
        return at == changes.series.end() ? known.contains(key) : at->second;
    };
    const auto done = [&](const TaskId& task) {
        changes.series[{commit.workspace, task}] = false;
        changes.pending[{commit.workspace, task}] = std::nullopt;
    };
    std::visit(Overloaded{[&](const RecurrenceSet& e) {
                              changes.series[{commit.workspace, e.task}] = true;
                          },
                          [&](const TaskCompleted& e) {
                              if (recurs({commit.workspace, e.task}))
                                  changes.pending[{commit.workspace, e.task}] = commit.id;
                          },
                          [&](const TaskReopened& e) {
                              changes.pending[{commit.workspace, e.task}] = std::nullopt;
                          },
                          [&](const TaskCancelled& e) {
                              changes.pending[{commit.workspace, e.task}] = std::nullopt;
                          },
                          [&](const NextOccurrenceCreated& e) { done(e.task); },
                          [&](const SeriesEnded& e) { done(e.task); }, [](const auto&) {}},
               event);
}

void write(postgres::UnitOfWork& unit, const std::string& schema, const Changes& changes) {
    if (!changes.series.empty()) {
        ArrayText workspaces, tasks, recurs;
        for (const auto& [key, comes_again] : changes.series) {
            workspaces.add_plain(key.first.text());
            tasks.add_plain(key.second.text());
            recurs.add_plain(comes_again ? "t" : "f");
        }
        unit.put_in(schema, embedded::write_series_sql, {workspaces.text(), tasks.text(), recurs.text()});
    }
    if (!changes.pending.empty()) {
        ArrayText workspaces, tasks, causes;
        for (const auto& [key, cause] : changes.pending) {
            workspaces.add_plain(key.first.text());
            tasks.add_plain(key.second.text());
            cause ? causes.add_plain(cause->text()) : causes.add_null();
        }
        unit.put_in(schema, embedded::write_pending_sql, {workspaces.text(), tasks.text(), causes.text()});
    }
}

/// All that the above looks at, and nothing else: what is passed over here is read by nobody.
bool concerns(const Commit& commit) {
    return has_event_of<RecurrenceSet, TaskCompleted, TaskReopened, TaskCancelled, NextOccurrenceCreated, SeriesEnded>(
        commit);
}

void apply(postgres::UnitOfWork& unit, const std::string& schema, std::span<const CountedCommit> commits) {
    const std::set<Key> known = series_among(unit, schema, completed_in(commits));
    Changes changes;
    for (const CountedCommit& each : commits)
        if (concerns(each.commit))
            for (const Event& event : each.commit.events) apply_event(changes, known, each.commit, event);
    write(unit, schema, changes);
}

}  // namespace

Projection recurring_projection(const std::string& schema) {
    Projection projection = projection_from(schema, embedded::recurring_sql, apply);
    projection.concerns = concerns;
    projection.worked_off = {"pending"};
    return projection;
}

}  // namespace tasklog::projections
