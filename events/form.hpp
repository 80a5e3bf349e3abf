#pragma once
#include <string_view>

#include "events/value/time.hpp"

/// How events are declared, each in its subject's file: its name and version in the log, its fields, and what it makes
/// of its subject (`evolve`).
///
/// The events are the stored format: the old ones stay in the log for ever. A change of their fields needs a new
/// version and an upcaster (events/format/upcast.hpp).
#define TASKLOG_EVENT(type, number)                \
    static constexpr std::string_view name = type; \
    static constexpr int version = number
/// Names what the JSON holds.
#define TASKLOG_EVENT_FIELDS       \
    template <class Self, class F> \
    static void fields([[maybe_unused]] Self& e, [[maybe_unused]] F f)

/// The same for a thing as read models, exports and snapshots hold it: every member is there, with null for none.
#define TASKLOG_STATE_FIELDS       \
    template <class Self, class F> \
    static void fields(Self& s, F f)

namespace tasklog {

/// What an event or a command is about, told by its fields.
template <class E>
concept AboutTask = requires(E e) { e.task; };
template <class E>
concept AboutList = requires(E e) { e.list; } && !AboutTask<E>;
template <class E>
concept AboutComment = requires(E e) { e.comment; };

template <class E>
const auto& thing_of(const E& e) {
    if constexpr (AboutTask<E>) {
        return e.task;
    } else if constexpr (AboutList<E>) {
        return e.list;
    } else {
        return e.comment;
    }
}

/// A thing after one of its events: the same step for the owner's memory and for every read model.
template <class Thing, class E>
    requires requires(const E& e, Thing& thing, Instant at) { e.evolve(thing, at); }
void evolve(Thing& thing, const E& event, Instant at) {
    event.evolve(thing, at);
    ++thing.version;
    thing.updated_at = at;
}

}  // namespace tasklog
