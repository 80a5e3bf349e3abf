#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// The bytes of foreign files as lines of UTF-8.
namespace tasklog::app {

/// A line, or one that was folded over several.
struct TextLine {
    std::size_t number = 0;  ///< in the file, from 1; of its first one
    std::string text;
};

/// Lines that end with LF, CR or both. UTF-8 with or without a byte order mark, UTF-16 with one; a line that is no
/// UTF-8 is taken for Windows-1252.
std::vector<TextLine> lines_of(std::string_view file);

/// The content lines of iCalendar (RFC 5545 §3.1) and vCalendar 1.0: unfolded, also within a character, and
/// quoted-printable values as iCalendar writes them. Blank lines are left out.
std::vector<TextLine> content_lines_of(std::string_view file);

/// The same in UTF-8 as a whole, as lines_of() takes it.
std::string utf8_of(std::string_view file);

}  // namespace tasklog::app
