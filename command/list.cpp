#include "command/list.hpp"

#include <algorithm>

#include "command/place.hpp"
#include "events/value/rank.hpp"

namespace tasklog::command {
namespace {

/// How many lists this one and those that it stands in are.
std::size_t levels_down_to(const Workspace& w, const List& list) {
    std::size_t out = 1;
    for (const List* each = &list; each->parent; each = &w.lists.at(*each->parent)) ++out;
    return out;
}

/// How many levels a list takes with those that stand in it, deleted ones too: they can come back.
std::size_t levels_of(const Workspace& w, const ListId& list) {
    std::size_t out = 1;
    for (const auto& [id, each] : w.lists) {
        std::size_t levels = 1;
        for (const List* at = &each; at->parent; at = &w.lists.at(*at->parent), ++levels)
            if (*at->parent == list) out = std::max(out, levels + 1);
    }
    return out;
}

/// Why a list that takes so many levels can't stand in this one.
std::optional<Problem> why_not_in(const Workspace& w, const ListId& self, const ListId& parent, std::size_t levels,
                                  bool section) {
    const List* const to = w.list(parent);
    if (!to) return no_list("/parent").error();
    for (const List* each = to;; each = &w.lists.at(*each->parent)) {
        if (each->id == self) return refuse(problems::list_cycle, "A list can't stand in itself.", "/parent").error();
        if (!each->parent) break;
    }
    if (to->section) return refuse(problems::lists_too_deep, "A section holds tasks, and no lists.", "/parent").error();
    if (section && levels > 1)
        return refuse(problems::lists_too_deep, "A section holds tasks, and no lists: there are some in this one.",
                      "/section")
            .error();
    if (levels_down_to(w, *to) + levels > max_list_depth)
        return refuse(problems::lists_too_deep, "Lists can be nested " + std::to_string(max_list_depth) + " deep.",
                      "/parent")
            .error();
    return std::nullopt;
}

}  // namespace

bool is_put_away(const Workspace& w, const List& list) {
    for (const List* each = &list;; each = &w.lists.at(*each->parent)) {
        if (each->deleted || each->archived) return true;
        if (!each->parent) return false;
    }
}

json::MaybeFault fault_of_section(bool section, bool parent) {
    if (!section || parent) return std::nullopt;
    return json::Fault{"needs a parent, the list that it is one of", "/section"};
}

Decision decide(const Workspace& w, const Sender& sender, const CreateList& c, Cost&) {
    if (w.lists.contains(*c.list)) {
        if (c.if_absent) return nothing_to_do();
        return refuse(problems::list_exists, "There is, or was, a list with this id.", "/id");
    }
    if (w.lists.size() >= max_lists) return no_space_for_more(max_lists, "lists");
    if (c.created && *c.created > sender.at) return not_yet("/createdAt");
    const std::string rank = c.rank.value_or(rank::after(w.last_list_rank));
    if (rank.size() > rank::max_length) return no_room();
    Decision decision = happened(ListCreated{*c.list, c.title, c.color, rank});
    if (c.parent) {
        if (auto refused = why_not_in(w, *c.list, *c.parent, 1, c.section)) return std::unexpected(std::move(*refused));
        decision->emplace_back(ListNested{*c.list, c.parent, c.section});
    }
    if (c.created) decision->emplace_back(ListBackdated{*c.list, *c.created});
    return decision;
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

Decision decide(const Workspace& w, const Sender&, const NestList& c, Cost& cost) {
    const List* list = w.list(*c.list);
    if (!list) return no_list();
    if (list->parent == *c.parent && list->section == c.section) return nothing_to_do();
    if (const std::optional<ListId>& parent = *c.parent) {
        if (!cost.steps().take(w.lists.size())) return std::unexpected(too_costly());
        if (auto refused = why_not_in(w, list->id, *parent, levels_of(w, list->id), c.section))
            return std::unexpected(std::move(*refused));
    }
    return happened(ListNested{list->id, *c.parent, c.section});
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
        const bool has_lists = std::any_of(w.lists.begin(), w.lists.end(), [&](const auto& each) {
            return each.second.parent == c.list && !each.second.deleted;
        });
        if (has_tasks || has_lists) return nothing_to_do();
    }
    return happened(ListDeleted{*c.list});
}

Decision decide(const Workspace& w, const Sender&, const RestoreList& c, Cost&) {
    const auto at = w.lists.find(*c.list);
    if (at == w.lists.end()) return no_list();
    if (!at->second.deleted) return nothing_to_do();
    Decision decision = happened(ListRestored{*c.list});
    const std::optional<ListId>& parent = at->second.parent;
    if (parent && !w.list(*parent)) decision->emplace_back(ListNested{*c.list, std::nullopt, false});
    return decision;
}

}  // namespace tasklog::command
