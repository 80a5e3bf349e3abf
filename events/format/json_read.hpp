#pragma once
#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/format/fault.hpp"
#include "events/people.hpp"
#include "events/task.hpp"

/// Reading of JSON: the counterpart of events/format/json.hpp, apart from it because few files read. read() tells why
/// it can't, or nothing.
namespace tasklog::json {

using Value = simdjson::dom::element;

/// The text's value. It stands in memory that is the thread's own: valid until the thread parses the next.
/// None for what is no JSON (RFC 8259) in UTF-8, nests deeper than 1,024, or has a number that no one can hold.
std::optional<Value> parse(std::string_view text);
/// Where a text stops being JSON in UTF-8, in bytes; its size if that is not why parse() refuses it.
std::size_t fault_position(std::string_view text);

inline std::optional<std::string_view> text_of(const Value& value) {
    std::string_view text;
    if (value.get(text)) return std::nullopt;
    return text;
}
/// A member of an object.
inline std::optional<Value> find(const Value& object, std::string_view name) {
    Value value;
    if (object.at_key(name).get(value)) return std::nullopt;
    return value;
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
    const auto text = text_of(json);
    const auto id = text ? Id<Kind>::parse(*text) : std::nullopt;
    if (!id) return Fault{"must be a UUID such as 01890c5e-7f4a-7000-8000-000000000000"};
    out = *id;
    return std::nullopt;
}
template <class T>
MaybeFault read(const Value& json, std::vector<T>& out) {
    simdjson::dom::array array;
    if (json.get(array)) return Fault{"must be an array"};
    out.clear();
    for (const Value& each : array) {
        T value;
        if (auto fault = read(each, value)) {
            fault->pointer = "/" + std::to_string(out.size()) + fault->pointer;
            return fault;
        }
        out.push_back(std::move(value));
    }
    return std::nullopt;
}

/// Reads what stands at a member of an object.
template <class T>
MaybeFault read_at(const Value& value, const char* name, T& out) {
    auto fault = read(value, out);
    if (fault) fault->pointer = std::string("/") + name + fault->pointer;
    return fault;
}
template <class T>
MaybeFault read_at(const Value& value, const char* name, std::optional<T>& out) {
    return value.is_null() ? std::nullopt : read_at(value, name, out.emplace());
}
template <class T>
MaybeFault read_at(const Value& value, const char* name, Rarely<T>& out) {
    std::optional<T> read;
    auto fault = read_at(value, name, read);
    if (read) out = std::move(*read);
    return fault;
}
/// An inner none is null.
template <class T>
MaybeFault read_at(const Value& value, const char* name, std::optional<std::optional<T>>& out) {
    return read_at(value, name, out.emplace());
}

/// Reads a member of an object; absent leaves `out` as it is.
template <class T>
MaybeFault read_member(const Value& object, const char* name, T& out) {
    const auto value = find(object, name);
    return value ? read_at(*value, name, out) : std::nullopt;
}

/// All the fields of a struct with `fields` (see events/form.hpp).
template <class T>
MaybeFault read_fields(const Value& object, T& value) {
    MaybeFault first;
    T::fields(value, [&](const char* name, auto& member) {
        if (!first) first = read_member(object, name, member);
    });
    return first;
}

}  // namespace tasklog::json
