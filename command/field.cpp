#include "command/field.hpp"

#include <algorithm>

#include "events/value/rank.hpp"
#include "infra/calendar/recurrence.hpp"
#include "infra/text.hpp"
#include "words/filter/filter.hpp"

namespace tasklog::command {
namespace {

using json::Fault;
using json::MaybeFault;

constexpr const char* unusual_year = "must be of the years 1900 to 2999";
constexpr const char* no_zone = "must be an IANA time zone such as Europe/Berlin";

}  // namespace

namespace form {

MaybeFault Text::operator()(const std::string& text) const {
    if (!blank && text::is_blank(text)) return Fault{"must not be empty"};
    if (text::chars(text) <= max_chars) return std::nullopt;
    return Fault{"must have at most " + std::to_string(max_chars) + " characters"};
}

MaybeFault Line::operator()(const std::string& text) const {
    if (text::is_blank(text)) return Fault{"must not be empty"};
    if (text::has_lines(text)) return Fault{"must be one line"};
    return Text{max_chars}(text);
}

MaybeFault FilterWords::operator()(const std::string& text) const {
    if (text.size() > words::max_filter_bytes)
        return Fault{"must have at most " + std::to_string(words::max_filter_bytes) + " bytes"};
    // Whether it is one does not rest on the day: any will do.
    const auto filter = words::parse_filter(text, {.today = *Date::parse("2026-01-01")});
    if (filter) return std::nullopt;
    return Fault{"is no filter at column " + std::to_string(filter.error().column) + ": " + filter.error().why};
}

MaybeFault Color::operator()(const std::string& text) const {
    return text.empty() || text::is_color(text) ? MaybeFault{} : Fault{"must be a colour such as #3366cc"};
}

MaybeFault Rank::operator()(const std::string& text) const {
    if (rank::valid(text)) return std::nullopt;
    return Fault{"must be 1 to " + std::to_string(rank::max_given) + " of [0-9A-Za-z] and not end in 0"};
}

MaybeFault Zone::operator()(const std::string& text) const {
    return calendar::is_zone(text) ? MaybeFault{} : Fault{no_zone};
}

MaybeFault Rule::operator()(const std::string& text) const {
    if (auto fault = calendar::parse_rule(text).fault) return Fault{*fault};
    return std::nullopt;
}

MaybeFault Number::operator()(const std::uint64_t& number) const {
    if (number >= least && number <= most) return std::nullopt;
    return Fault{"must be " + std::to_string(least) + " to " + std::to_string(most)};
}

}  // namespace form

MaybeFault check(std::vector<std::string>& tags) {
    if (tags.size() > max_tags) return Fault{"must have at most " + std::to_string(max_tags) + " tags"};
    for (std::size_t i = 0; i < tags.size(); ++i) {
        if (auto fault = form::Line{max_tag_chars}(tags[i])) return Fault{fault->why, "/" + std::to_string(i)};
    }
    std::vector<std::string> unique;
    for (std::string& tag : tags)
        if (std::find(unique.begin(), unique.end(), tag) == unique.end()) unique.push_back(std::move(tag));
    tags = std::move(unique);
    return std::nullopt;
}

MaybeFault check(Instant& at) { return is_usual(at) ? MaybeFault{} : Fault{unusual_year}; }

MaybeFault check(Date& day) { return is_usual(day) ? MaybeFault{} : Fault{unusual_year}; }

MaybeFault check(std::vector<Date>& days) {
    if (days.size() > max_except) return Fault{"must have at most " + std::to_string(max_except) + " days"};
    for (std::size_t i = 0; i < days.size(); ++i)
        if (!is_usual(days[i])) return Fault{unusual_year, "/" + std::to_string(i)};
    return std::nullopt;
}

MaybeFault check(Due& due) {
    if (const auto* day = std::get_if<DueDate>(&due))
        return is_usual(day->date) ? MaybeFault{} : Fault{unusual_year, "/date"};
    const auto& moment = std::get<DueInstant>(due);
    if (!is_usual(moment.at)) return Fault{unusual_year, "/at"};
    return calendar::is_zone(moment.zone) ? MaybeFault{} : Fault{no_zone, "/zone"};
}

MaybeFault check(Role& role) {
    if (role != Role::owner) return std::nullopt;
    return Fault{"must be viewer, commenter or editor: there is one owner, and TransferOwnership makes another"};
}

MaybeFault check(RelativeTime& relative) {
    if (relative.minutes > max_reminder_minutes || relative.minutes < -max_reminder_minutes)
        return Fault{"must be at most " + std::to_string(max_reminder_minutes) + " either way", "/minutes"};
    if (relative.days && (*relative.days > max_reminder_days || *relative.days < -max_reminder_days))
        return Fault{"must be at most " + std::to_string(max_reminder_days) + " either way", "/days"};
    return calendar::is_zone(relative.zone) ? MaybeFault{} : Fault{no_zone, "/zone"};
}

MaybeFault check(Recurrence& recurrence) {
    if (auto fault = form::Rule{}(recurrence.rule)) return Fault{fault->why, "/rule"};
    if (auto fault = check(recurrence.except)) return Fault{fault->why, "/except" + fault->pointer};
    if (!recurrence.zone.empty() && !calendar::is_zone(recurrence.zone)) return Fault{no_zone, "/zone"};
    if (auto fault = check(recurrence.start)) return Fault{fault->why, "/start" + fault->pointer};
    if (auto fault = check(recurrence.occurrence)) return Fault{fault->why, "/occurrence" + fault->pointer};
    if (auto fault = form::Number{1, max_occurrence_number}(recurrence.number)) return Fault{fault->why, "/number"};
    return std::nullopt;
}

}  // namespace tasklog::command
