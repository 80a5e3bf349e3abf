#include "words/filter/tokens.hpp"

#include "infra/text.hpp"

namespace tasklog::words {
namespace {

constexpr std::string_view signs = "():<>=";
constexpr std::string_view spaces = " \t\r\n";

/// Reads a filter's text from left to right.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    Token next() {
        while (at_ < text_.size() && spaces.contains(text_[at_])) ++at_;
        Token token{.column = text::chars(text_.substr(0, at_)) + 1};
        if (at_ == text_.size()) return token;
        const char c = text_[at_];
        if (signs.contains(c)) {
            const bool two = (c == '<' || c == '>') && text_.substr(at_ + 1).starts_with('=');
            token.kind = Token::Kind::sign;
            token.text = text_.substr(at_, two ? 2 : 1);
            at_ += token.text.size();
            return token;
        }
        token.kind = c == '#' ? Token::Kind::tag : c == '"' ? Token::Kind::quoted : Token::Kind::word;
        if (c == '#') ++at_;
        token.text = text_.substr(at_).starts_with('"') ? quoted() : word();
        return token;
    }

  private:
    std::string quoted() {
        const std::size_t from = at_ + 1;
        const std::size_t to = std::min(text_.find('"', from), text_.size());
        at_ = std::min(to + 1, text_.size());
        return std::string(text_.substr(from, to - from));
    }
    std::string word() {
        const std::size_t from = at_;
        while (at_ < text_.size() && !signs.contains(text_[at_]) && !spaces.contains(text_[at_]) && text_[at_] != '"')
            ++at_;
        return std::string(text_.substr(from, at_ - from));
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view filter) {
    Scanner scanner(filter);
    std::vector<Token> out;
    do out.push_back(scanner.next());
    while (out.back().kind != Token::Kind::end);
    return out;
}

}  // namespace tasklog::words
