#include "command/decide_creation.hpp"

#include "command/decide_recurrence.hpp"
#include "command/decide_reminders.hpp"
#include "command/decisions.hpp"
#include "command/limits.hpp"
#include "events/rank.hpp"

namespace tasklog::command {

Decision decide_creation(const Workspace& w, const Sender& sender, const CreateList& c, Cost&) {
    if (w.lists.contains(*c.list)) {
        if (c.if_absent) return nothing_to_do();
        return refuse(problems::list_exists, "There is, or was, a list with this id.", "/id");
    }
    if (w.lists.size() >= max_lists)
        return refuse(problems::workspace_full, "A workspace holds at most " + std::to_string(max_lists) + " lists.",
                      "");
    if (c.created && *c.created > sender.at) return not_yet("/createdAt");
    const std::string rank = c.rank.value_or(rank::after(w.last_list_rank));
    if (rank.size() > rank::max_length) return no_room();
    ListCreated made{*c.list, c.title, c.color, rank};
    if (c.created) return happened(std::move(made), ListBackdated{*c.list, *c.created});
    return happened(std::move(made));
}

Decision decide_creation(const Workspace& w, const Sender& sender, const CreateTask& c, Cost& cost) {
    if (w.tasks.contains(*c.task)) {
        if (c.if_absent) return nothing_to_do();
        return refuse(problems::task_exists, "There is, or was, a task with this id.", "/id");
    }
    if (c.list && !w.list(*c.list)) return no_list();
    if (w.tasks.size() >= max_tasks)
        return refuse(problems::workspace_full, "A workspace holds at most " + std::to_string(max_tasks) + " tasks.",
                      "");
    if (c.created_at && *c.created_at > sender.at) return not_yet("/createdAt");
    if (c.ended_at && *c.ended_at > sender.at) return not_yet("/endedAt");
    const std::string rank = c.rank.value_or(rank::after(w.last_task_rank));
    if (rank.size() > rank::max_length) return no_room();
    const TaskCreated made{*c.task, c.list, c.title, c.notes, c.priority, c.tags, c.due, c.start, rank};
    Decision decision = happened(made);
    if (c.recurrence) {
        if (!c.due)
            return refuse(problems::recurrence_needs_due, "A task that comes again needs a due date: set it first.",
                          "/recurrence");
        auto recurrence = new_recurrence(*c.recurrence, *c.due, cost, "/recurrence");
        if (!recurrence) return std::unexpected(std::move(recurrence.error()));
        decision->emplace_back(RecurrenceSet{*c.task, std::move(*recurrence)});
    }
    if (auto refused = add_new_reminders(sender, made, c.reminders, *decision))
        return std::unexpected(std::move(*refused));
    if (c.status == Status::completed) decision->emplace_back(TaskCompleted{*c.task});
    if (c.status == Status::cancelled) decision->emplace_back(TaskCancelled{*c.task});
    // What an importer brings goes on where it stood: what is ended has its successor already, or never gets one.
    if (c.next) decision->emplace_back(NextOccurrenceCreated{*c.task, *c.next});
    if (c.created_at || c.ended_at) decision->emplace_back(TaskBackdated{*c.task, c.created_at, c.ended_at});
    return decision;
}

}  // namespace tasklog::command
