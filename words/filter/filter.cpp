#include "words/filter/filter.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "infra/names.hpp"
#include "infra/text.hpp"
#include "infra/uuid.hpp"
#include "words/filter/tokens.hpp"

namespace tasklog::words {
namespace {

constexpr std::array<std::string_view, 5> flags{"overdue", "recurring", "open", "completed", "cancelled"};
constexpr std::array<std::string_view, 14> fields{"due",      "start",  "created",  "updated", "ended",
                                                  "priority", "status", "list",     "section", "tag",
                                                  "assignee", "parent", "estimate", "text"};
constexpr std::array<std::string_view, 5> day_fields{"due", "start", "created", "updated", "ended"};
constexpr std::array<std::string_view, 5> comparisons{"=", "<", "<=", ">", ">="};
constexpr std::string_view day_examples = "a day such as today, tomorrow, monday, week, today+7d or 2026-12-01";

using Parsed = std::expected<Filter, FilterFault>;
using ParsedTest = std::expected<Test, FilterFault>;

std::string lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return out;
}

std::unexpected<FilterFault> fault(const Token& at, const std::string& expected) {
    const std::string found =
        at.kind == Token::Kind::end ? "The filter ends here" : "“" + at.text + "” does not fit here";
    return std::unexpected(FilterFault{at.column, found + ": there must be " + expected + "."});
}

/// 90, 90m, 2h, 1.5h is none.
std::optional<std::int64_t> minutes_of(std::string_view text) {
    const bool hours = text.ends_with('h');
    if (hours || text.ends_with('m')) text.remove_suffix(1);
    std::int64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size() || out < 0 || out > 1'000'000) return std::nullopt;
    return hours ? out * 60 : out;
}

class Parser {
  public:
    Parser(std::string_view text, const FilterContext& context) : tokens_(tokens_of(text)), context_(context) {}

    Parsed whole() {
        auto filter = any_of(0);
        if (filter && now().kind != Token::Kind::end) return fault(now(), "and, or, or the end");
        return filter;
    }

  private:
    const Token& now() const { return tokens_[at_]; }
    bool is_word(std::string_view word) const {
        return now().kind == Token::Kind::word && lower_case(now().text) == word;
    }
    bool is_sign(std::string_view sign) const { return now().kind == Token::Kind::sign && now().text == sign; }

    /// One or more of them, with a word between.
    Parsed several(Filter::Kind kind, std::string_view between, Parsed (Parser::*part)(std::size_t),
                   std::size_t depth) {
        auto first = (this->*part)(depth);
        if (!first || !is_word(between)) return first;
        Filter out{.kind = kind};
        out.parts.push_back(std::move(*first));
        while (is_word(between)) {
            ++at_;
            auto next = (this->*part)(depth);
            if (!next) return next;
            out.parts.push_back(std::move(*next));
        }
        return out;
    }
    Parsed any_of(std::size_t depth) { return several(Filter::Kind::any, "or", &Parser::all_of, depth); }
    Parsed all_of(std::size_t depth) { return several(Filter::Kind::all, "and", &Parser::one, depth); }

    Parsed one(std::size_t depth) {
        if (depth > max_filter_depth)
            return std::unexpected(FilterFault{now().column, "The filter is nested too deep."});
        if (is_word("not")) {
            ++at_;
            auto part = one(depth + 1);
            if (!part) return part;
            Filter out{.kind = Filter::Kind::none};
            out.parts.push_back(std::move(*part));
            return out;
        }
        if (is_sign("(")) {
            ++at_;
            auto inner = any_of(depth + 1);
            if (!inner) return inner;
            if (!is_sign(")")) return fault(now(), "and, or, or a closing parenthesis");
            ++at_;
            return inner;
        }
        if (++tests_ > max_filter_tests)
            return std::unexpected(FilterFault{
                now().column, "The filter has more than " + std::to_string(max_filter_tests) + " conditions."});
        auto test = test_of();
        if (!test) return std::unexpected(test.error());
        return Filter{.test = std::move(*test)};
    }

    ParsedTest test_of() {
        const Token& token = now();
        if (token.kind == Token::Kind::tag) {
            if (token.text.empty()) return fault(token, "a tag after #");
            ++at_;
            return HasTag{token.text};
        }
        const std::string name = token.kind == Token::Kind::word ? lower_case(token.text) : "";
        if (std::find(flags.begin(), flags.end(), name) != flags.end()) {
            ++at_;
            if (name == "overdue") return IsOverdue{};
            if (name == "recurring") return Recurs{};
            return HasStatus{static_cast<Status>(*index_in(status_names, name))};
        }
        if (std::find(fields.begin(), fields.end(), name) == fields.end())
            return fault(token, "not, (, a #tag, one of " + listed(flags) + ", or a field: " + listed(fields));
        ++at_;
        return test_of_field(name);
    }

    ParsedTest test_of_field(const std::string& name) {
        const bool ordered = name == "priority" || name == "estimate" || index_in(day_fields, name).has_value();
        const auto comparison = is_sign(":") ? std::optional(0) : index_in(comparisons, now().text);
        if (now().kind != Token::Kind::sign || !comparison || (*comparison > 0 && !ordered))
            return fault(now(), ordered ? ":, <, <=, > or >= and a value" : ": and a value");
        ++at_;
        Token value = now();
        if (value.kind == Token::Kind::tag && (name == "tag" || name == "text")) {  // written as a tag is, it fits, too
            value.kind = Token::Kind::quoted;
            if (name == "text") value.text.insert(0, "#");
        }
        const bool is_value = value.kind == Token::Kind::word || value.kind == Token::Kind::quoted;
        if (!is_value || value.text.empty()) return fault(value, expected_of(name));
        auto test = test_of_value(name, static_cast<Comparison>(*comparison), value);
        if (test) ++at_;
        return test;
    }

    std::string expected_of(const std::string& name) const {
        if (index_in(day_fields, name)) return std::string(day_examples).append(", or none");
        if (name == "priority") return "one of " + listed(priority_names);
        if (name == "status") return "one of " + listed(status_names);
        if (name == "list") return "a list's name, or inbox";
        if (name == "section") return "a section's name, or none";
        if (name == "tag") return "a tag, or none";
        if (name == "assignee") return "me, none, or a person's id";
        if (name == "parent") return "none, or a task's id";
        if (name == "estimate") return "a time such as 30m or 2h, or none";
        return "a text such as milk or \"to buy\"";
    }

    ParsedTest test_of_value(const std::string& name, Comparison comparison, const Token& value) const {
        const std::string word = lower_case(value.text);
        const bool plain = value.kind == Token::Kind::word;  // in quotes none, inbox and me are names
        const bool none = plain && word == "none" && comparison == Comparison::equal;
        const auto unfit = [&] { return fault(value, expected_of(name)); };
        const auto or_none = [&](std::optional<std::string> text) { return none ? std::nullopt : std::move(text); };
        if (const auto field = index_in(day_fields, name)) {
            const auto day = day_in_words(word, context_);
            if (!none && !day) return unfit();
            return IsOnDay{static_cast<DayField>(*field), comparison, none ? std::nullopt : day};
        }
        if (name == "priority") {
            const auto priority = index_in(priority_names, word);
            if (!priority) return unfit();
            return HasPriority{comparison, static_cast<Priority>(*priority)};
        }
        if (name == "status") {
            const auto status = index_in(status_names, word);
            if (!status) return unfit();
            return HasStatus{static_cast<Status>(*status)};
        }
        if (name == "estimate") {
            const auto minutes = minutes_of(word);
            if (!none && !minutes) return unfit();
            return TakesMinutes{comparison, none ? std::nullopt : minutes};
        }
        if (name == "list")
            return IsInList{none || (plain && word == "inbox") ? std::nullopt : std::optional(value.text)};
        if (name == "section") return IsInSection{or_none(value.text)};
        if (name == "tag") return HasTag{or_none(value.text)};
        if (name == "text") return HasText{value.text};
        if (!none && !(name == "assignee" && plain && word == "me") && !is_uuid(word)) return unfit();
        if (name == "parent") return IsPartOf{or_none(word)};
        return IsAssignedTo{or_none(word)};
    }

    const std::vector<Token> tokens_;
    const FilterContext& context_;
    std::size_t at_ = 0;
    std::size_t tests_ = 0;
};

}  // namespace

Parsed parse_filter(std::string_view text, const FilterContext& context) { return Parser(text, context).whole(); }

}  // namespace tasklog::words
