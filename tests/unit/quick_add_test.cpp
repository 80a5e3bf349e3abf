// What a line says: the phrases of tests/words/phrases.tsv, and what holds for any line.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "app/import/formats/todoist_date.hpp"
#include "infra/calendar/recurrence.hpp"
#include "infra/calendar/zone.hpp"
#include "infra/text.hpp"
#include "words/quick_add.hpp"

namespace tasklog::testing {
namespace {

using words::Understood;

template <class Id>
using Names = std::vector<std::pair<std::string, Id>>;

template <class Id>
Names<Id> named(const std::vector<std::string>& names) {
    Names<Id> out;
    for (const std::string& name : names) {
        out.emplace_back(name, Id{});
        out.back().second.bytes[15] = static_cast<unsigned char>(out.size());
    }
    return out;
}
const Names<ListId> lists = named<ListId>({"Home", "Home stuff", "Büro", "2027", "Home/Dairy"});
const Names<PersonId> people = named<PersonId>({"Ada", "Mia", "Mia Meyer", "Jürgen"});

template <class Id>
words::EachNamed<Id> each(const Names<Id>& names) {
    return [&names](const auto& tell) {
        for (const auto& [name, id] : names) tell(name, id);
    };
}
template <class Id>
std::string name_of(const Names<Id>& names, const Id& wanted) {
    for (const auto& [name, id] : names)
        if (id == wanted) return name;
    return "?";
}

std::string clock(const Instant& at, const std::string& zone) {
    return Instant{calendar::clock_of(at.us, zone)}.text().substr(0, 16);
}

/// What was understood, as the phrases have it.
std::string said(const Understood& found, const std::string& zone) {
    std::string out;
    const auto say = [&](const std::string& name, const std::string& value) {
        out += (out.empty() ? "" : " ") + name + "=" + value;
    };
    if (found.start) say("start", found.start->text());
    if (found.due) {
        const auto* day = std::get_if<DueDate>(&*found.due);
        say("due", day ? day->date.text() : clock(std::get<DueInstant>(*found.due).at, zone));
    }
    if (!found.rule.empty()) say("rule", found.rule);
    if (found.from_completion) say("from", "completion");
    if (found.reminder && found.reminder->at) say("reminder", clock(*found.reminder->at, zone));
    if (found.reminder && found.reminder->relative) {
        const RelativeTime& relative = *found.reminder->relative;
        std::string text = std::to_string(relative.minutes);
        if (relative.days)
            text = std::to_string(*relative.days) + "d" + clock({relative.minutes * 60'000'000}, "Etc/UTC").substr(11);
        say("reminder", text);
    }
    if (found.estimate) say("estimate", std::to_string(*found.estimate));
    if (found.priority) say("priority", std::string(priority_names[static_cast<std::size_t>(*found.priority)]));
    if (!found.tags.empty()) {
        std::string tags;
        for (const std::string& tag : found.tags) tags += (tags.empty() ? "" : ",") + tag;
        say("tags", tags);
    }
    if (found.list) say("list", name_of(lists, *found.list));
    if (found.assignee) say("assignee", name_of(people, *found.assignee));
    for (const std::string& name : found.unknown) say("unknown", name);
    return out;
}

words::Writing writing(std::map<std::string, std::string> given) {
    given.insert({{"zone", "Europe/Berlin"}, {"now", "2026-12-02T09:00"}, {"week", "monday"}});
    const Instant berlin = *Instant::parse(given.at("now") + ":00Z");
    const std::map<std::string, unsigned> days{{"sunday", 0}, {"monday", 1}, {"saturday", 6}};
    return {.now = {calendar::at_clock(berlin.us, "Europe/Berlin")},
            .zone = given.at("zone"),
            .week_start = days.at(given.at("week")),
            .me = people[0].second,
            .lists =
                [](const auto& tell) {
                    for (const auto& [name, id] : lists) {
                        const std::size_t slash = name.find('/');
                        const bool is_section = slash != std::string::npos;
                        words::tell_list(is_section ? name.substr(slash + 1) : name,
                                         is_section ? name.substr(0, slash) : "", id, tell);
                    }
                },
            .people = each(people)};
}

std::vector<std::string> split(const std::string& text, char sign) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, sign);) out.push_back(part);
    return out;
}

struct Phrase {
    std::string line;
    std::string title;
    std::string meaning;
    std::map<std::string, std::string> given;
};

std::vector<Phrase> phrases() {
    std::ifstream in(TASKLOG_PHRASES);
    std::vector<Phrase> out;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("# ")) continue;
        auto parts = split(line, '\t');
        parts.resize(4);
        Phrase phrase{parts[0], parts[1], parts[2], {}};
        for (const std::string& part : split(parts[3], ' '))
            phrase.given[part.substr(0, part.find('='))] = part.substr(part.find('=') + 1);
        out.push_back(std::move(phrase));
    }
    return out;
}

TEST(QuickAdd, understands_the_phrases) {
    ASSERT_GE(phrases().size(), 250U);
    for (const Phrase& phrase : phrases()) {
        const auto at = writing(phrase.given);
        const Understood found = words::understand(phrase.line, at);
        EXPECT_EQ(found.title, phrase.title) << phrase.line;
        EXPECT_EQ(said(found, at.zone), phrase.meaning) << phrase.line;
    }
}

/// What an importer reads by the same grammar: the phrases that say only when.
TEST(QuickAdd, understands_the_dates_of_other_programs) {
    int count = 0;
    for (const Phrase& phrase : phrases()) {
        const bool is_when = phrase.meaning.starts_with("due=") && phrase.line.starts_with(phrase.title + " ") &&
                             split(phrase.meaning, ' ').size() == (phrase.meaning.contains(" rule=") ? 2U : 1U);
        if (!is_when) continue;
        const auto at = writing(phrase.given);
        const std::string words = phrase.line.substr(phrase.title.size() + 1);
        const auto date = app::read_todoist_date(words, at);
        if (!date) {  // a time alone names no day
            EXPECT_TRUE(phrase.meaning.contains('T')) << words;
            continue;
        }
        Understood found;
        found.rule = date->date.rule;
        found.due = DueDate{date->date.day};
        if (const auto minutes = date->date.minutes)
            found.due =
                DueInstant{{calendar::at_clock(midnight_us(date->date.day) + *minutes * 60'000'000, at.zone)}, at.zone};
        EXPECT_EQ(said(found, at.zone), phrase.meaning) << words;
        ++count;
    }
    EXPECT_GT(count, 120);
}

/// Lines of words that mean something, and of others.
std::string any_line() {
    static const auto vocabulary = [] {
        std::vector<std::string> out{"Buy", "milk,", "\"", "“x”", "\u00a0", "é", "日本", "5", "!", "@", "+", "#", "of"};
        for (const Phrase& phrase : phrases())
            for (const std::string& word : split(phrase.line, ' ')) out.push_back(word);
        return out;
    }();
    std::string line;
    const int count = *rc::gen::inRange(0, 14);
    for (int i = 0; i < count; ++i)
        line += std::string(i == 0 ? "" : *rc::gen::arbitrary<bool>() ? " " : "  ") + *rc::gen::elementOf(vocabulary);
    return line;
}

std::string without_spaces(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != ' ') out += c;
    return out;
}

RC_GTEST_PROP(QuickAdd, takes_nothing_away_that_it_does_not_say, ()) {
    const std::string line = any_line();
    const Understood found = words::understand(line, writing({}));
    std::string rest;
    std::size_t at = 0;
    for (const words::Range& range : found.ranges) {
        RC_ASSERT(range.from >= at);
        RC_ASSERT(range.from < range.to);
        RC_ASSERT(range.to <= text::chars(line));
        rest += without_spaces(text::cut(line, range.from).substr(text::cut(line, at).size()));
        // A comma that joins two parts goes with what follows it.
        if (rest.ends_with(',') || rest.ends_with(';')) rest.pop_back();
        at = range.to;
    }
    rest += without_spaces(line.substr(text::cut(line, at).size()));
    RC_ASSERT(rest == without_spaces(found.title));
}

RC_GTEST_PROP(QuickAdd, says_only_what_a_task_can_be, ()) {
    const Understood found = words::understand(any_line(), writing({}));
    RC_ASSERT(found.rule.empty() || found.due);
    if (!found.rule.empty()) {
        const auto* day = std::get_if<DueDate>(&*found.due);
        const auto* moment = std::get_if<DueInstant>(&*found.due);
        const calendar::Moment first =
            day ? calendar::Moment{midnight_us(day->date), ""} : calendar::Moment{moment->at.us, moment->zone};
        calendar::Steps steps(200'000);
        RC_ASSERT(!calendar::fault_of_rule(found.rule, first, steps));
    }
    RC_ASSERT(!found.reminder || found.reminder->at || found.due);
    RC_ASSERT(!found.estimate || (*found.estimate > 0 && *found.estimate <= 60'000));
    RC_ASSERT(found.ranges.empty() || !found.title.empty());
}

}  // namespace
}  // namespace tasklog::testing
