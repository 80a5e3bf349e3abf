#include "words/written.hpp"

#include <algorithm>
#include <array>

#include "infra/search/letters.hpp"
#include "infra/text.hpp"

namespace tasklog::words {
namespace {

constexpr std::string_view spaces = " \t\r\n";
constexpr std::string_view behind = ",;:?";
constexpr std::array<std::string_view, 5> quotes{"\"", "“", "”", "„", "«"};
constexpr std::array<std::string_view, 5> closing{"\"", "”", "“", "”", "»"};

/// Which quote a text begins with; none: as many as there are.
std::size_t quote_at(std::string_view text) {
    return static_cast<std::size_t>(
        std::find_if(quotes.begin(), quotes.end(), [&](auto each) { return text.starts_with(each); }) - quotes.begin());
}

/// Reads a text from left to right.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    std::vector<Word> words() {
        std::vector<Word> out;
        for (at_ = text_.find_first_not_of(spaces); at_ < text_.size(); at_ = text_.find_first_not_of(spaces, at_))
            out.push_back(next());
        return out;
    }

  private:
    Word next() {
        const std::size_t begin = at_;
        Word word;
        const bool is_named = std::string_view("#@+").contains(text_[at_]);
        if (const std::size_t end = end_of_quoted(begin + (is_named ? 1 : 0)); end > begin) {
            at_ = std::min(text_.find_first_of(spaces, end), text_.size());
            if (is_named) word.raw = text_[begin] + quoted_;
        } else {
            at_ = std::min(text_.find_first_of(spaces, begin), text_.size());
            std::string_view own = text_.substr(begin, at_ - begin);
            while (!own.empty() && behind.contains(own.back())) own.remove_suffix(1), word.pauses = true;
            word.raw = own;
            word.text = search::fold(own);
        }
        word.from = chars_ += text::chars(text_.substr(counted_, begin - counted_));
        word.to = chars_ += text::chars(text_.substr(begin, at_ - begin));
        counted_ = at_;
        word.begin = begin;
        word.size = at_ - begin;
        return word;
    }
    /// Behind the closing quote of the one that stands there; 0: there is none.
    std::size_t end_of_quoted(std::size_t from) {
        const std::size_t quote = quote_at(text_.substr(std::min(from, text_.size())));
        if (quote == quotes.size()) return 0;
        const std::size_t inner = from + quotes[quote].size();
        std::size_t end = text_.find(closing[quote], inner);
        std::string_view closed_by = closing[quote];
        if (end == std::string_view::npos && quotes[quote] == "„") end = text_.find(closed_by = "“", inner);
        if (end == std::string_view::npos || end == inner) return 0;
        quoted_ = text_.substr(inner, end - inner);
        return end + closed_by.size();
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t counted_ = 0;  ///< up to where its characters are counted
    std::size_t chars_ = 0;
    std::string quoted_;
};

}  // namespace

std::vector<Word> words_of(std::string_view text) { return Scanner(text).words(); }

}  // namespace tasklog::words
