#pragma once
#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"

/// Reading of JSON, by simdjson: the counterpart of base/json.hpp, apart from it because few files read.
namespace tasklog::json {

using Value = simdjson::dom::element;

/// A text that is read, with the memory of its values, which the next text takes over.
class Document {
  public:
    /// The text's value, valid until the next is parsed. None for what is no JSON in UTF-8, nests deeper than 1,024, or
    /// has a number that no one can hold.
    std::optional<Value> parse(std::string_view text);

  private:
    simdjson::dom::parser parser_;
};

/// Into a document that is the thread's own: valid until the thread parses the next so.
std::optional<Value> parse(std::string_view text);
/// Where a text stops being JSON in UTF-8, in bytes; its size if that is not why parse() refuses it.
std::size_t fault_position(std::string_view text);

inline std::optional<std::string_view> text_of(const Value& value) {
    std::string_view text;
    if (value.get(text)) return std::nullopt;
    return text;
}
/// A member of an object; none if `object` is something else, too.
inline std::optional<Value> find(const Value& object, std::string_view name) {
    Value value;
    if (object.at_key(name).get(value)) return std::nullopt;
    return value;
}
/// A member that is text; empty if there is none.
std::string text_member(const Value& object, std::string_view name);
/// The same of an object's JSON; empty if it is none, too.
std::string text_member_of_json(std::string_view json, std::string_view name);
/// A member that is true.
bool is_true(const Value& object, std::string_view name);

void write(Writer& w, const Value& value);
/// The same value, in whatever order an object's members stand.
bool equal(const Value& a, const Value& b);

}  // namespace tasklog::json
