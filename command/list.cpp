#include "command/list.hpp"

#include <algorithm>

#include "command/place.hpp"
#include "events/value/rank.hpp"

namespace tasklog::command {

Decision decide(const Workspace& w, const Sender& sender, const CreateList& c, Cost&) {
    if (w.lists.contains(*c.list)) {
        if (c.if_absent) return nothing_to_do();
        return refuse(problems::list_exists, "There is, or was, a list with this id.", "/id");
    }
    if (w.lists.size() >= max_lists) return no_space_for_more(max_lists, "lists");
    if (c.created && *c.created > sender.at) return not_yet("/createdAt");
    const std::string rank = c.rank.value_or(rank::after(w.last_list_rank));
    if (rank.size() > rank::max_length) return no_room();
    ListCreated made{*c.list, c.title, c.color, rank};
    if (c.created) return happened(std::move(made), ListBackdated{*c.list, *c.created});
    return happened(std::move(made));
}

Decision decide(const Workspace& w, const Sender&, const RenameList& c, Cost&) {
    const List* list = w.list(*c.list);
    if (!list) return no_list();
    if (list->name == c.title) return nothing_to_do();
    return happened(ListRenamed{list->id, c.title});
}

Decision decide(const Workspace& w, const Sender&, const RecolourList& c, Cost&) {
    const List* list = w.list(*c.list);
    if (!list) return no_list();
    if (list->color == c.color) return nothing_to_do();
    return happened(ListRecoloured{list->id, c.color});
}

Decision decide(const Workspace& w, const Sender&, const ReorderList& c, Cost&) {
    const List* list = w.list(*c.list);
    if (!list) return no_list();
    const auto place = place_of(w, list->id, {c.rank, c.after, c.before});
    if (!place) return std::unexpected(place.error());
    if (place->rank.size() > rank::max_length) return no_room();
    return reordered<ListReordered>(w.lists, list->id, *place);
}

Decision decide(const Workspace& w, const Sender&, const ArchiveList& c, Cost&) {
    const List* list = w.list(*c.list);
    if (!list) return no_list();
    if (list->archived) return nothing_to_do();
    return happened(ListArchived{list->id});
}

Decision decide(const Workspace& w, const Sender&, const UnarchiveList& c, Cost&) {
    const List* list = w.list(*c.list);
    if (!list) return no_list();
    if (!list->archived) return nothing_to_do();
    return happened(ListUnarchived{list->id});
}

Decision decide(const Workspace& w, const Sender&, const DeleteList& c, Cost& cost) {
    const auto at = w.lists.find(*c.list);
    if (at == w.lists.end()) return no_list();
    if (at->second.deleted) return nothing_to_do();
    if (c.if_empty) {
        if (!cost.steps().take(w.tasks.size())) return std::unexpected(too_costly());
        const bool has_tasks = std::any_of(w.tasks.begin(), w.tasks.end(), [&](const auto& each) {
            return each.second.list == c.list && !each.second.deleted;
        });
        if (has_tasks) return nothing_to_do();
    }
    return happened(ListDeleted{*c.list});
}

Decision decide(const Workspace& w, const Sender&, const RestoreList& c, Cost&) {
    const auto at = w.lists.find(*c.list);
    if (at == w.lists.end()) return no_list();
    if (!at->second.deleted) return nothing_to_do();
    return happened(ListRestored{*c.list});
}

}  // namespace tasklog::command
