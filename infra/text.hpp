#pragma once
#include <cstddef>
#include <string>
#include <string_view>

/// The texts that people write, all of them UTF-8, and what may be in them.
namespace tasklog::text {

/// Unicode scalar values.
std::size_t chars(std::string_view utf8);

/// The first `most` of them.
std::string cut(std::string_view utf8, std::size_t most);

/// a to z as A to Z; what is not ASCII stays as it is.
std::string upper_case(std::string_view text);

/// A colour as #3366cc.
bool is_color(std::string_view text);

/// Has a control character (C0 but tab and line ends, DEL, C1), a line or paragraph separator (U+2028, U+2029) or a
/// noncharacter. Whatever shows such a text would have to guess what it means.
bool has_control(std::string_view utf8);

/// More than one line: has a tab or a line end.
bool has_lines(std::string_view utf8);

/// Nothing in it can be seen: spaces of any kind, and characters without width.
bool is_blank(std::string_view utf8);

}  // namespace tasklog::text
