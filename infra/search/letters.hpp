#pragma once
#include <unicode/utf8.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// How texts are compared where people search: the same on both sides, for what is found and for what is looked for.
namespace tasklog::search {

/// A letter, digit, or a mark on one.
bool is_word(UChar32 c);
/// Stands for a whole word wherever it is, as Chinese characters do.
bool is_ideograph(UChar32 c);
/// Unicode scalar values; U+FFFD for what is no UTF-8.
std::vector<UChar32> characters(std::string_view utf8);

/// Takes a letter: where it begins, and what it is folded to.
using TakeLetter = std::function<void(std::size_t at, std::string_view folded)>;
/// Folds a text letter by letter, each with the marks on it. Compatibility forms and cases are one (Unicode NFKC, full
/// case folding, so that ß is ss), the marks of Latin, Greek, Cyrillic, Arabic and Hebrew letters are left out, i, İ, ı
/// and I are one, spaces and controls are a space, and what cannot be seen is nothing.
void each_letter(std::string_view utf8, const TakeLetter& take);

/// A text that is compared: folded, each run of spaces one, none at the ends.
struct Folded {
    std::string text;
    std::vector<std::uint32_t> origins;  ///< of each byte: where the letter begins that it is from
};
Folded folded_from(std::string_view utf8);
std::string fold(std::string_view utf8);

}  // namespace tasklog::search
