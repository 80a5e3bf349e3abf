#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace tasklog::words {

/// A part of a filter's text (docs/filters.md).
struct Token {
    enum class Kind { word, quoted, tag, sign, end };
    Kind kind = Kind::end;
    std::string text{};      ///< without quotes, and without the # of a tag
    std::size_t column = 1;  ///< where it begins, in characters
};

/// The last one is the end. A quote that is not closed goes on to the end.
std::vector<Token> tokens_of(std::string_view filter);

}  // namespace tasklog::words
