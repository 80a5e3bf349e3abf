#include "base/json.hpp"

#include <rapidjson/encodedstream.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "base/json_read.hpp"

namespace tasklog::json {
namespace {

/// Stops RapidJSON at half a surrogate pair such as "\\udfff", which it would take.
struct UnicodeOnly : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, UnicodeOnly> {
    bool String(const char* text, rapidjson::SizeType size, bool) { return simdjson::validate_utf8(text, size); }
    bool Key(const char* text, rapidjson::SizeType size, bool) { return simdjson::validate_utf8(text, size); }
};

bool equal_objects(const simdjson::dom::object& a, const simdjson::dom::object& b) {
    if (a.size() != b.size()) return false;
    for (const auto& [name, value] : a) {
        Value other;
        if (b.at_key(name).get(other) || !equal(value, other)) return false;
    }
    return true;
}

bool equal_arrays(const simdjson::dom::array& a, const simdjson::dom::array& b) {
    if (a.size() != b.size()) return false;
    auto other = b.begin();
    for (const Value& each : a) {
        if (!equal(each, *other)) return false;
        ++other;
    }
    return true;
}

}  // namespace

std::string object(std::initializer_list<Member> members) {
    return text([&](Writer& w) {
        w.StartObject();
        for (const auto& [name, value] : members) {
            const auto* text = std::get_if<std::string_view>(&value);
            if (text && text->empty()) continue;
            write_key(w, name);
            std::visit([&](const auto& v) { write(w, v); }, value);
        }
        w.EndObject();
    });
}

std::optional<Value> Document::parse(std::string_view text) {
    Value value;
    if (parser_.parse(text.data(), text.size()).get(value)) return std::nullopt;
    return value;
}

std::optional<Value> parse(std::string_view text) {
    thread_local Document document;
    return document.parse(text);
}

std::size_t fault_position(std::string_view text) {
    rapidjson::MemoryStream bytes(text.data(), text.size());
    rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
    UnicodeOnly handler;
    rapidjson::Reader reader;
    constexpr unsigned flags = rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;
    const auto result = reader.Parse<flags>(stream, handler);
    return result.IsError() ? result.Offset() : text.size();
}

std::string text_member(const Value& object, std::string_view name) {
    const auto value = find(object, name);
    return std::string(value ? text_of(*value).value_or("") : "");
}

std::string text_member_of_json(std::string_view json, std::string_view name) {
    const auto value = parse(json);
    return value ? text_member(*value, name) : std::string();
}

bool is_true(const Value& object, std::string_view name) {
    const auto value = find(object, name);
    bool is = false;
    return value && !value->get(is) && is;
}

void write(Writer& w, const Value& value) {
    using enum simdjson::dom::element_type;
    switch (value.type()) {
        case OBJECT:
            w.StartObject();
            for (const auto& [name, member] : simdjson::dom::object(value)) {
                write_key(w, name);
                write(w, member);
            }
            w.EndObject();
            return;
        case ARRAY:
            w.StartArray();
            for (const Value& each : simdjson::dom::array(value)) write(w, each);
            w.EndArray();
            return;
        case STRING:
            return write(w, std::string_view(value));
        case INT64:
            return write(w, std::int64_t(value));
        case UINT64:
            return write(w, std::uint64_t(value));
        case DOUBLE:
            w.Double(double(value));
            return;
        case BOOL:
            return write(w, bool(value));
        case NULL_VALUE:
            w.Null();
    }
}

bool equal(const Value& a, const Value& b) {
    using enum simdjson::dom::element_type;
    // Both of a type, except that 1 and 1.0 are one number.
    if (a.type() != b.type()) return a.is_number() && b.is_number() && double(a) == double(b);
    switch (a.type()) {
        case OBJECT:
            return equal_objects(a, b);
        case ARRAY:
            return equal_arrays(a, b);
        case STRING:
            return std::string_view(a) == std::string_view(b);
        case INT64:
            return std::int64_t(a) == std::int64_t(b);
        case UINT64:
            return std::uint64_t(a) == std::uint64_t(b);
        case DOUBLE:
            return double(a) == double(b);
        case BOOL:
            return bool(a) == bool(b);
        case NULL_VALUE:
            return true;
    }
    return false;
}

}  // namespace tasklog::json
