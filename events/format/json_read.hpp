#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_read.hpp"
#include "events/format/fault.hpp"
#include "events/people.hpp"
#include "events/task.hpp"

/// How values are read from JSON: the counterpart of events/format/json.hpp. read() tells why it can't, or nothing.
namespace tasklog::json {

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
