#include "identity/body.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

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

}  // namespace tasklog::identity
