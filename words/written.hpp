#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What people write in words, English or German: docs/quick-add.md.
namespace tasklog::words {

/// A word of a text. Places are in characters from the text's beginning.
struct Word {
    std::string text{};     ///< folded (infra/search/letters.hpp), without a comma behind it; empty within quotes
    std::string raw{};      ///< as it is written, without a comma behind it and the quotes of @"two words"
    std::size_t from = 0;   ///< where it begins
    std::size_t to = 0;     ///< where it ends, with what stands behind it
    std::size_t begin = 0;  ///< the same in bytes
    std::size_t size = 0;
    bool pauses = false;  ///< a comma or the like stands behind it

    /// Without the mark that it ends with: "Dec.", "tomorrow!"
    std::string_view name() const {
        const std::string_view all = text;
        return all.ends_with('.') || all.ends_with('!') ? all.substr(0, all.size() - 1) : all;
    }
};
/// Those that something is read from: from the first one on, as many as it needs.
using Words = std::span<const Word>;

/// Words are separated by spaces. What stands in "quotes" is not looked at, but for that of a tag, list or person.
std::vector<Word> words_of(std::string_view text);

/// What was read, and of how many words.
template <class T>
struct Taken {
    T value;
    std::size_t words = 0;
};

/// Whether the word at `i` is one of these.
template <class... Names>
bool is(Words words, std::size_t i, Names... names) {
    return i < words.size() && ((words[i].name() == std::string_view(names)) || ...);
}

}  // namespace tasklog::words
