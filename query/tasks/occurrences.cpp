#include "query/tasks/occurrences.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/json_read.hpp"
#include "infra/calendar/series.hpp"
#include "infra/clock.hpp"
#include "infra/http/message.hpp"
#include "infra/uuid.hpp"
#include "query/limits.hpp"

namespace tasklog::query {
namespace {

constexpr std::size_t default_limit = 12;

std::int64_t midnight(std::string_view day) {
    return calendar::parse_utc(std::string(day) + "T00:00:00.000000Z").value_or(0);
}

calendar::Moment moment_of(const json::Value& due) {
    if (json::find(due, "date")) return {midnight(json::text_member(due, "date")), ""};
    return {calendar::parse_utc(json::text_member(due, "at")).value_or(0), json::text_member(due, "zone")};
}

calendar::Standing standing_of(const json::Value& task) {
    const json::Value recurrence = task["recurrence"];
    const auto text = [&](const char* name) { return json::text_member(recurrence, name); };
    calendar::Standing out{.series = {text("rule"), moment_of(recurrence["start"]), {}},
                           .from_completion = text("from") == "completion",
                           .skip_missed = json::is_true(recurrence, "skipMissed"),
                           .zone = text("zone"),
                           .occurrence = moment_of(recurrence["occurrence"]),
                           .number = recurrence["number"],
                           .due = {}};
    if (const auto except = json::find(recurrence, "except"))
        for (const json::Value& day : simdjson::dom::array(*except))
            out.series.except.push_back(midnight(json::text_of(day).value_or("")));
    if (const json::Value due = task["due"]; due.is_object()) out.due = moment_of(due);
    return out;
}

void write_moment(json::Writer& w, const calendar::Moment& moment) {
    const std::string text = calendar::utc_text(moment.us);
    w.StartObject();
    w.Key(moment.zone.empty() ? "date" : "at");
    w.String(moment.zone.empty() ? text.substr(0, 10) : text);
    if (!moment.zone.empty()) {
        w.Key("zone");
        w.String(moment.zone);
    }
    w.EndObject();
}

std::string items(const std::vector<calendar::Moment>& dates) {
    return json::text([&](json::Writer& w) {
        w.StartObject();
        w.Key("items");
        w.StartArray();
        for (const calendar::Moment& each : dates) write_moment(w, each);
        w.EndArray();
        w.EndObject();
    });
}

std::expected<std::string, Problem> next_items(const calendar::Standing& standing, std::size_t limit,
                                               calendar::Steps& steps) {
    const auto dates = calendar::next_dates(standing, unix_us(), limit, steps);
    if (dates) return items(*dates);
    return std::unexpected(Problem{.type = problems::recurrence_too_long,
                                   .detail = "Finding this task's next dates takes too many steps. Set its recurrence "
                                             "again, from a later date."});
}

bool read_limit(const std::string& value, std::size_t& limit) {
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), limit);
    return error == std::errc() && end == value.data() + value.size() && limit >= 1 && limit <= max_dates;
}

/// A day such as 2026-12-02, or a moment in UTC.
std::optional<calendar::Moment> read_due(const std::string& text) {
    const bool is_day = text.size() == 10;
    std::string whole = is_day ? text + "T00:00:00Z" : text;
    if (whole.size() == 20 && whole.back() == 'Z') whole.insert(19, ".000000");
    const auto us = calendar::parse_utc(whole);
    // A day that there is not reads as another one.
    if (!us || calendar::utc_text(*us) != whole) return std::nullopt;
    return calendar::Moment{*us, is_day ? "" : "Etc/UTC"};
}

}  // namespace

std::expected<std::string, Problem> next_occurrences(std::string_view task, std::size_t limit) {
    const json::Value document = json::parse(task).value();
    const auto recurrence = json::find(document, "recurrence");
    if (!recurrence || !recurrence->is_object()) return items({});
    calendar::Steps steps(max_steps);
    return next_items(standing_of(document), limit, steps);
}

std::expected<std::string, Problem> dates_of_rule(std::string_view text) {
    const auto parameters = http::query_parameters(text);
    if (!parameters) return http::broken_query();
    calendar::Standing standing;
    std::optional<calendar::Moment> due;
    std::size_t limit = default_limit;
    for (const auto& [name, value] : *parameters) {
        if (name == "rule") {
            standing.series.rule = value;
        } else if (name == "due") {
            due = read_due(value);
            if (!due)
                return http::bad_parameter(
                    name, "must be a day such as 2026-12-02, or a moment such as 2026-12-02T09:00:00Z");
        } else if (name == "zone") {
            if (!calendar::is_zone(value))
                return http::bad_parameter(name, "must be an IANA time zone such as Europe/Berlin");
            standing.zone = value;
        } else if (name == "from") {
            if (value != "due" && value != "completion") return http::bad_parameter(name, "must be due or completion");
            standing.from_completion = value == "completion";
        } else if (name == "limit") {
            if (!read_limit(value, limit))
                return http::bad_parameter(name, "must be 1 to " + std::to_string(max_dates));
        } else {
            return http::bad_parameter(name, "is not known here: there are rule, due, zone, from and limit");
        }
    }
    if (!due) return http::bad_parameter("due", "must be given: the date that the rule is to begin with");
    if (!due->zone.empty() && !standing.zone.empty()) due->zone = standing.zone;
    standing.series.start = standing.occurrence = *due;
    calendar::Steps steps(max_steps);
    if (const auto fault = calendar::fault_of_rule(standing.series.rule, *due, steps))
        return http::bad_parameter("rule", *fault);
    return next_items(standing, limit, steps);
}

std::expected<OccurrencesQuery, Problem> parse_occurrences_query(std::string_view text) {
    OccurrencesQuery query{.workspace = {}, .limit = default_limit};
    const auto parameters = http::query_parameters(text);
    if (!parameters) return http::broken_query();
    for (const auto& [name, value] : *parameters) {
        if (name == "workspace") {
            if (!is_uuid(value)) return http::bad_parameter(name, "must be a UUID");
            query.workspace = value;
        } else if (name == "limit") {
            if (!read_limit(value, query.limit))
                return http::bad_parameter(name, "must be 1 to " + std::to_string(max_dates));
        } else {
            return http::bad_parameter(name, "is not known here: there are workspace and limit");
        }
    }
    return query;
}

}  // namespace tasklog::query
