#include "words/finds.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "infra/search/letters.hpp"
#include "words/times.hpp"

namespace tasklog::words {
namespace {

constexpr std::int64_t day_minutes = 24 * 60;

/// Reads a line from left to right.
class Reader {
  public:
    Reader(const std::vector<Word>& words, const Calendar& calendar, const Writing& writing)
        : words_(words), writing_(writing), calendar_(calendar) {}

    Finds finds() {
        std::vector<Find> out;
        for (std::size_t i = 0; i < words_.size();) {
            auto found = read_at(i);
            if (found) {
                i += found->words;
                out.push_back(std::move(*found));
            } else {
                ++i;
            }
        }
        return {std::move(out), std::move(unknown_)};
    }

  private:
    using Maybe = std::optional<Find>;
    /// By their folded names, once they are asked for.
    template <class Id>
    using Ids = std::optional<std::unordered_map<std::string, Id>>;
    Words from(std::size_t i) const { return Words(words_).subspan(std::min(i, words_.size())); }

    Maybe read_at(std::size_t i) {
        if (auto found = sign(i)) return found;
        if (words_[i].text.empty()) return std::nullopt;
        if (auto found = reminder(i)) return found;
        if (auto found = start(i)) return found;
        if (auto found = take_repetition(from(i))) return Find{std::move(found->value), i, found->words};
        if (auto found = due(i)) return found;
        return estimate(i);
    }

    /// #tag, @list, +person, !priority, p1.
    Maybe sign(std::size_t i) {
        const std::string& raw = words_[i].raw;
        static constexpr std::array<std::pair<std::string_view, Priority>, 12> priorities{
            {{"!low", Priority::low},
             {"!medium", Priority::medium},
             {"!high", Priority::high},
             {"!urgent", Priority::urgent},
             {"!niedrig", Priority::low},
             {"!mittel", Priority::medium},
             {"!hoch", Priority::high},
             {"!dringend", Priority::urgent},
             {"p1", Priority::urgent},
             {"p2", Priority::high},
             {"p3", Priority::medium},
             {"p4", Priority::low}}};
        for (const auto& [name, priority] : priorities)
            if (words_[i].text == name) return Find{priority, i, 1};
        if (raw.size() < 2) return std::nullopt;
        if (raw[0] == '#') {
            std::string_view tag = std::string_view(raw).substr(1);
            while (tag.ends_with('.') || tag.ends_with('!')) tag.remove_suffix(1);
            // A number alone is one of an issue, or a place in a list.
            if (tag.find_first_not_of("0123456789#") == std::string_view::npos) return std::nullopt;
            return Find{TagWords{std::string(tag)}, i, 1};
        }
        if (raw[0] == '@' || raw[0] == '/') return named(i, writing_.lists, lists_);
        if (raw[0] != '+') return std::nullopt;
        if (writing_.me && is(from(i), 0, "+me", "+mich", "+mir")) return Find{*writing_.me, i, 1};
        return named(i, writing_.people, people_);
    }

    /// The thing whose name begins here, the longest of several; it may be of several words.
    template <class Id>
    Maybe named(std::size_t i, const EachNamed<Id>& each_named, Ids<Id>& ids) {
        if (!each_named || ++names_ > most_names) return std::nullopt;
        if (!ids) {
            ids.emplace();
            each_named([&](std::string_view name, const Id& id) { ids->emplace(search::fold(name), id); });
        }
        const bool is_section = words_[i].raw[0] == '/';  // its name begins with the sign: see tell_list()
        std::string name = words_[i].raw.substr(is_section ? 0 : 1);
        std::replace(name.begin(), name.end(), '_', ' ');
        Maybe found;
        for (std::size_t to = i; to < std::min(i + most_words_of_name, words_.size()); ++to) {
            if (to > i) name += " " + words_[to].raw;
            if (const auto at = ids->find(search::fold(name)); at != ids->end())
                found = Find{at->second, i, to + 1 - i};
            if (words_[to].pauses) break;
        }
        // An address such as "@2.3", a "+1" or a path is nothing that was looked for.
        if (!found && !is_section && !std::string_view("0123456789").contains(words_[i].raw[1]))
            unknown_.push_back(words_[i].raw);
        return found;
    }

    /// remind me tomorrow at 9:00, reminder 30 min before, erinnere mich 1 Stunde vorher.
    Maybe reminder(std::size_t i) {
        if (!is(from(i), 0, "remind", "reminder", "erinnere", "erinnerung", "erinnern")) return std::nullopt;
        std::size_t at = i + 1;
        if (is(from(at), 0, "me", "mich")) ++at;
        if (const auto before = take_minutes_or_days(from(at))) {
            at += before->words;
            if (is(from(at), 0, "before", "vorher", "early", "earlier", "davor")) ++at;
            return Find{ReminderWords{.before = before->value}, i, at - i};
        }
        ReminderWords out;
        bool found = false;
        for (bool more = true; more;) {
            more = false;
            const std::size_t joint = pass_joints(at);
            if (auto day = out.day ? std::nullopt : take_date(from(joint), calendar_, is_marked(at, joint))) {
                out.day = day->value;
                at = joint + day->words;
                if (!out.minutes) out.minutes = part_of_day_at(at);
                found = more = true;
            } else if (auto time = out.minutes ? std::nullopt : take_time(from(joint))) {
                out.minutes = time->value;
                at = joint + time->words;
                found = more = true;
            }
        }
        return found ? Maybe(Find{out, i, at - i}) : std::nullopt;
    }

    Maybe start(std::size_t i) {
        const bool is_start = is(from(i), 0, "start", "starts", "starting", "beginning", "ab", "beginnend");
        if (!is_start && !is(from(i), 0, "from")) return std::nullopt;
        const std::size_t at = pass_joints(i + 1);
        const auto day = take_date(from(at), calendar_, true);
        if (!day) return std::nullopt;
        return Find{StartWords{day->value, is_start}, i, at + day->words - i};
    }

    Maybe due(std::size_t i) {
        if (i > 0 && is(from(i - 1), 0, "from", "of", "about", "since", "like", "von", "vom", "seit", "uber", "wie"))
            return std::nullopt;  // "a letter from Monday"
        const std::size_t at = pass_joints(i);
        const Words rest = from(at);
        if (is(rest, 0, "in"))
            if (const auto minutes = take_minutes(from(at + 1)))
                return Find{DistanceWords{minutes->value}, i, at + 1 + minutes->words - i};
        if (const auto day = take_date(rest, calendar_, is_marked(i, at))) {
            std::size_t end = at + day->words;
            const auto part = part_of_day_at(end);
            return Find{DayWords{day->value, part}, i, end - i};
        }
        if (is(rest, 0, "tonight")) return Find{DayWords{calendar_.today, 19 * 60}, i, at + 1 - i};
        if (rest.size() > 1 && is(rest, 0, "this", "diesen"))
            if (const auto part = part_of_day(rest[1])) return Find{DayWords{calendar_.today, part}, i, at + 2 - i};
        if (rest.size() > 2 && is(rest, 0, "in") && is(rest, 1, "the"))
            if (const auto part = part_of_day(rest[2])) return Find{TimeWords{*part}, i, at + 3 - i};
        if (const auto time = take_time(rest)) return Find{TimeWords{time->value}, i, at + time->words - i};
        return std::nullopt;
    }

    /// for 30 min, ~2h, 1h30, 2 Stunden lang.
    Maybe estimate(std::size_t i) {
        const bool is_marked = is(from(i), 0, "for", "fur", "takes", "dauert");
        if (const auto minutes = take_minutes(from(is_marked ? i + 1 : i))) {
            std::size_t end = i + minutes->words + (is_marked ? 1 : 0);
            const bool long_one = is(from(end), 0, "lang", "long");
            if (long_one) ++end;
            // "30 minutes of yoga" is a title; one word such as 2h is an estimate anywhere.
            if (is_marked || long_one || minutes->words == 1) return Find{EstimateWords{minutes->value}, i, end - i};
        }
        if (!words_[i].text.starts_with('~')) return std::nullopt;
        std::vector<Word> own(words_.begin() + static_cast<std::ptrdiff_t>(i),
                              words_.begin() + static_cast<std::ptrdiff_t>(std::min(i + 2, words_.size())));
        own[0].text.erase(0, 1);
        const auto minutes = take_minutes(own);
        return minutes ? Maybe(Find{EstimateWords{minutes->value}, i, minutes->words}) : std::nullopt;
    }

    /// at, on, by, due, um, am, bis: at most two, if something follows.
    std::size_t pass_joints(std::size_t i) const {
        std::size_t at = i;
        while (at < i + 2 && at + 1 < words_.size() &&
               is(from(at), 0, "at", "on", "by", "due", "um", "am", "bis", "zum", "fallig", "gegen"))
            ++at;
        return at;
    }
    /// Whether one of the joints goes with a day only: "at the 5th" is none.
    bool is_marked(std::size_t i, std::size_t end) const { return end > i && !is(from(end - 1), 0, "at", "um"); }
    /// Behind a day, "in the" or not; passes it.
    std::optional<std::int64_t> part_of_day_at(std::size_t& at) const {
        const std::size_t word = is(from(at), 0, "in") && is(from(at), 1, "the") ? at + 2 : at;
        if (word >= words_.size()) return std::nullopt;
        const auto part = part_of_day(words_[word]);
        if (part) at = word + 1;
        return part;
    }
    static std::optional<Taken<std::int64_t>> take_minutes_or_days(Words words) {
        if (auto minutes = take_minutes(words)) return minutes;
        if (words.size() < 3 || !is(words, 2, "before", "vorher", "early", "earlier", "davor")) return std::nullopt;
        const auto count = number_of(words[0].name());
        const auto unit = unit_of(words[1].name());
        if (!count || *count < 1 || !unit || (*unit != Unit::day && *unit != Unit::week)) return std::nullopt;
        return Taken<std::int64_t>{*count * day_minutes * (*unit == Unit::week ? 7 : 1), 2};
    }

    static constexpr std::size_t most_words_of_name = 8;
    static constexpr std::size_t most_names = 20;  ///< that are looked for in a line
    const std::vector<Word>& words_;
    const Writing& writing_;
    const Calendar& calendar_;
    Ids<ListId> lists_;
    Ids<PersonId> people_;
    std::vector<std::string> unknown_;
    std::size_t names_ = 0;
};

}  // namespace

Finds finds_of(const std::vector<Word>& words, const Calendar& calendar, const Writing& writing) {
    return Reader(words, calendar, writing).finds();
}

}  // namespace tasklog::words
