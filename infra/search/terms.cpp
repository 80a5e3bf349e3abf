#include "infra/search/terms.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "infra/search/letters.hpp"

namespace tasklog::search {
namespace {

constexpr char mark = '\x1f';

void append(std::string& out, UChar32 c) {
    std::array<char, U8_MAX_LENGTH> bytes{};
    int size = 0;
    U8_APPEND_UNSAFE(bytes, size, c);
    out.append(bytes.data(), static_cast<std::size_t>(size));
}

/// Of one to three characters; 0 stands before the first of a word, and for one that is not there.
std::int32_t piece(std::array<UChar32, 3> letters, std::uint64_t seed) {
    return static_cast<std::int32_t>(XXH3_64bits_withSeed(letters.data(), sizeof letters, seed));
}

/// One that has a piece of its own: the first of a word, or of what stands between two spaces.
bool is_first(UChar32 c, UChar32 before) {
    return c != ' ' && (before == ' ' || is_ideograph(c) || (is_word(c) && !is_word(before)));
}

void sort_out(std::vector<std::int32_t>& pieces) {
    std::sort(pieces.begin(), pieces.end());
    pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
}

/// The quotes that keyboards and word processors make.
bool is_quote(std::string_view letter) {
    constexpr std::array quotes{"\"", "“", "”", "„", "«", "»"};
    return std::find(quotes.begin(), quotes.end(), letter) != quotes.end();
}

/// Nothing, or a sign, which is in nearly every text.
bool is_sign_alone(std::string_view folded) {
    const auto all = characters(folded);
    return all.empty() || (all.size() == 1 && !is_word(all[0]));
}

/// Looked for at the beginning of a word only: in the middle of one it is in nearly every text.
bool is_letter_alone(std::string_view folded) {
    const auto all = characters(folded);
    return all.size() == 1 && !is_ideograph(all[0]);
}

bool begins_word(std::string_view text, std::size_t at) {
    UChar32 before = ' ';
    auto i = static_cast<std::int32_t>(at);
    if (at > 0) U8_PREV_OR_FFFD(reinterpret_cast<const std::uint8_t*>(text.data()), 0, i, before);
    return !is_word(before);
}

/// Calls `take` with each place where a text holds the term.
template <class Take>
void each_place(const std::string& text, const Term& term, Take take) {
    const bool at_beginnings = is_letter_alone(term.folded);
    for (std::size_t at = text.find(term.folded); at != std::string::npos; at = text.find(term.folded, at + 1))
        if (!at_beginnings || begins_word(text, at)) take(at);
}

}  // namespace

std::uint64_t seed_of(std::string_view scope) { return XXH3_64bits(scope.data(), scope.size()); }

std::string marked(std::string_view folded) {
    std::string out;
    out.reserve(folded.size() + folded.size() / 3);
    bool in_word = false;
    for (const UChar32 c : characters(folded)) {
        if (is_word(c) != in_word) out += mark;
        in_word = is_word(c);
        append(out, c);
    }
    if (in_word) out += mark;
    return out;
}

std::vector<std::int32_t> pieces(std::string_view folded, std::uint64_t seed) {
    std::vector<std::int32_t> out;
    UChar32 b = ' ';  // before c
    UChar32 a = ' ';  // before b
    for (const UChar32 c : characters(folded)) {
        if (is_first(c, b)) out.push_back(piece({0, c, 0}, seed));
        if (b != ' ' && c != ' ') {
            out.push_back(piece({b, c, 0}, seed));
            if (a != ' ') out.push_back(piece({a, b, c}, seed));
        }
        a = b;
        b = c;
    }
    sort_out(out);
    return out;
}

std::vector<std::int32_t> Term::pieces(std::uint64_t seed) const {
    const auto all = characters(folded);
    assert(!all.empty());
    std::vector<std::int32_t> out;
    for (std::size_t from = 0, to = 0; from < all.size(); from = to + 1) {
        to = from;
        while (to < all.size() && all[to] != ' ') ++to;
        if (to - from == 2) out.push_back(piece({all[from], all[from + 1], 0}, seed));
        for (std::size_t i = from; i + 3 <= to; ++i) out.push_back(piece({all[i], all[i + 1], all[i + 2]}, seed));
        // In a text, what the term begins with may stand in the middle of a word.
        if (to - from == 1 && (from > 0 || is_ideograph(all[0]) || (all.size() == 1 && is_word(all[0]))))
            out.push_back(piece({0, all[from], 0}, seed));
    }
    sort_out(out);
    return out;
}

std::string Term::part() const {
    if (is_letter_alone(folded)) return beginning();
    std::string out = marked(folded);
    if (out.front() == mark) out.erase(0, 1);
    if (out.back() == mark) out.pop_back();
    return out;
}

std::string Term::beginning() const {
    std::string out = marked(folded);
    if (out.back() == mark) out.pop_back();
    return out;
}

std::string Term::whole() const { return marked(folded); }

std::vector<Term> parse_terms(std::string_view text) {
    std::vector<Term> out;
    Term term;
    bool in_quotes = false;
    const auto end_term = [&] {
        while (term.folded.ends_with(' ')) term.folded.pop_back();
        if (!is_sign_alone(term.folded) && std::find(out.begin(), out.end(), term) == out.end()) out.push_back(term);
        term = {};
        in_quotes = false;
    };
    each_letter(text, [&](std::size_t, std::string_view letter) {
        const bool begins = term.folded.empty() && !in_quotes;
        if (letter == " " && !in_quotes) {
            end_term();
        } else if (begins && letter == "-" && !term.without) {
            term.without = true;
        } else if (begins && is_quote(letter)) {
            in_quotes = true;
        } else if (in_quotes && is_quote(letter)) {
            end_term();
        } else if (letter != " " || !(term.folded.empty() || term.folded.ends_with(' '))) {
            term.folded += letter;
        }
    });
    end_term();
    return out;
}

std::vector<std::string> found_parts(std::string_view utf8, const std::vector<Term>& terms) {
    const Folded folded = folded_from(utf8);
    std::vector<bool> is_found(folded.text.size());
    for (const Term& term : terms) {
        if (term.without) continue;
        each_place(folded.text, term, [&](std::size_t at) {
            std::fill_n(is_found.begin() + static_cast<std::ptrdiff_t>(at), term.folded.size(), true);
        });
    }
    std::vector<std::string> out(1);
    std::size_t from = 0;
    // A letter is found if any of what it is folded to is.
    for (std::size_t i = 0; i < folded.text.size(); ++i) {
        if (is_found[i] == (out.size() % 2 == 0)) continue;
        const std::size_t at = folded.origins[i];
        if (at < from || (at == from && out.size() > 1)) continue;
        out.back() = utf8.substr(from, at - from);
        out.emplace_back();
        from = at;
    }
    out.back() = utf8.substr(from);
    return out;
}

}  // namespace tasklog::search
