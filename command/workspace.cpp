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

}  // namespace tasklog::command
