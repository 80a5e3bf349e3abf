#include "words/line.hpp"

#include <algorithm>

#include "infra/calendar/zone.hpp"
#include "infra/text.hpp"
#include "words/vocabulary.hpp"

namespace tasklog::words {
namespace {

using json::Fault;

/// Whole, in English, as profiles have it.
std::optional<unsigned> day_of_week(std::string_view name) {
    const auto named = weekday_of(name);
    if (!named || named->is_short || named->is_plural || !name.ends_with("day")) return std::nullopt;
    return named->day;
}

}  // namespace

json::MaybeFault check(const Line& line) {
    if (text::is_blank(line.text)) return Fault{"must not be empty", "/text"};
    if (text::has_lines(line.text)) return Fault{"must be one line", "/text"};
    if (text::chars(line.text) > max_line_chars)
        return Fault{"must have at most " + std::to_string(max_line_chars) + " characters", "/text"};
    if (!calendar::is_zone(line.zone)) return Fault{"must be an IANA time zone such as Europe/Berlin", "/zone"};
    if (!day_of_week(line.week_start)) return Fault{"must be a day such as monday", "/weekStart"};
    if (line.written_at && !is_usual(*line.written_at)) return Fault{"must be of the years 1900 to 2999", "/writtenAt"};
    if (line.people.size() > max_people)
        return Fault{"must have at most " + std::to_string(max_people) + " people", "/people"};
    return std::nullopt;
}

Understood Line::understand(const Instant& now, const PersonId& writer, const EachNamed<ListId>& lists) const {
    return words::understand(text, {.now = written_at.value_or(now),
                                    .zone = zone,
                                    .week_start = day_of_week(week_start).value_or(1),
                                    .me = writer,
                                    .lists = lists,
                                    .people = [this](const auto& tell) {
                                        for (const NamedPerson& each : people) tell(each.name, each.id);
                                    }});
}

}  // namespace tasklog::words
