#pragma once
#include <rapidjson/document.h>

#include <expected>
#include <string>
#include <string_view>

#include "infra/problem.hpp"

/// What reading the bodies of requests needs.
namespace tasklog::identity {

inline std::string_view text_of(const rapidjson::Value& value) { return {value.GetString(), value.GetStringLength()}; }

/// The value as text.
std::string json_of(const rapidjson::Value& value);
/// `why`: what is wrong with the field at the JSON pointer.
std::unexpected<Problem> bad_field(const std::string& pointer, const std::string& why);
/// False for half a surrogate pair and for NUL: Postgres takes neither.
bool is_unicode(std::string_view utf8);
/// Reads a body that must be a JSON object whose names and strings are Unicode.
std::expected<void, Problem> parse_object(rapidjson::Document& document, std::string_view body);

}  // namespace tasklog::identity
