#include "words/quick_add.hpp"

#include <algorithm>
#include <utility>

#include "events/value/overloaded.hpp"
#include "infra/calendar/zone.hpp"
#include "words/finds.hpp"

namespace tasklog::words {
namespace {

constexpr std::int64_t minute_us = 60'000'000;
constexpr std::int64_t day_minutes = 24 * 60;
constexpr std::int64_t reminder_minutes = 9 * 60;  ///< of a day without a time
constexpr std::int64_t most_minutes = 60'000;      ///< of an estimate, as commands have it

Part part_of(const Meaning& meaning) {
    return std::visit(
        Overloaded{[](const DayWords&) { return Part::due; }, [](const TimeWords&) { return Part::due; },
                   [](const DistanceWords&) { return Part::due; }, [](const Repetition&) { return Part::recurrence; },
                   [](const StartWords&) { return Part::start; }, [](const ReminderWords&) { return Part::reminder; },
                   [](const EstimateWords&) { return Part::estimate; }, [](const Priority&) { return Part::priority; },
                   [](const TagWords&) { return Part::tag; }, [](const ListId&) { return Part::list; },
                   [](const PersonId&) { return Part::assignee; }},
        meaning);
}

/// What goes together of all that was found.
class Meanings {
  public:
    Meanings(std::vector<Find> all, std::size_t words) : all_(std::move(all)) {
        drop_adverbs_within(words);
        if (!last<Repetition>())
            drop([](const Find& each) {
                const auto* start = std::get_if<StartWords>(&each.meaning);
                return start && !start->is_start;
            });
        keep_last<DayWords>(), keep_last<TimeWords>(), keep_last<DistanceWords>(), keep_last<Repetition>();
        keep_last<StartWords>(), keep_last<ReminderWords>(), keep_last<EstimateWords>(), keep_last<Priority>();
        keep_last<ListId>(), keep_last<PersonId>();
        if (const auto* distance = find_last<DistanceWords>()) {
            const std::size_t at = distance->at;
            const auto is_behind = [&](const Find* other) { return other && other->at > at; };
            if (last<Repetition>() || is_behind(find_last<DayWords>()) || is_behind(find_last<TimeWords>())) {
                drop_all<DistanceWords>();
            } else {
                drop_all<DayWords>(), drop_all<TimeWords>();
            }
        }
    }

    template <class T>
    const T* last() const {
        const Find* found = find_last<T>();
        return found ? std::get_if<T>(&found->meaning) : nullptr;
    }
    template <class T>
    void drop_all() {
        drop([](const Find& each) { return std::holds_alternative<T>(each.meaning); });
    }
    const std::vector<Find>& all() const { return all_; }

  private:
    template <class T>
    const Find* find_last() const {
        const auto at = std::find_if(all_.rbegin(), all_.rend(),
                                     [](const Find& each) { return std::holds_alternative<T>(each.meaning); });
        return at == all_.rend() ? nullptr : &*at;
    }
    void drop(auto which) { std::erase_if(all_, which); }
    /// People write the date at the end: "Monday meeting friday" is due on a Friday.
    template <class T>
    void keep_last() {
        if (const Find* keep = find_last<T>())
            drop(
                [at = keep->at](const Find& each) { return std::holds_alternative<T>(each.meaning) && each.at != at; });
    }
    /// "Weekly report" is a title; "report weekly at 9:00" is not.
    void drop_adverbs_within(std::size_t words) {
        std::size_t next = words;
        for (std::size_t i = all_.size(); i-- > 0;) {
            const auto* repetition = std::get_if<Repetition>(&all_[i].meaning);
            if (repetition && repetition->is_adverb && all_[i].at + all_[i].words != next) {
                all_.erase(all_.begin() + static_cast<std::ptrdiff_t>(i));
            } else {
                next = all_[i].at;
            }
        }
    }

    std::vector<Find> all_;
};

Due due_at(const Date& day, std::optional<std::int64_t> minutes, const std::string& zone) {
    if (!minutes) return DueDate{day};
    return DueInstant{{calendar::at_clock(midnight_us(day) + *minutes * minute_us, zone)}, zone};
}

/// The day and time that a task is due.
struct DueWords {
    std::optional<Date> day{};
    std::optional<std::int64_t> minutes{};
};

DueWords due_of(const Meanings& meanings, const Calendar& calendar) {
    const auto* day = meanings.last<DayWords>();
    const auto* time = meanings.last<TimeWords>();
    const auto* start = meanings.last<StartWords>();
    const auto* repetition = meanings.last<Repetition>();
    DueWords out;
    if (day) out = {day->day, day->minutes};
    if (repetition && !out.minutes) out.minutes = repetition->minutes;
    if (time) out.minutes = time->minutes;
    const bool is_past = out.minutes && *out.minutes <= calendar.minutes;
    if (repetition) {
        out.day = repetition->first_day(day ? day->day : start ? start->day : calendar.today);
        if (out.day == calendar.today && is_past && !day) out.day = repetition->first_day(plus_days(calendar.today, 1));
    } else if (time && !day) {
        out.day = is_past ? plus_days(calendar.today, 1) : calendar.today;
    }
    return out;
}

/// None for one that would be of no use: in the past, or before a date that there is not.
std::optional<ReminderInWords> reminder_of(const ReminderWords& words, const DueWords& due, bool is_distant,
                                           const Calendar& calendar, const Writing& writing) {
    const bool is_due = due.day || is_distant;
    if (words.before) {
        if (!is_due) return std::nullopt;
        if (due.minutes || is_distant)
            return ReminderInWords{.relative = RelativeTime{.minutes = -*words.before, .zone = writing.zone}};
        if (*words.before % day_minutes != 0) return std::nullopt;
        return ReminderInWords{
            .relative =
                RelativeTime{.minutes = reminder_minutes, .zone = writing.zone, .days = -*words.before / day_minutes}};
    }
    if (!words.day && due.day)
        return ReminderInWords{.relative =
                                   RelativeTime{.minutes = words.minutes.value_or(0), .zone = writing.zone, .days = 0}};
    const std::int64_t minutes = words.minutes.value_or(reminder_minutes);
    const Date day = words.day                    ? *words.day
                     : minutes > calendar.minutes ? calendar.today
                                                  : plus_days(calendar.today, 1);
    const Instant at{calendar::at_clock(midnight_us(day) + minutes * minute_us, writing.zone)};
    return at > writing.now ? std::optional(ReminderInWords{.at = at}) : std::nullopt;
}

/// The words that nothing was understood of, with one space between them.
std::string title_of(std::string_view line, const std::vector<Word>& words, const std::vector<Find>& finds) {
    std::string title;
    std::size_t i = 0;
    const auto keep_until = [&](std::size_t end) {
        for (; i < end; ++i) title.append(title.empty() ? "" : " ").append(line, words[i].begin, words[i].size);
    };
    for (const Find& each : finds) {
        keep_until(each.at);
        // A comma that joined it to what is before it goes with it.
        if (title.ends_with(',') || title.ends_with(';')) title.pop_back();
        i = each.at + each.words;
    }
    keep_until(words.size());
    return title;
}

}  // namespace

void tell_list(std::string_view name, std::string_view of, const ListId& id,
               const std::function<void(std::string_view name, const ListId& id)>& tell) {
    if (of.empty()) return tell(name, id);
    const std::string section = "/" + std::string(name);
    tell(section, id);
    tell(std::string(of) + section, id);
    tell(std::string(of) + " " + section, id);
}

Understood understand(std::string_view line, const Writing& writing) {
    const std::vector<Word> words = words_of(line);
    const Calendar calendar = Calendar::at(writing.now, writing.zone, writing.week_start);
    Finds finds = finds_of(words, calendar, writing);
    Understood out;
    out.unknown = std::move(finds.unknown);
    Meanings meanings(std::move(finds.all), words.size());
    DueWords due = due_of(meanings, calendar);
    if (meanings.last<Repetition>() && !due.day) meanings.drop_all<Repetition>(), due = due_of(meanings, calendar);
    const auto* distance = meanings.last<DistanceWords>();
    if (const auto* reminder = meanings.last<ReminderWords>()) {
        out.reminder = reminder_of(*reminder, due, distance != nullptr, calendar, writing);
        if (!out.reminder) meanings.drop_all<ReminderWords>();
    }
    if (const auto* estimate = meanings.last<EstimateWords>();
        estimate && (estimate->minutes < 1 || estimate->minutes > most_minutes))
        meanings.drop_all<EstimateWords>();
    out.title = title_of(line, words, meanings.all());
    if (out.title.empty()) return {.title = title_of(line, words, {}), .unknown = std::move(out.unknown)};
    out.zone = writing.zone;
    if (due.day) out.due = due_at(*due.day, due.minutes, writing.zone);
    if (distance) out.due = DueInstant{{(writing.now.us / minute_us + distance->minutes) * minute_us}, writing.zone};
    const auto* repetition = meanings.last<Repetition>();
    if (repetition) {
        out.rule = repetition->rule(*due.day);
        out.from_completion = repetition->from_completion;
    } else if (const auto* start = meanings.last<StartWords>()) {
        out.start = start->day;
    }
    if (const auto* estimate = meanings.last<EstimateWords>())
        out.estimate = static_cast<std::uint64_t>(estimate->minutes);
    if (const auto* priority = meanings.last<Priority>()) out.priority = *priority;
    if (const auto* list = meanings.last<ListId>()) out.list = *list;
    if (const auto* person = meanings.last<PersonId>()) out.assignee = *person;
    std::size_t behind = words.size();
    for (const Find& each : meanings.all()) {
        if (const auto* tag = std::get_if<TagWords>(&each.meaning);
            tag && std::find(out.tags.begin(), out.tags.end(), tag->tag) == out.tags.end())
            out.tags.push_back(tag->tag);
        Part part = part_of(each.meaning);
        if (part == Part::start && repetition) part = Part::recurrence;
        const Range range{part, words[each.at].from, words[each.at + each.words - 1].to};
        // "Tomorrow 5pm" is one part, though it is a day and a time.
        if (part == Part::due && behind == each.at && out.ranges.back().part == part) {
            out.ranges.back().to = range.to;
        } else {
            out.ranges.push_back(range);
        }
        behind = each.at + each.words;
    }
    return out;
}

std::optional<DateInWords> understand_date(std::string_view text, const Writing& writing) {
    const std::vector<Word> words = words_of(text);
    const Calendar calendar = Calendar::at(writing.now, writing.zone, writing.week_start);
    const Meanings meanings(finds_of(words, calendar, writing).all, words.size());
    const auto* repetition = meanings.last<Repetition>();
    std::size_t understood = 0;
    for (const Find& each : meanings.all()) {
        const Part part = part_of(each.meaning);
        if (part == Part::due || part == Part::recurrence || (part == Part::start && repetition))
            understood += each.words;
    }
    // A time alone names no day: when it was written is not known.
    const DueWords due = due_of(meanings, calendar);
    if (understood < words.size() || !due.day || (!repetition && !meanings.last<DayWords>())) return std::nullopt;
    return DateInWords{.day = *due.day,
                       .minutes = due.minutes,
                       .rule = repetition ? repetition->rule(*due.day) : "",
                       .from_completion = repetition && repetition->from_completion};
}

}  // namespace tasklog::words
