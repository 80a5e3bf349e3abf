#include "query/parameters.hpp"

#include <simdjson.h>

#include <charconv>

#include "infra/calendar/recurrence.hpp"
#include "infra/uuid.hpp"
#include "query/timestamps.hpp"

namespace tasklog::query {
namespace {

/// UTF-8 without NUL, which Postgres does not take.
bool is_text(std::string_view text) {
    return simdjson::validate_utf8(text.data(), text.size()) && !text.contains('\0');
}

}  // namespace

Read read_bool(const std::string& name, const std::string& value, bool& out) {
    if (value != "true" && value != "false") return http::bad_parameter(name, "must be true or false");
    out = value == "true";
    return {};
}

Read read_number(const std::string& name, const std::string& value, int max, int& out) {
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out);
    if (error != std::errc() || end != value.data() + value.size() || out < 1 || out > max)
        return http::bad_parameter(name, "must be 1 to " + std::to_string(max));
    return {};
}

Read read_order(const std::string& value, bool& descending) {
    if (value != "asc" && value != "desc") return http::bad_parameter("order", "must be asc or desc");
    descending = value == "desc";
    return {};
}

Read read_id(const std::string& name, const std::string& value, std::optional<std::string>& out) {
    if (!is_uuid(value)) return http::bad_parameter(name, "must be a UUID");
    out = value;
    return {};
}

Read read_id_or(const std::string& name, const std::string& value, std::string_view word,
                std::optional<std::string>& out) {
    if (!is_uuid(value) && value != word) return http::bad_parameter(name, "must be a UUID, or " + std::string(word));
    out = value;
    return {};
}

Read read_time(const std::string& name, const std::string& value, std::optional<std::string>& out) {
    if (!is_time(value))
        return http::bad_parameter(name, "must be a day such as 2026-12-01 or a time such as 2026-12-01T09:00:00Z");
    out = value;
    return {};
}

Read read_zone(const std::string& value, std::string& out) {
    if (!calendar::is_zone(value))
        return http::bad_parameter("zone", "must be an IANA time zone such as Europe/Berlin");
    out = value;
    return {};
}

std::unexpected<Problem> unknown_parameter(const std::string& name) {
    return http::bad_parameter(name, "is not known here; see /api/docs");
}

std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> out;
    std::size_t from = 0;
    for (std::size_t to = text.find(at); to != std::string_view::npos; from = to + 1, to = text.find(at, from))
        out.emplace_back(text.substr(from, to - from));
    out.emplace_back(text.substr(from));
    return out;
}

std::expected<std::optional<std::string>, Problem> read_parameters(
    std::string_view text, const std::function<Read(const std::string& name, const std::string& value)>& read) {
    const auto parameters = http::query_parameters(text);
    if (!parameters) return http::broken_query();
    std::optional<std::string> cursor;
    for (const auto& [name, value] : *parameters) {
        if (!is_text(name)) return http::bad_parameter("", "name is not valid UTF-8");
        if (!is_text(value)) return http::bad_parameter(name, "is not valid UTF-8");
        if (name == "cursor") {
            cursor = value;
        } else if (auto good = read(name, value); !good) {
            return std::unexpected(good.error());
        }
    }
    return cursor;
}

}  // namespace tasklog::query
