#include "words/repetitions.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "infra/calendar/recurrence.hpp"
#include "words/times.hpp"

namespace tasklog::words {
namespace {

constexpr std::array<std::string_view, 7> rule_days{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
constexpr int longest_interval = 999;
constexpr int no_longer_than = 28;  ///< days that every month has

std::string joined(const auto& values, auto text) {
    std::string out;
    for (const auto& each : values) out += (out.empty() ? "" : ",") + std::string(text(each));
    return out;
}

bool is_every(Words words, std::size_t i) {
    return is(words, i, "every", "each", "ev", "jede", "jeden", "jeder", "jedes", "alle");
}
/// "every!" counts from when it is done.
bool is_every_from_completion(Words words) { return is_every(words, 0) && words[0].text.ends_with('!'); }
bool is_german(Words words) { return words[0].text.starts_with("jede") || words[0].text.starts_with("alle"); }

/// Reads what stands behind "every".
class Reader {
  public:
    Reader(Words words, bool is_german, Repetition& out) : words_(words), is_german_(is_german), out_(out) {}

    /// How many words it was; 0: it is none.
    std::size_t read() {
        if (read_day_of_year() || read_last_day() || read_nth_weekday() || read_interval() || read_weekdays() ||
            read_part_of_day() || read_month_days())
            return at_;
        return 0;
    }

  private:
    bool has(std::size_t i) const { return i < words_.size(); }
    bool is_unit(std::size_t i, Unit unit) const { return has(i) && unit_of(words_[i].name()) == unit; }
    /// "of the month", "each month", "im Monat", behind what is one of a month anyway. Whether it stands there.
    bool pass_of_month() {
        std::size_t i = at_;
        if (is(words_, i, "of", "in", "im", "des", "each", "every", "jeden", "eines")) ++i;
        if (i > at_ && is(words_, i, "the", "each", "every", "jeden")) ++i;
        if (i == at_ || !is(words_, i, "month", "monat", "monats")) return false;
        at_ = i + 1;
        return true;
    }

    bool read_day_of_year() {
        const auto taken = take_day_of_year(words_);
        if (!taken) return false;
        out_.unit = Unit::year;
        out_.month = taken->value.month;
        out_.month_days = {static_cast<int>(taken->value.day)};
        at_ = taken->words;
        return true;
    }

    bool read_last_day() {
        if (!has(1) || ordinal_of(words_[0].text) != -1 || !is_unit(1, Unit::day)) return false;
        out_.unit = Unit::month;
        out_.month_days = {-1};
        at_ = 2;
        pass_of_month();
        return true;
    }

    /// last friday, 1st monday of the month. "Jeden 2. Montag" is every other one, unless a month is named.
    bool read_nth_weekday() {
        if (!has(1)) return false;
        const auto nth = ordinal_of(words_[0].text);
        const auto named = weekday_of(words_[1].name());
        if (!nth || *nth == 0 || *nth > 5 || !named) return false;
        at_ = 2;
        const bool of_month = pass_of_month();
        const bool is_word = !std::string_view("0123456789").contains(words_[0].text[0]);
        out_.weekdays = {named->day};
        const bool is_interval = !of_month && *nth > 1 && (is_german_ || is_word);
        out_.unit = is_interval ? Unit::week : Unit::month;
        (is_interval ? out_.interval : out_.nth) = *nth;
        return true;
    }

    /// day, 3 days, other week, 2. Monat; with the days of a week or month that it is on.
    bool read_interval() {
        std::size_t i = 0;
        int interval = 1;
        if (has(1) && is(words_, 0, "other")) {
            interval = 2;
            i = 1;
        } else if (const auto count = has(1) ? number_of(words_[0].name()) : std::nullopt;
                   count && !words_[0].text.ends_with('.')) {
            interval = *count;
            i = 1;
        } else if (const auto nth = has(1) ? ordinal_of(words_[0].text) : std::nullopt; nth && *nth > 0) {
            interval = *nth;
            i = 1;
        }
        if (!has(i) || interval < 1 || interval > longest_interval) return false;
        if (i == 1 && is(words_, 0, "other") && weekday_of(words_[1].name())) {
            out_.interval = 2;
            at_ = 1;
            return read_weekdays();
        }
        const auto unit = unit_of(words_[i].name());
        if (!unit || *unit == Unit::minute || *unit == Unit::hour) return false;
        out_.unit = *unit == Unit::quarter ? Unit::month : *unit;
        out_.interval = *unit == Unit::quarter ? 3 * interval : interval;
        at_ = i + 1;
        read_days_of_unit();
        return true;
    }

    /// "on friday" of a week, "on the 15th" or "on the last friday" of a month, "on 24 Dec" of a year.
    void read_days_of_unit() {
        const std::size_t before = at_;
        if (!is(words_, at_, "on", "am", "an")) return;
        ++at_;
        if (is(words_, at_, "the")) ++at_;
        const Words rest = words_.subspan(std::min(at_, words_.size()));
        if (out_.unit == Unit::week && read_weekdays()) return;
        if (out_.unit == Unit::month && rest.size() > 1)
            if (const auto nth = ordinal_of(rest[0].text); nth && *nth != 0 && *nth <= 5)
                if (const auto named = weekday_of(rest[1].name())) {
                    out_.nth = *nth;
                    out_.weekdays = {named->day};
                    at_ += 2;
                    return;
                }
        if (out_.unit == Unit::month && read_month_days()) return;
        if (out_.unit == Unit::year)
            if (const auto day = take_day_of_year(rest)) {
                out_.month = day->value.month;
                out_.month_days = {static_cast<int>(day->value.day)};
                at_ += day->words;
                return;
            }
        at_ = before;
    }

    /// monday, wed and fri; weekday; weekend.
    bool read_weekdays() {
        if (is(words_, at_, "weekday", "weekdays", "workday", "workdays", "werktag", "werktage", "wochentag")) {
            out_.weekdays = {1, 2, 3, 4, 5};
            ++at_;
        } else if (is(words_, at_, "weekend", "wochenende")) {
            out_.weekdays = {6};
            ++at_;
        } else {
            std::size_t i = at_;
            while (has(i)) {
                const std::size_t day = !out_.weekdays.empty() && is(words_, i, "and", "und", "&") ? i + 1 : i;
                const auto named = has(day) ? weekday_of(words_[day].name()) : std::nullopt;
                // A list goes on behind a comma or an "and" only: "every friday monday's list".
                if (!named || (day == i && !out_.weekdays.empty() && !words_[i - 1].pauses)) break;
                if (std::find(out_.weekdays.begin(), out_.weekdays.end(), named->day) == out_.weekdays.end())
                    out_.weekdays.push_back(named->day);
                at_ = i = day + 1;
            }
            if (out_.weekdays.empty()) return false;
        }
        out_.unit = Unit::week;
        return true;
    }

    /// every morning, jeden Abend.
    bool read_part_of_day() {
        if (!has(0)) return false;
        out_.minutes = part_of_day(words_[0]);
        if (!out_.minutes) return false;
        out_.unit = Unit::day;
        at_ = 1;
        return true;
    }

    /// 1st; 1st and 15th; jeden 1. im Monat.
    bool read_month_days() {
        std::size_t i = at_;
        if (is(words_, i, "the")) ++i;
        while (has(i)) {
            const std::size_t day = !out_.month_days.empty() && is(words_, i, "and", "und", "&") ? i + 1 : i;
            if (!has(day) || words_[day].text.empty() || words_[day].text[0] < '0' || words_[day].text[0] > '9') break;
            const auto nth = ordinal_of(words_[day].text);
            if (!nth || *nth < 1 || *nth > 31 || (day == i && !out_.month_days.empty() && !words_[i - 1].pauses)) break;
            out_.month_days.push_back(*nth);
            at_ = i = day + 1;
        }
        if (out_.month_days.empty()) return false;
        out_.unit = Unit::month;
        pass_of_month();
        return true;
    }

    Words words_;
    bool is_german_;
    Repetition& out_;
    std::size_t at_ = 0;
};

/// daily, täglich; montags; werktags.
std::optional<Repetition> adverb(const Word& word) {
    const auto is_one_of = [&](auto... names) { return ((word.name() == std::string_view(names)) || ...); };
    const auto every = [](int interval, Unit unit) {
        return Repetition{.unit = unit, .interval = interval, .is_adverb = true};
    };
    if (is_one_of("daily", "taglich")) return every(1, Unit::day);
    if (is_one_of("weekly", "wochentlich")) return every(1, Unit::week);
    if (is_one_of("biweekly", "fortnightly")) return every(2, Unit::week);
    if (is_one_of("monthly", "monatlich")) return every(1, Unit::month);
    if (is_one_of("quarterly", "vierteljahrlich")) return every(3, Unit::month);
    if (is_one_of("yearly", "annually", "jahrlich")) return every(1, Unit::year);
    Repetition days = every(1, Unit::week);
    if (is_one_of("werktags")) return days.weekdays = {1, 2, 3, 4, 5}, days;
    const auto named = weekday_of(word.name());
    if (!named || !named->is_plural || word.name().ends_with("days")) return std::nullopt;  // these need an "on"
    return days.weekdays = {named->day}, days;
}

}  // namespace

std::string Repetition::rule(const Date& first) const {
    static constexpr std::array<std::string_view, 7> names{"", "", "DAILY", "WEEKLY", "MONTHLY", "", "YEARLY"};
    std::string out = "FREQ=" + std::string(names[static_cast<std::size_t>(unit)]);
    if (interval > 1) out += ";INTERVAL=" + std::to_string(interval);
    if (month > 0) out += ";BYMONTH=" + std::to_string(month);
    if (!weekdays.empty()) {
        std::vector<unsigned> sorted = weekdays;  // the week begins with Monday there
        std::sort(sorted.begin(), sorted.end(), [](auto a, auto b) { return (a + 6) % 7 < (b + 6) % 7; });
        out += ";BYDAY=" + (nth != 0 ? std::to_string(nth) : "") +
               joined(sorted, [](unsigned day) { return rule_days[day]; });
    }
    if (!month_days.empty()) out += ";BYMONTHDAY=" + joined(month_days, [](int day) { return std::to_string(day); });
    const bool by_day = (unit == Unit::month || unit == Unit::year) && nth == 0;
    const bool may_lack = month_days.empty() ? static_cast<int>(unsigned(first.day.day())) > no_longer_than
                                             : std::any_of(month_days.begin(), month_days.end(),
                                                           [](int d) { return d > no_longer_than; });
    return by_day && may_lack ? out + ";RSCALE=GREGORIAN;SKIP=BACKWARD" : out;
}

std::optional<Date> Repetition::first_day(const Date& from) const {
    if (weekdays.empty() && month_days.empty()) return from;
    Repetition each = *this;
    each.interval = 1;
    calendar::Steps steps(20'000);
    const auto dates =
        calendar::occurrences({each.rule(from), {midnight_us(from), ""}, {}}, midnight_us(from) - 1, 1, steps);
    if (!dates || dates->empty()) return std::nullopt;
    return date_at(dates->front().us);
}

std::optional<Taken<Repetition>> take_repetition(Words words) {
    if (words.empty()) return std::nullopt;
    if (auto found = adverb(words[0])) return Taken<Repetition>{std::move(*found), 1};
    if (is(words, 0, "on") && words.size() > 1)
        if (const auto named = weekday_of(words[1].name()); named && named->is_plural)
            return Taken<Repetition>{{.unit = Unit::week, .weekdays = {named->day}}, 2};
    Repetition out;
    out.from_completion = is_every_from_completion(words);
    if (!is_every(words, 0)) return std::nullopt;
    const std::size_t count = Reader(words.subspan(1), is_german(words), out).read();
    return count > 0 ? std::optional(Taken<Repetition>{std::move(out), count + 1}) : std::nullopt;
}

}  // namespace tasklog::words
