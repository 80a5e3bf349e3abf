#pragma once

namespace tasklog {

/// What an event or a command is about, told by its fields.
template <class E>
concept AboutTask = requires(E e) { e.task; };
template <class E>
concept AboutList = requires(E e) { e.list; } && !AboutTask<E>;
template <class E>
concept AboutComment = requires(E e) { e.comment; };

}  // namespace tasklog
