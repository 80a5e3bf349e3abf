#include "query/cursor.hpp"

#include "base/base64.hpp"
#include "query/parameters.hpp"

namespace tasklog::query {

std::string encode_cursor(std::string_view order, const Cursor& cursor) {
    return base64url_encode(std::string(order) + "\n" + cursor.key + "\n" + cursor.id);
}

std::optional<Cursor> decode_cursor(std::string_view order, std::string_view text) {
    const auto plain = base64url_decode(text);
    const auto parts = plain ? split(*plain, '\n') : std::vector<std::string>{};
    if (parts.size() != 3 || parts[0] != order) return std::nullopt;
    return Cursor{parts[1], parts[2]};
}

}  // namespace tasklog::query
