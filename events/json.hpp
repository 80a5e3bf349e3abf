#pragma once
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/people.hpp"
#include "events/task.hpp"

/// How values stand in JSON, the same in events, commands and read models. read() tells why it can't, or nothing.
namespace tasklog::json {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;
using Value = rapidjson::Value;
/// What is wrong, and at which JSON pointer below the value that was read.
struct Fault {
    std::string why;
    std::string pointer{};
};
using MaybeFault = std::optional<Fault>;

inline std::string_view text_of(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

/// False for half a surrogate pair, which RapidJSON lets "\udfff" make: it is no UTF-8, and Postgres takes none.
bool is_unicode(std::string_view utf8);

inline void write(Writer& w, std::string_view v) { w.String(v.data(), static_cast<rapidjson::SizeType>(v.size())); }
inline void write(Writer& w, const std::string& v) { write(w, std::string_view(v)); }
inline void write(Writer& w, bool v) { w.Bool(v); }
inline void write(Writer& w, std::uint64_t v) { w.Uint64(v); }
inline void write(Writer& w, std::int64_t v) { w.Int64(v); }
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

MaybeFault read(const Value& json, std::string& out);
MaybeFault read(const Value& json, bool& out);
MaybeFault read(const Value& json, std::uint64_t& out);
MaybeFault read(const Value& json, std::int64_t& out);
MaybeFault read(const Value& json, Priority& out);
MaybeFault read(const Value& json, Status& out);
MaybeFault read(const Value& json, Role& out);
MaybeFault read(const Value& json, Instant& out);
MaybeFault read(const Value& json, Date& out);
MaybeFault read(const Value& json, Due& out);
MaybeFault read(const Value& json, Recurrence& out);
MaybeFault read(const Value& json, RelativeTime& out);
MaybeFault read(const Value& json, Reminder& out);
template <class Kind>
MaybeFault read(const Value& json, Id<Kind>& out) {
    const auto id = json.IsString() ? Id<Kind>::parse(text_of(json)) : std::nullopt;
    if (!id) return Fault{"must be a UUID such as 01890c5e-7f4a-7000-8000-000000000000"};
    out = *id;
    return std::nullopt;
}
template <class T>
MaybeFault read(const Value& json, std::vector<T>& out) {
    if (!json.IsArray()) return Fault{"must be an array"};
    out.clear();
    for (const Value& each : json.GetArray()) {
        T value;
        if (auto fault = read(each, value)) {
            fault->pointer = "/" + std::to_string(out.size()) + fault->pointer;
            return fault;
        }
        out.push_back(std::move(value));
    }
    return std::nullopt;
}

/// What `write` writes. The memory that it is written in is kept for the next text: not to be called from within
/// `write`.
template <class F>
std::string text(F write) {
    thread_local rapidjson::StringBuffer buffer;
    thread_local Writer writer;
    buffer.Clear();
    writer.Reset(buffer);
    write(writer);
    return {buffer.GetString(), buffer.GetSize()};
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

/// Reads a member of an object; absent leaves `out` as it is.
template <class T>
MaybeFault read_member(const Value& object, const char* name, T& out) {
    const auto at = object.FindMember(name);
    if (at == object.MemberEnd()) return std::nullopt;
    auto fault = read(at->value, out);
    if (fault) fault->pointer = std::string("/") + name + fault->pointer;
    return fault;
}
template <class T>
MaybeFault read_member(const Value& object, const char* name, std::optional<T>& out) {
    const auto at = object.FindMember(name);
    if (at == object.MemberEnd() || at->value.IsNull()) return std::nullopt;
    return read_member(object, name, out.emplace());
}
template <class T>
MaybeFault read_member(const Value& object, const char* name, std::optional<std::optional<T>>& out) {
    const auto at = object.FindMember(name);
    if (at == object.MemberEnd()) return std::nullopt;
    return read_member(object, name, out.emplace());
}

/// All the fields of a struct with `fields` (see events/event.hpp).
template <class T>
void write_fields(Writer& w, const T& value) {
    T::fields(value, [&](const char* name, const auto& member) { write_member(w, name, member); });
}
template <class T>
MaybeFault read_fields(const Value& object, T& value) {
    MaybeFault first;
    T::fields(value, [&](const char* name, auto& member) {
        if (!first) first = read_member(object, name, member);
    });
    return first;
}

}  // namespace tasklog::json
