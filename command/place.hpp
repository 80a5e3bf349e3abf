#pragma once
#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "command/decision.hpp"
#include "events/format/fault.hpp"
#include "events/workspace.hpp"
#include "infra/problem.hpp"

/// Where a thing is put among others by hand.
namespace tasklog::command {

/// A thing's rank, and the new ones of those that make room for it.
template <class Key>
struct Place {
    std::string rank;
    std::vector<std::pair<Key, std::string>> moved{};
};

/// What a client asks for: a rank of its own, or neighbours.
template <class Key>
struct PlaceRequest {
    std::optional<std::string> rank{};
    std::optional<Key> after{};
    std::optional<Key> before{};
};

/// The place of `self` between its neighbours. There always is one: where ranks have got long the neighbours are moved.
/// A problem if a neighbour is not there, or they are in another order meanwhile.
std::expected<Place<TaskId>, Problem> place_of(const Workspace& w, const TaskId& self,
                                               const PlaceRequest<TaskId>& wanted);
std::expected<Place<ListId>, Problem> place_of(const Workspace& w, const ListId& self,
                                               const PlaceRequest<ListId>& wanted);

/// Those events that change a rank.
template <class Reordered, class Things, class Key>
Decision reordered(const Things& things, const Key& self, const Place<Key>& place) {
    std::vector<Event> events;
    if (things.at(self).rank != place.rank) events.emplace_back(Reordered{self, place.rank});
    for (const auto& [id, rank] : place.moved)
        if (things.at(id).rank != rank) events.emplace_back(Reordered{id, rank});
    return events;
}

/// A thing is put at a rank of the client's, or between neighbours.
json::MaybeFault fault_of_place(bool rank, bool neighbours);

}  // namespace tasklog::command
