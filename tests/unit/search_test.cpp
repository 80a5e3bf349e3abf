#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "infra/search/letters.hpp"
#include "infra/search/terms.hpp"

namespace tasklog::search {
namespace {

struct Case {
    std::string script, text, query;
    bool found;
};

std::vector<Case> cases() {
    std::ifstream in(TASKLOG_SEARCH_CASES);
    std::vector<Case> out;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with('#')) continue;
        std::vector<std::string> parts(1);
        for (const char c : line) c == '\t' ? parts.emplace_back() : parts.back() += c;
        EXPECT_EQ(parts.size(), 4U) << line;
        out.push_back({parts[0], parts[1], parts[2], parts[3] == "yes"});
    }
    return out;
}

std::string normalized(const std::string& text, bool composed) {
    UErrorCode error = U_ZERO_ERROR;
    const auto& form = composed ? *icu::Normalizer2::getNFCInstance(error) : *icu::Normalizer2::getNFDInstance(error);
    std::string out;
    form.normalize(icu::UnicodeString::fromUTF8(text), error).toUTF8String(out);
    EXPECT_TRUE(U_SUCCESS(error));
    return out;
}

constexpr std::uint64_t seed = 7;

/// As Postgres finds it: by the pieces, then in the text.
bool has(const std::string& text, const Term& term) {
    const std::string folded = fold(text);
    const auto there = pieces(folded, seed);
    const auto needed = term.pieces(seed);
    const bool candidate = std::includes(there.begin(), there.end(), needed.begin(), needed.end());
    const bool holds = marked(folded).contains(term.part());
    EXPECT_TRUE(candidate || !holds) << "the pieces hide " << term.folded << " in " << text;
    return candidate && holds;
}

bool finds(const std::string& text, const std::string& query) {
    const auto terms = parse_terms(query);
    return !terms.empty() &&
           std::all_of(terms.begin(), terms.end(), [&](const Term& term) { return has(text, term) != term.without; });
}

std::string any_text() {
    static const std::vector<std::string> letters{"a", "b",  "A", "e\u0301", "é",  "ß",  "s",  "i", "İ", "ı", " ",
                                                  "-", "\"", ".", "勉",      "強", "が", "か", "क", "ि", "_", "\u00ad"};
    std::string out;
    for (const std::size_t i :
         *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, letters.size())))
        out += letters[i];
    return out;
}

RC_GTEST_PROP(Search, folds_ascii_as_it_folds_the_rest, ()) {
    const auto text =
        *rc::gen::container<std::string>(rc::gen::oneOf(rc::gen::inRange<char>(1, 127), rc::gen::just(' ')));
    RC_ASSERT(fold(text) == folded_from(text).text);
}

}  // namespace

TEST(Search, finds_in_each_form_of_unicode_what_people_look_for) {
    std::set<std::string> scripts;
    const auto all = cases();
    ASSERT_GE(all.size(), 150U);
    for (const auto& [script, text, query, found] : all) {
        scripts.insert(script);
        for (const bool text_composed : {true, false})
            for (const bool query_composed : {true, false})
                EXPECT_EQ(finds(normalized(text, text_composed), normalized(query, query_composed)), found)
                    << script << ": " << query << " in " << text;
    }
    EXPECT_GE(scripts.size(), 14U) << "twelve scripts, codes, and the words of a query";
}

RC_GTEST_PROP(Search, finds_each_part_of_a_text, ()) {
    const std::string text = any_text();
    const auto letters = characters(fold(text));
    RC_PRE(letters.size() >= 2U);
    const auto from = *rc::gen::inRange<std::size_t>(0, letters.size() - 1);
    const auto size = *rc::gen::inRange<std::size_t>(2, letters.size() - from + 1);
    icu::UnicodeString part;
    for (std::size_t i = from; i < from + size; ++i) part.append(letters[i]);
    Term term;
    part.toUTF8String(term.folded);
    RC_PRE(!term.folded.starts_with(' ') && !term.folded.ends_with(' '));
    RC_ASSERT(has(text, term));
}

RC_GTEST_PROP(Search, has_pieces_of_whatever_is_looked_for, ()) {
    for (const Term& term : parse_terms(any_text())) RC_ASSERT(!term.pieces(seed).empty());
}

RC_GTEST_PROP(Search, folds_what_is_folded_to_itself, ()) {
    const std::string folded = fold(any_text());
    RC_ASSERT(fold(folded) == folded);
}

RC_GTEST_PROP(Search, shows_what_it_found_and_loses_nothing, ()) {
    const std::string text = any_text();
    const auto terms = parse_terms(any_text());
    const auto parts = found_parts(text, terms);
    std::string whole;
    for (const std::string& part : parts) whole += part;
    RC_ASSERT(whole == text);
    const bool any =
        std::any_of(terms.begin(), terms.end(), [&](const Term& term) { return !term.without && has(text, term); });
    RC_ASSERT((parts.size() > 1) == any);
}

TEST(Search, tells_whole_words_from_beginnings_and_from_parts) {
    const std::string text = marked(fold("Start the art party, Art-house"));
    const auto count = [&](const std::string& part) {
        std::size_t n = 0;
        for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
        return n;
    };
    const Term art{"art"};
    EXPECT_EQ(count(art.part()), 4U);
    EXPECT_EQ(count(art.beginning()), 2U);
    EXPECT_EQ(count(art.whole()), 2U);
    EXPECT_EQ(count(Term{"art-h"}.beginning()), 1U);
    EXPECT_EQ(count(Term{"art-h"}.whole()), 0U);
}

TEST(Search, reads_words_phrases_and_what_must_not_be_there) {
    using Terms = std::vector<Term>;
    EXPECT_EQ(parse_terms("  Milk  \"to  BUY\" -old -\"very old\" milk "),
              (Terms{{"milk"}, {"to buy"}, {"old", true}, {"very old", true}}));
    EXPECT_EQ(parse_terms("a-b 5\" -- - & \""), (Terms{{"a-b"}, {"5\""}}));
    EXPECT_EQ(parse_terms("\"open at the end"), (Terms{{"open at the end"}}));
    EXPECT_EQ(parse_terms(" \t"), Terms{});
}

TEST(Search, shows_the_letters_that_a_part_stands_for) {
    using Parts = std::vector<std::string>;
    EXPECT_EQ(found_parts("Die Straße, straße", parse_terms("strass")), (Parts{"Die ", "Straß", "e, ", "straß", "e"}));
    EXPECT_EQ(found_parts("Cafe\u0301!", parse_terms("cafe")), (Parts{"", "Cafe\u0301", "!"}));
    EXPECT_EQ(found_parts("milk", parse_terms("bread")), (Parts{"milk"}));
    EXPECT_EQ(found_parts("a cab", parse_terms("a")), (Parts{"", "a", " cab"}));
    EXPECT_EQ(found_parts("buy  milk", parse_terms("\"buy milk\"")), (Parts{"", "buy  milk"}));
}

}  // namespace tasklog::search
