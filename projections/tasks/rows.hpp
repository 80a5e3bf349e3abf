#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "events/people.hpp"
#include "events/task.hpp"
#include "events/workspace_events.hpp"
#include "projections/projection.hpp"

namespace tasklog::projections {

struct WorkspaceRow {
    std::string name;
    std::uint64_t version = 0;
    int partition = 0;
    std::int64_t last_offset = -1;
    Instant trash_emptied_at{};
};

/// As what a task is counted, for the lists that show how much there is in them.
struct CountKey {
    std::optional<ListId> list{};
    Status status = Status::open;
    bool deleted = false;
    bool operator==(const CountKey&) const = default;
};

/// How much more there is than there was.
struct CountChanges {
    std::map<std::tuple<WorkspaceId, std::optional<ListId>, Status>, std::int64_t> tasks;
    std::map<std::pair<WorkspaceId, std::string>, std::int64_t> open_by_tag;

    /// `by`: 1, or -1 for one that is so no more.
    void add(const WorkspaceId& workspace, const CountKey& task, const std::vector<std::string>& tags, std::int64_t by);
};

/// Those whose texts are others than before: a task's title, notes and tags, a list's name, a comment. In any order,
/// and some twice, until they are sorted.
struct TextKeys {
    std::vector<std::pair<WorkspaceId, ListId>> lists;
    std::vector<std::pair<WorkspaceId, TaskId>> tasks;
    std::vector<std::pair<WorkspaceId, CommentId>> comments;

    /// In order, each once.
    void sort();
};

/// The rows that a batch touches: loaded together, changed in memory, written together.
struct Rows {
    std::map<WorkspaceId, WorkspaceRow> workspaces;
    std::map<std::pair<WorkspaceId, PersonId>, std::optional<Role>> members;  ///< none: to be taken away
    std::map<std::pair<WorkspaceId, InvitationId>, std::optional<Invitation>> invitations;
    std::map<std::pair<WorkspaceId, FilterId>, SavedFilter> filters;  ///< deleted ones are taken away
    std::map<std::pair<WorkspaceId, ListId>, List> lists;
    std::map<std::pair<WorkspaceId, TaskId>, Task> tasks;
    std::map<std::pair<WorkspaceId, CommentId>, Comment> comments;
    CountChanges counts;
    TextKeys texts;
};

struct RowKeys {
    std::set<WorkspaceId> workspaces;
    std::set<std::pair<WorkspaceId, ListId>> lists;
    std::set<std::pair<WorkspaceId, TaskId>> tasks;
    std::set<std::pair<WorkspaceId, CommentId>> comments;
};

/// A statement of SQL, without what it does about rows that are there if none can be.
std::string upsert(std::string_view sql, const std::string& schema, bool all_new);

/// Those of the wanted rows that exist.
Rows load(postgres::UnitOfWork& unit, const std::string& schema, const RowKeys& wanted);

/// All of them, one statement a table, and what those are found by that are in `texts`. `all_new`: none of these
/// lists, tasks and comments is there yet, which spares Postgres to look for them.
void write(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows, const TextKeys& texts,
           bool all_new = false);

}  // namespace tasklog::projections
