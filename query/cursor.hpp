#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace tasklog::query {

/// Where a page begins: after the row with this sort key (of tasks see query/tasks/task_order.hpp) and id.
struct Cursor {
    std::string key;
    std::string id;
};

/// The opaque text of a cursor. `order` is what it is good for: the query's name, sort and direction.
std::string encode_cursor(std::string_view order, const Cursor& cursor);
/// None if the text is not of a cursor in this order. Its key and id are whatever a client has put there.
std::optional<Cursor> decode_cursor(std::string_view order, std::string_view text);

}  // namespace tasklog::query
