#include "query/history/history_query.hpp"

#include <algorithm>
#include <cctype>

#include "query/limits.hpp"
#include "query/parameters.hpp"
#include "query/timestamps.hpp"

namespace tasklog::query {
namespace {

Read read_types(const std::string& value, std::vector<std::string>& out) {
    for (std::string& each : split(value, ',')) {
        const bool letters = std::all_of(each.begin(), each.end(), [](unsigned char c) { return std::isalpha(c); });
        if (each.empty() || each.size() > max_type_bytes || !letters)
            return http::bad_parameter(
                "type", "must be one or more types of events such as TaskCompleted, with commas between");
        out.push_back(std::move(each));
    }
    return {};
}

Read read_one(HistoryQuery& q, const std::string& name, const std::string& value) {
    if (name == "workspace") return read_id(name, value, q.workspace);
    if (name == "task") return read_id(name, value, q.task);
    if (name == "list") return read_id(name, value, q.list);
    if (name == "person") return read_id(name, value, q.person);
    if (name == "type") return read_types(value, q.types);
    if (name == "after") return read_time(name, value, q.after);
    if (name == "before") return read_time(name, value, q.before);
    if (name == "order") return read_order(value, q.descending);
    if (name == "limit") return read_number(name, value, max_page, q.limit);
    return unknown_parameter(name);
}

Read read_one(DigestQuery& q, const std::string& name, const std::string& value) {
    if (name == "workspace") return read_id(name, value, q.workspace);
    if (name == "since") return read_time(name, value, q.since);
    if (name == "until") return read_time(name, value, q.until);
    return unknown_parameter(name);
}

}  // namespace

bool HistoryQuery::fits(const Cursor& at) const {
    return is_time(at.key) && !at.id.empty() && at.id.size() < 8 &&
           at.id.find_first_not_of("0123456789") == std::string::npos;
}

std::expected<HistoryQuery, Problem> parse_history_query(std::string_view text) {
    return parse_query<HistoryQuery>(text, read_one);
}

std::expected<DigestQuery, Problem> parse_digest_query(std::string_view text) {
    auto query = parse_query<DigestQuery>(text, read_one);
    if (query && !query->since)
        return http::bad_parameter("since", "must say since when, such as 2026-12-01T09:00:00Z");
    return query;
}

}  // namespace tasklog::query
