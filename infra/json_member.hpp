#pragma once
#include <rapidjson/document.h>

#include <string>
#include <string_view>

namespace tasklog {

/// A member of an object that is text; empty if there is none.
inline std::string text_member(const rapidjson::Value& object, const char* name) {
    const auto at = object.FindMember(name);
    if (at == object.MemberEnd() || !at->value.IsString()) return {};
    return {at->value.GetString(), at->value.GetStringLength()};
}

/// The same of an object's JSON; empty if it is none, too.
inline std::string text_member_of_json(std::string_view json, const char* name) {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
    return document.HasParseError() || !document.IsObject() ? std::string() : text_member(document, name);
}

}  // namespace tasklog
