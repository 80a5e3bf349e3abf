#include "command/workspace.hpp"

namespace tasklog::command {

Decision decide(const Workspace& w, const Sender&, const CreateWorkspace&, Cost&) {
    // Creating one that does not exist is the work of decide_and_apply: here the actor is a member already.
    return refuse(problems::workspace_exists, "The workspace " + w.id.text() + " exists.", "/workspace");
}

Decision decide(const Workspace& w, const Sender&, const RenameWorkspace& c, Cost&) {
    if (w.title == c.title) return nothing_to_do();
    return happened(WorkspaceRenamed{c.title});
}

/// Without a look at the tasks: at two million of them it would hold the loop.
Decision decide(const Workspace&, const Sender&, const EmptyTrash&, Cost&) { return happened(TrashEmptied{}); }

Decision decide(const Workspace& w, const Sender&, const SaveFilter& c, Cost&) {
    const auto at = w.filters.find(*c.filter);
    const bool is_new = at == w.filters.end();
    if (!is_new && (c.if_absent || at->second == SavedFilter{c.title, c.words})) return nothing_to_do();
    if (is_new && w.filters.size() >= max_filters) return no_space_for_more(max_filters, "filters");
    return happened(FilterSaved{*c.filter, c.title, c.words});
}

Decision decide(const Workspace& w, const Sender&, const DeleteFilter& c, Cost&) {
    if (!w.filters.contains(*c.filter))
        return refuse(problems::filter_not_found, "There is no such filter in this workspace.", "/filter");
    return happened(FilterDeleted{*c.filter});
}

}  // namespace tasklog::command
