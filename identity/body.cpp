#include "identity/body.hpp"

#include "infra/text.hpp"

namespace tasklog::identity {

std::unexpected<Problem> bad_field(const std::string& pointer, const std::string& why) {
    return std::unexpected(invalid_field(pointer, why));
}

std::expected<json::Value, Problem> parse_object(json::Document& document, std::string_view body) {
    const auto value = document.parse(body);
    if (!value) return std::unexpected(malformed_json(json::fault_position(body)));
    if (!value->is_object()) return bad_field("", "must be a JSON object");
    for (const auto& [name, member] : simdjson::dom::object(*value))
        if (name.contains('\0') || json::text_of(member).value_or("").contains('\0'))
            return bad_field("", "must be Unicode, without NUL");
    return *value;
}

Fields::Fields(std::string_view body) {
    auto object = parse_object(document_, body);
    if (!object) {
        fault_ = std::move(object.error());
        object = document_.parse("{}").value();
    }
    object_ = *object;
}

void Fields::refuse(const char* name, const std::string& why) {
    if (!fault_) fault_ = invalid_field(std::string("/") + name, why);
}

std::optional<json::Value> Fields::find(const char* name) {
    read_.emplace(name);
    return json::find(object_, name);
}

std::string Fields::text(const char* name) {
    std::string text = secret(name);
    if (text::has_control(text)) refuse(name, "must not have control characters");
    return text;
}

std::string Fields::secret(const char* name) {
    const auto value = find(name);
    if (!value) {
        refuse(name, "is missing");
    } else if (const auto text = json::text_of(*value)) {
        return std::string(*text);
    } else {
        refuse(name, "must be a string");
    }
    return {};
}

std::string Fields::text(const char* name, std::string otherwise) {
    return find(name) ? text(name) : std::move(otherwise);
}

int Fields::number(const char* name, int min, int max, int otherwise) {
    const auto value = find(name);
    if (!value) return otherwise;
    std::int64_t number = 0;
    if (!value->get(number) && number >= min && number <= max) return static_cast<int>(number);
    refuse(name, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    return otherwise;
}

std::vector<std::string> Fields::texts(const char* name) {
    std::vector<std::string> out;
    simdjson::dom::array array;
    const auto value = find(name);
    bool good = value && !value->get(array);
    if (good)
        for (const json::Value& each : array) {
            const auto text = json::text_of(each);
            good = good && text && !text::has_control(*text);
            if (good) out.emplace_back(*text);
        }
    if (!good) refuse(name, "must be an array of strings without control characters");
    return out;
}

std::expected<void, Problem> Fields::end() {
    for (const auto& [name, value] : simdjson::dom::object(object_))
        if (!read_.contains(name)) refuse(std::string(name).c_str(), "is not known here");
    if (fault_) return std::unexpected(*fault_);
    return {};
}

}  // namespace tasklog::identity
