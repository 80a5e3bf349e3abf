#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What people type to search, and how a text is found by it. Texts are folded: infra/search/letters.hpp.
namespace tasklog::search {

/// A folded text with a mark at each end of each word, so that what begins or ends one can be found as a part of it. A
/// word is of letters, digits and the marks on them.
std::string marked(std::string_view folded);

/// For texts of one scope, such as a workspace: the same characters have another hash in another scope.
std::uint64_t seed_of(std::string_view scope);

/// What a folded text is found by: a hash of each two and each three characters that stand together, and of the first
/// one of each word. A character that is a word by itself, as those of Chinese are, counts as a first one, and so does
/// what stands after a space. Sorted, each once.
std::vector<std::int32_t> pieces(std::string_view folded, std::uint64_t seed);

/// What is looked for: every term must be in what is found, or, `without` it, must not. One character is looked for at
/// the beginning of a word, more are anywhere.
struct Term {
    std::string folded;
    bool without = false;
    bool operator==(const Term&) const = default;

    /// Those that each text has that holds the term; such a text need not hold it. The longest that there are: the
    /// fewest texts have them. None of a sign that stands alone.
    std::vector<std::int32_t> pieces(std::uint64_t seed) const;
    /// Parts of marked(text): of one that holds the term, that has a word beginning with it, that has it as whole
    /// words.
    std::string part() const;
    std::string beginning() const;
    std::string whole() const;
};

/// Reads what a person types: words in any order, "quoted phrases", and -what must not be there. A sign that stands
/// alone is left out.
std::vector<Term> parse_terms(std::string_view text);

/// The parts of a text that are found by the terms: texts in turn, beginning with one that is not (it may be empty).
/// One that is found by none gives itself alone.
std::vector<std::string> found_parts(std::string_view utf8, const std::vector<Term>& terms);

}  // namespace tasklog::search
