#include "identity/body.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "infra/text.hpp"

namespace tasklog::identity {

std::string json_of(const rapidjson::Value& value) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer w(buffer);
    value.Accept(w);
    return {buffer.GetString(), buffer.GetSize()};
}

std::unexpected<Problem> bad_field(const std::string& pointer, const std::string& why) {
    return std::unexpected(invalid_field(pointer, why));
}

bool is_unicode(std::string_view utf8) {
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        if (utf8[i] == '\0') return false;
        const bool surrogate =
            utf8[i] == '\xed' && i + 1 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) >= 0xa0;
        if (surrogate) return false;
    }
    return true;
}

std::expected<void, Problem> parse_object(rapidjson::Document& document, std::string_view body) {
    document.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag>(body.data(), body.size());
    if (document.HasParseError()) return std::unexpected(malformed_json(document.GetErrorOffset()));
    if (!document.IsObject()) return bad_field("", "must be a JSON object");
    for (const auto& member : document.GetObject())
        if (!is_unicode(text_of(member.name)) || (member.value.IsString() && !is_unicode(text_of(member.value))))
            return bad_field("", "must be Unicode, without NUL");
    return {};
}

Fields::Fields(std::string_view body) {
    if (auto parsed = parse_object(document_, body); !parsed) {
        fault_ = std::move(parsed.error());
        document_.SetObject();
    }
}

void Fields::refuse(const char* name, const std::string& why) {
    if (!fault_) fault_ = invalid_field(std::string("/") + name, why);
}

const rapidjson::Value* Fields::find(const char* name) {
    read_.emplace(name);
    const auto at = document_.FindMember(name);
    return at == document_.MemberEnd() ? nullptr : &at->value;
}

std::string Fields::text(const char* name) {
    std::string text = secret(name);
    if (text::has_control(text)) refuse(name, "must not have control characters");
    return text;
}

std::string Fields::secret(const char* name) {
    const rapidjson::Value* value = find(name);
    if (!value) {
        refuse(name, "is missing");
    } else if (!value->IsString()) {
        refuse(name, "must be a string");
    } else {
        return std::string(text_of(*value));
    }
    return {};
}

std::string Fields::text(const char* name, std::string otherwise) {
    return document_.HasMember(name) ? text(name) : (read_.emplace(name), std::move(otherwise));
}

int Fields::number(const char* name, int min, int max, int otherwise) {
    const rapidjson::Value* value = find(name);
    if (!value) return otherwise;
    if (value->IsInt() && value->GetInt() >= min && value->GetInt() <= max) return value->GetInt();
    refuse(name, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    return otherwise;
}

std::vector<std::string> Fields::texts(const char* name) {
    std::vector<std::string> out;
    const rapidjson::Value* value = find(name);
    bool good = value && value->IsArray();
    if (good)
        for (const auto& each : value->GetArray()) {
            good = good && each.IsString() && is_unicode(text_of(each)) && !text::has_control(text_of(each));
            if (good) out.emplace_back(text_of(each));
        }
    if (!good) refuse(name, "must be an array of strings without control characters");
    return out;
}

std::expected<void, Problem> Fields::end() {
    for (const auto& member : document_.GetObject())
        if (!read_.contains(text_of(member.name)))
            refuse(std::string(text_of(member.name)).c_str(), "is not known here");
    if (fault_) return std::unexpected(*fault_);
    return {};
}

}  // namespace tasklog::identity
