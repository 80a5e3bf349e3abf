#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "events/people.hpp"
#include "events/task.hpp"

/// How values stand in JSON, the same in events, commands and read models. How they are read:
/// events/format/json_read.hpp.
namespace tasklog::json {

void write(Writer& w, Priority v);
void write(Writer& w, Status v);
void write(Writer& w, Role v);
void write(Writer& w, const Instant& v);
void write(Writer& w, const Date& v);
void write(Writer& w, const Due& v);
void write(Writer& w, const Recurrence& v);
void write(Writer& w, const RelativeTime& v);
void write(Writer& w, const Reminder& v);
template <class Kind>
void write(Writer& w, const Id<Kind>& v) {
    const auto chars = v.chars();
    w.String(chars.data(), static_cast<rapidjson::SizeType>(chars.size()));
}
template <class T>
void write(Writer& w, const std::vector<T>& v) {
    w.StartArray();
    for (const T& each : v) write(w, each);
    w.EndArray();
}

/// Writes a member. Left out: an optional that is none, an empty string or array, and a Priority of none.
template <class T>
void write_member(Writer& w, const char* name, const T& value) {
    if constexpr (requires { value.empty(); }) {
        if (value.empty()) return;
    }
    if constexpr (std::is_same_v<T, Priority>) {
        if (value == Priority::none) return;
    }
    w.Key(name);
    write(w, value);
}
/// A member that says what changed is always written, its emptiness being the change; an inner none is null.
template <class T>
void write_member(Writer& w, const char* name, const std::optional<T>& value) {
    if (!value) return;
    w.Key(name);
    write(w, *value);
}
template <class T>
void write_member(Writer& w, const char* name, const std::optional<std::optional<T>>& value) {
    if (!value) return;
    w.Key(name);
    if (*value) {
        write(w, **value);
    } else {
        w.Null();
    }
}

/// All the fields of a struct with `fields` (see events/form.hpp).
template <class T>
void write_fields(Writer& w, const T& value) {
    T::fields(value, [&](const char* name, const auto& member) { write_member(w, name, member); });
}

}  // namespace tasklog::json
