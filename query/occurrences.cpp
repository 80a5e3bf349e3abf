#include "query/occurrences.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "infra/calendar/recurrence.hpp"
#include "infra/http/message.hpp"
#include "infra/uuid.hpp"

namespace tasklog::query {
namespace {

constexpr std::size_t max_limit = 100;
constexpr std::size_t max_steps = 200'000;  ///< two or three milliseconds

calendar::Moment moment_of(const rapidjson::Value& due) {
    if (due.HasMember("date"))
        return {calendar::parse_utc(std::string(due["date"].GetString()) + "T00:00:00.000000Z").value_or(0), ""};
    return {calendar::parse_utc(due["at"].GetString()).value_or(0), due["zone"].GetString()};
}

std::expected<std::vector<calendar::Moment>, calendar::OutOfSteps> following(const rapidjson::Value& recurrence,
                                                                             std::size_t limit) {
    calendar::Series series{recurrence["rule"].GetString(), moment_of(recurrence["start"]), {}};
    const calendar::Moment occurrence = moment_of(recurrence["occurrence"]);
    if (recurrence.HasMember("except"))
        for (const auto& day : recurrence["except"].GetArray())
            series.except.push_back(
                calendar::parse_utc(std::string(day.GetString()) + "T00:00:00.000000Z").value_or(0));
    if (std::string_view(recurrence["from"].GetString()) == "completion") {
        if (const auto count = calendar::count_of(series.rule))
            limit = std::min<std::size_t>(limit, *count - std::min(*count, recurrence["number"].GetUint64()));
        series.without_count = true;
        series.start = occurrence;
    }
    calendar::Steps steps(max_steps);
    return calendar::occurrences(series, occurrence.us, limit, steps);
}

}  // namespace

std::expected<std::string, Problem> next_occurrences(std::string_view task, std::size_t limit) {
    rapidjson::Document document;
    document.Parse(task.data(), task.size());
    std::vector<calendar::Moment> dates;
    if (const auto& recurrence = document["recurrence"]; recurrence.IsObject()) {
        auto found = following(recurrence, limit);
        if (!found)
            return std::unexpected(Problem{.status = 409,
                                           .type = "recurrence-too-long",
                                           .detail = "Finding this task's next dates takes too many steps. Set its "
                                                     "recurrence again, from a later date."});
        dates = std::move(*found);
    }
    rapidjson::StringBuffer buffer;
    rapidjson::Writer w(buffer);
    w.StartObject();
    w.Key("items");
    w.StartArray();
    for (const calendar::Moment& each : dates) {
        const std::string text = calendar::utc_text(each.us);
        w.StartObject();
        w.Key(each.zone.empty() ? "date" : "at");
        w.String(each.zone.empty() ? text.substr(0, 10) : text);
        if (!each.zone.empty()) {
            w.Key("zone");
            w.String(each.zone);
        }
        w.EndObject();
    }
    w.EndArray();
    w.EndObject();
    return std::string(buffer.GetString(), buffer.GetSize());
}

std::expected<OccurrencesQuery, Problem> parse_occurrences_query(std::string_view text) {
    const auto bad = [](const std::string& name, const std::string& why) {
        return std::unexpected(Problem{.status = 400,
                                       .type = "invalid-parameter",
                                       .detail = "The parameter " + name + " " + why + ".",
                                       .pointer = "?" + name});
    };
    OccurrencesQuery query;
    const auto parameters = http::query_parameters(text);
    if (!parameters) return bad("", "encoding is broken: a % must be followed by two hexadecimal digits");
    for (const auto& [name, value] : *parameters) {
        if (name == "workspace") {
            if (!is_uuid(value)) return bad(name, "must be a UUID");
            query.workspace = value;
        } else if (name == "limit") {
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), query.limit);
            if (error != std::errc() || end != value.data() + value.size() || query.limit < 1 ||
                query.limit > max_limit)
                return bad(name, "must be 1 to " + std::to_string(max_limit));
        } else {
            return bad(name, "is not known here: there are workspace and limit");
        }
    }
    return query;
}

}  // namespace tasklog::query
