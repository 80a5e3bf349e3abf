#include "command/place.hpp"

#include <algorithm>
#include <cassert>

#include "events/value/rank.hpp"

namespace tasklog::command {
namespace {

constexpr std::size_t comfortable = 48;  ///< characters of a rank; past it the neighbours are looked at
constexpr std::size_t max_moved = 500;
static_assert(long_rank < comfortable);

const Task* find(const Workspace& w, const TaskId& id) { return w.task(id); }
const List* find(const Workspace& w, const ListId& id) { return w.list(id); }

/// Those whose ranks begin with `prefix`, in order. More than max_moved are cut off.
std::vector<std::pair<std::string, TaskId>> beginning_with(const Workspace& w, const std::string& prefix,
                                                           const TaskId&) {
    assert(prefix.size() > long_rank);
    std::vector<std::pair<std::string, TaskId>> out;
    for (auto at = w.long_ranks.lower_bound({prefix, {}});
         at != w.long_ranks.end() && at->first.starts_with(prefix) && out.size() <= max_moved; ++at)
        out.push_back(*at);
    return out;
}
std::vector<std::pair<std::string, ListId>> beginning_with(const Workspace& w, const std::string& prefix,
                                                           const ListId&) {
    std::vector<std::pair<std::string, ListId>> out;
    for (const auto& [id, list] : w.lists)
        if (list.rank.starts_with(prefix)) out.emplace_back(list.rank, id);
    std::sort(out.begin(), out.end());
    return out;
}

/// Gives all things in the neighbourhood of a rank that has become long, `self` with it, short ones.
template <class Key>
Place<Key> shortened(const Workspace& w, const Key& self, const std::string& rank) {
    for (std::size_t size = long_rank + 1; size + 4 < rank.size(); ++size) {
        const std::string prefix = rank.substr(0, size);
        auto things = beginning_with(w, prefix, self);
        if (things.size() > max_moved) continue;
        std::erase_if(things, [&](const auto& each) { return each.second == self; });
        const auto place = std::lower_bound(things.begin(), things.end(), std::pair(rank, self));
        const auto index = static_cast<std::size_t>(place - things.begin());
        const auto ranks = rank::spread(prefix, things.size() + 1);
        Place<Key> out{ranks[index]};
        for (std::size_t i = 0; i < things.size(); ++i)
            out.moved.emplace_back(things[i].second, ranks[i < index ? i : i + 1]);
        return out;
    }
    return {rank};
}

template <class Key>
std::expected<Place<Key>, Problem> place(const Workspace& w, const Key& self, const PlaceRequest<Key>& wanted,
                                         Problem unknown) {
    if (wanted.rank) return Place<Key>{*wanted.rank};
    const auto* after = wanted.after ? find(w, *wanted.after) : nullptr;
    const auto* before = wanted.before ? find(w, *wanted.before) : nullptr;
    if (wanted.after && !after) return unknown.pointer = "/after", std::unexpected(std::move(unknown));
    if (wanted.before && !before) return unknown.pointer = "/before", std::unexpected(std::move(unknown));
    if (!before) return Place<Key>{rank::after(after->rank)};
    if (!after) return Place<Key>{rank::before(before->rank)};
    if (after->rank > before->rank)
        return std::unexpected(Problem{.type = problems::rank_order,
                                       .detail = "`after` does not come before `before` any more.",
                                       .pointer = "/after"});
    if (after->rank == before->rank) {
        // Two of one rank, as a task and its next occurrence have it: the latter one makes room.
        const auto ranks = rank::spread(after->rank, 2);
        if (wanted.after == wanted.before || before->id == self) return Place<Key>{ranks[0]};
        return Place<Key>{ranks[0], {{before->id, ranks[1]}}};
    }
    const std::string rank = rank::between(after->rank, before->rank);
    return rank.size() > comfortable ? shortened(w, self, rank) : Place<Key>{rank};
}

}  // namespace

std::expected<Place<TaskId>, Problem> place_of(const Workspace& w, const TaskId& self,
                                               const PlaceRequest<TaskId>& wanted) {
    return place(w, self, wanted, no_task().error());
}
std::expected<Place<ListId>, Problem> place_of(const Workspace& w, const ListId& self,
                                               const PlaceRequest<ListId>& wanted) {
    return place(w, self, wanted, no_list().error());
}

json::MaybeFault fault_of_place(bool rank, bool neighbours) {
    if (rank != neighbours) return std::nullopt;
    return json::Fault{"needs either rank, or after and before"};
}

}  // namespace tasklog::command
