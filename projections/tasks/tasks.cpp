#include "projections/tasks/tasks.hpp"

#include <algorithm>

#include "projections/tasks/folding.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

/// Those of the wanted rows that are not here.
RowKeys missing(RowKeys wanted, const Rows& rows) {
    const auto drop = [](auto& keys, const auto& present) {
        std::erase_if(keys, [&](const auto& key) { return present.contains(key); });
    };
    drop(wanted.workspaces, rows.workspaces);
    drop(wanted.lists, rows.lists);
    drop(wanted.tasks, rows.tasks);
    drop(wanted.comments, rows.comments);
    return wanted;
}

void apply(postgres::UnitOfWork& unit, const std::string& schema, std::span<const CountedCommit> commits) {
    if (commits.empty()) return;
    Rows rows = load(unit, schema, wanted_by(commits));
    fold(rows, commits);
    rows.texts.sort();
    write(unit, schema, rows, rows.texts);
}

/// Adds those that are not here.
void merge(Rows& rows, Rows more) {
    rows.workspaces.merge(more.workspaces);
    rows.lists.merge(more.lists);
    rows.tasks.merge(more.tasks);
    rows.comments.merge(more.comments);
}

constexpr std::size_t most_remembered = 10'000;        ///< rows, then all are forgotten: they are in Postgres
constexpr std::size_t most_bytes_of_one = 2UL * 1024;  ///< of texts that a row holds

/// Copies those of the wanted rows that are remembered.
Rows remembered(const Rows& memory, const RowKeys& wanted) {
    Rows out;
    const auto copy = [](const auto& keys, const auto& from, auto& to) {
        for (const auto& key : keys)
            if (const auto at = from.find(key); at != from.end()) to.insert(*at);
    };
    copy(wanted.workspaces, memory.workspaces, out.workspaces);
    copy(wanted.lists, memory.lists, out.lists);
    copy(wanted.tasks, memory.tasks, out.tasks);
    copy(wanted.comments, memory.comments, out.comments);
    return out;
}

void remember(Rows& memory, Rows&& written) {
    if (memory.workspaces.size() + memory.lists.size() + memory.tasks.size() + memory.comments.size() > most_remembered)
        memory = {};
    // What is too large is forgotten, lest an older form of it be remembered.
    const auto put = [](auto& from, auto& to, auto size) {
        while (!from.empty()) {
            auto row = from.extract(from.begin());
            if (size(row.mapped()) > most_bytes_of_one) {
                to.erase(row.key());
            } else {
                to.insert_or_assign(row.key(), std::move(row.mapped()));
            }
        }
    };
    put(written.workspaces, memory.workspaces, [](const WorkspaceRow& row) { return row.name.size(); });
    put(written.lists, memory.lists, [](const List& list) { return list.name.size(); });
    put(written.tasks, memory.tasks, [](const Task& task) { return task.title.size() + task.notes.size(); });
    put(written.comments, memory.comments, [](const Comment& comment) { return comment.text.size(); });
}

WarmApply warm_apply() {
    const auto memory = std::make_shared<Rows>();
    return {
        .apply =
            [memory](postgres::UnitOfWork& unit, const std::string& schema, std::span<const CountedCommit> commits) {
                if (commits.empty()) return;
                RowKeys wanted = wanted_by(commits);
                Rows rows = remembered(*memory, wanted);
                merge(rows, load(unit, schema, missing(std::move(wanted), rows)));
                fold(rows, commits);
                rows.texts.sort();
                write(unit, schema, rows, rows.texts);
                remember(*memory, std::move(rows));
            },
        .forget = [memory] { *memory = {}; }};
}

/// Takes up to so many out of the front of a map.
template <class Map>
Map take(Map& from, std::size_t most) {
    Map out;
    while (!from.empty() && out.size() < most) out.insert(out.end(), from.extract(from.begin()));
    return out;
}

/// Takes the keys that are not after the last of a map's, both in order: from the end of `keys`, which is upside down.
template <class Map, class Keys>
Keys take_until_end_of(const Map& map, Keys& keys) {
    Keys out;
    while (!map.empty() && !keys.empty() && keys.back() <= map.rbegin()->first) {
        out.push_back(keys.back());
        keys.pop_back();
    }
    return out;
}

constexpr std::size_t rows_a_statement = 10'000;

void write_all(postgres::UnitOfWork& unit, const std::string& schema, Rows& rows, bool all_new) {
    rows.texts.sort();
    std::ranges::reverse(rows.texts.lists);
    std::ranges::reverse(rows.texts.tasks);
    std::ranges::reverse(rows.texts.comments);
    while (!rows.workspaces.empty() || !rows.members.empty() || !rows.invitations.empty() || !rows.filters.empty() ||
           !rows.lists.empty() || !rows.tasks.empty() || !rows.comments.empty() || !rows.counts.tasks.empty() ||
           !rows.counts.open_by_tag.empty()) {
        const Rows part{.workspaces = take(rows.workspaces, rows_a_statement),
                        .members = take(rows.members, rows_a_statement),
                        .invitations = take(rows.invitations, rows_a_statement),
                        .filters = take(rows.filters, rows_a_statement),
                        .lists = take(rows.lists, rows_a_statement),
                        .tasks = take(rows.tasks, rows_a_statement),
                        .comments = take(rows.comments, rows_a_statement),
                        .counts = {.tasks = take(rows.counts.tasks, rows_a_statement),
                                   .open_by_tag = take(rows.counts.open_by_tag, rows_a_statement)}};
        const TextKeys texts{.lists = take_until_end_of(part.lists, rows.texts.lists),
                             .tasks = take_until_end_of(part.tasks, rows.texts.tasks),
                             .comments = take_until_end_of(part.comments, rows.texts.comments)};
        write(unit, schema, part, texts, all_new);
    }
    rows.texts = {};
}

Accumulation accumulation() {
    const auto rows = std::make_shared<Rows>();
    return {.add =
                [rows](postgres::Session& session, const std::string& schema, std::span<const CountedCommit> commits,
                       bool load_rows) {
                    if (load_rows) {
                        postgres::UnitOfWork unit(session);
                        merge(*rows, load(unit, schema, missing(wanted_by(commits), *rows)));
                    }
                    fold(*rows, commits);
                    // One that is changed again and again is not remembered each time.
                    const auto& [lists, tasks, comments] = rows->texts;
                    const std::size_t rows_of_texts = rows->lists.size() + rows->tasks.size() + rows->comments.size();
                    if (lists.size() + tasks.size() + comments.size() > 2 * rows_of_texts) rows->texts.sort();
                },
            .rows =
                [rows] {
                    return rows->workspaces.size() + rows->members.size() + rows->filters.size() + rows->lists.size() +
                           rows->tasks.size() + rows->comments.size() + rows->counts.tasks.size() +
                           rows->counts.open_by_tag.size();
                },
            .write = [rows](postgres::UnitOfWork& unit, const std::string& schema,
                            bool load_rows) { write_all(unit, schema, *rows, !load_rows); }};
}

}  // namespace

Projection tasks_projection(const std::string& schema) {
    Projection projection = projection_from(schema, embedded::tasks_sql, apply);
    projection.accumulate = accumulation;
    projection.warm = warm_apply;
    return projection;
}

}  // namespace tasklog::projections
