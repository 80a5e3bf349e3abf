#include "projections/tasks/texts.hpp"

#include "infra/postgres/array.hpp"
#include "infra/search/letters.hpp"
#include "infra/search/terms.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

using postgres::ArrayText;

/// As the column `kind` has it.
enum class TextKind { task, comment, list };

struct TextColumns {
    ArrayText workspaces, kinds, ids, tasks, titles, rests, pieces;

    /// `task`: empty for a list.
    void add(const WorkspaceId& workspace, TextKind kind, const std::string& id, const std::string& task,
             std::string_view title, std::string_view rest) {
        const std::string name = search::fold(title);
        const std::string more = search::fold(rest);
        workspaces.add_plain(workspace.text());
        kinds.add_plain(std::to_string(static_cast<int>(kind)));
        ids.add_plain(id);
        task.empty() ? tasks.add_null() : tasks.add_plain(task);
        titles.add(search::marked(name));
        rests.add(search::marked(more));
        ArrayText own;
        const std::string whole = name + ' ' + more;
        for (const std::int32_t piece : search::pieces(whole, search::seed_of(workspace.text())))
            own.add_plain(std::to_string(piece));
        pieces.add(own.text());
    }
};

/// Notes, and the tags as people write them.
std::string rest_of(const Task& task) {
    std::string out = task.notes;
    for (const std::string& tag : task.tags) out.append(" #").append(tag);
    return out;
}

}  // namespace

void write_texts(postgres::UnitOfWork& unit, const std::string& schema, const Rows& rows, const TextKeys& changed,
                 bool all_new) {
    if (changed.tasks.empty() && changed.comments.empty() && changed.lists.empty()) return;
    TextColumns columns;
    const auto each = [](const auto& keys, const auto& from, auto add) {
        for (const auto& key : keys)
            if (const auto at = from.find(key); at != from.end()) add(key.first, key.second.text(), at->second);
    };
    each(changed.tasks, rows.tasks, [&](const WorkspaceId& workspace, const std::string& id, const Task& task) {
        columns.add(workspace, TextKind::task, id, id, task.title, rest_of(task));
    });
    each(changed.comments, rows.comments, [&](const WorkspaceId& workspace, const std::string& id, const Comment& it) {
        columns.add(workspace, TextKind::comment, id, it.task.text(), "", it.deleted ? "" : it.text);
    });
    each(changed.lists, rows.lists, [&](const WorkspaceId& workspace, const std::string& id, const List& list) {
        columns.add(workspace, TextKind::list, id, "", "", list.name);
    });
    unit.put(upsert(embedded::upsert_texts_sql, schema, all_new),
             {columns.workspaces.text(), columns.kinds.text(), columns.ids.text(), columns.tasks.text(),
              columns.titles.text(), columns.rests.text(), columns.pieces.text()});
}

}  // namespace tasklog::projections
