#include "query/parameters.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "base/base64.hpp"
#include "events/task.hpp"
#include "infra/calendar/recurrence.hpp"
#include "infra/http/message.hpp"
#include "infra/uuid.hpp"
#include "query/limits.hpp"
#include "query/tasks/task_order.hpp"
#include "query/timestamps.hpp"

namespace tasklog::query {
namespace {

constexpr std::array<std::string_view, 6> sort_names{"rank", "due", "priority", "created", "updated", "ended"};

template <std::size_t N>
std::optional<int> index_in(const std::array<std::string_view, N>& names, std::string_view name) {
    const auto at = std::find(names.begin(), names.end(), name);
    return at == names.end() ? std::nullopt : std::optional(static_cast<int>(at - names.begin()));
}

template <std::size_t N>
std::string listed(const std::array<std::string_view, N>& names) {
    std::string out;
    for (const auto name : names) out.append(out.empty() ? "" : ", ").append(name);
    return out;
}

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> out;
    std::size_t from = 0;
    for (std::size_t to = text.find(at); to != std::string::npos; from = to + 1, to = text.find(at, from))
        out.push_back(text.substr(from, to - from));
    out.push_back(text.substr(from));
    return out;
}

/// The words of a search as the text index knows them: letters and digits, whatever stands between.
std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> out(1);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || std::isalnum(byte)) {
            out.back() += c;
        } else if (!out.back().empty()) {
            out.emplace_back();
        }
    }
    if (out.back().empty()) out.pop_back();
    return out;
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        const std::size_t size = c < 0x80                ? 1
                                 : c >= 0xc2 && c < 0xe0 ? 2
                                 : c >= 0xe0 && c < 0xf0 ? 3
                                 : c >= 0xf0 && c < 0xf5 ? 4
                                                         : 0;
        if (size == 0 || i + size > text.size() || c == 0) return false;
        for (std::size_t k = 1; k < size; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return false;
        if (size == 3 && c == 0xe0 && static_cast<unsigned char>(text[i + 1]) < 0xa0) return false;
        if (size == 3 && c == 0xed && static_cast<unsigned char>(text[i + 1]) > 0x9f) return false;
        if (size == 4 && c == 0xf0 && static_cast<unsigned char>(text[i + 1]) < 0x90) return false;
        if (size == 4 && c == 0xf4 && static_cast<unsigned char>(text[i + 1]) > 0x8f) return false;
        i += size;
    }
    return true;
}

/// A cursor is good for the order that it was made in.
std::string order_of(const TaskQuery& query) {
    return std::string(sort_names[static_cast<std::size_t>(query.sort)]) + (query.descending ? "-" : "+");
}
std::string order_of(const HistoryQuery& query) { return query.descending ? "history-" : "history+"; }

std::string order_of(const PageQuery&) { return "page"; }
std::string order_of(const FeedQuery& query) { return query.unread ? "unread" : "feed"; }

bool fits(const FeedQuery&, const Cursor& cursor) { return is_time(cursor.key) && is_uuid(cursor.id); }
bool fits(const TaskQuery& query, const Cursor& cursor) { return is_uuid(cursor.id) && is_key(query.sort, cursor.key); }
bool fits(const PageQuery&, const Cursor& cursor) { return is_time(cursor.key) && is_uuid(cursor.id); }
bool fits(const HistoryQuery&, const Cursor& cursor) {
    return is_time(cursor.key) && !cursor.id.empty() && cursor.id.size() < 8 &&
           cursor.id.find_first_not_of("0123456789") == std::string::npos;
}

template <class Query>
std::expected<Cursor, Problem> decode_cursor(const Query& query, const std::string& text) {
    const auto plain = base64url_decode(text);
    const auto parts = plain ? split(*plain, '\n') : std::vector<std::string>{};
    if (parts.size() == 3 && parts[0] == order_of(query))
        if (Cursor cursor{parts[1], parts[2]}; fits(query, cursor)) return cursor;
    return http::bad_parameter("cursor", "is not one that this query gave; begin again without it");
}

template <std::size_t N>
std::expected<void, Problem> read_set(const std::string& name, const std::string& value,
                                      const std::array<std::string_view, N>& names, std::vector<int>& out) {
    for (const std::string& each : split(value, ',')) {
        const auto index = index_in(names, each);
        if (!index)
            return http::bad_parameter(name, "must be one or more of " + listed(names) + ", with commas between");
        out.push_back(*index);
    }
    return {};
}

std::expected<void, Problem> read_bool(const std::string& name, const std::string& value, bool& out) {
    if (value != "true" && value != "false") return http::bad_parameter(name, "must be true or false");
    out = value == "true";
    return {};
}

std::expected<void, Problem> read_limit(const std::string& value, int& out) {
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out);
    if (error != std::errc() || end != value.data() + value.size() || out < 1 || out > max_page)
        return http::bad_parameter("limit", "must be 1 to " + std::to_string(max_page));
    return {};
}

std::expected<void, Problem> read_order(const std::string& value, bool& descending) {
    if (value != "asc" && value != "desc") return http::bad_parameter("order", "must be asc or desc");
    descending = value == "desc";
    return {};
}

std::expected<void, Problem> read_id(const std::string& name, const std::string& value,
                                     std::optional<std::string>& out) {
    if (!is_uuid(value)) return http::bad_parameter(name, "must be a UUID");
    out = value;
    return {};
}

std::expected<void, Problem> read_zone(const std::string& value, std::string& out) {
    if (!calendar::is_zone(value))
        return http::bad_parameter("zone", "must be an IANA time zone such as Europe/Berlin");
    out = value;
    return {};
}

std::expected<void, Problem> read_types(const std::string& value, std::vector<std::string>& out) {
    for (std::string& each : split(value, ',')) {
        const bool letters = std::all_of(each.begin(), each.end(), [](unsigned char c) { return std::isalpha(c); });
        if (each.empty() || each.size() > max_type_bytes || !letters)
            return http::bad_parameter(
                "type", "must be one or more types of events such as TaskCompleted, with commas between");
        out.push_back(std::move(each));
    }
    return {};
}

std::expected<void, Problem> read_one(HistoryQuery& q, const std::string& name, const std::string& value) {
    if (name == "workspace") return read_id(name, value, q.workspace);
    if (name == "task") return read_id(name, value, q.task);
    if (name == "list") return read_id(name, value, q.list);
    if (name == "person") return read_id(name, value, q.person);
    if (name == "type") return read_types(value, q.types);
    if (name == "order") return read_order(value, q.descending);
    if (name == "limit") return read_limit(value, q.limit);
    if (name == "after" || name == "before") {
        if (!is_time(value))
            return http::bad_parameter(name, "must be a day such as 2026-12-01 or a time such as 2026-12-01T09:00:00Z");
        (name == "after" ? q.after : q.before) = value;
    } else if (name != "cursor") {
        return http::bad_parameter(name, "is not known here; see /api/docs");
    }
    return {};
}

std::expected<void, Problem> read_one(FeedQuery& q, const std::string& name, const std::string& value) {
    if (name == "unread") return read_bool(name, value, q.unread);
    if (name == "limit") return read_limit(value, q.limit);
    if (name != "cursor") return http::bad_parameter(name, "is not known here; see /api/docs");
    return {};
}

std::expected<void, Problem> read_one(PageQuery& q, const std::string& name, const std::string& value) {
    if (name == "workspace") return read_id(name, value, q.workspace);
    if (name == "limit") return read_limit(value, q.limit);
    if (name != "cursor") return http::bad_parameter(name, "is not known here; see /api/docs");
    return {};
}

std::expected<void, Problem> read_one(InsightsQuery& q, const std::string& name, const std::string& value) {
    if (name == "workspace") return read_id(name, value, q.workspace);
    if (name == "zone") return read_zone(value, q.zone);
    if (name != "days") return http::bad_parameter(name, "is not known here; see /api/docs");
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), q.days);
    if (error != std::errc() || end != value.data() + value.size() || q.days < 1 || q.days > max_days)
        return http::bad_parameter(name, "must be 1 to " + std::to_string(max_days));
    return {};
}

std::expected<void, Problem> read_one(ListQuery& q, const std::string& name, const std::string& value) {
    if (name == "workspace") return read_id(name, value, q.workspace);
    if (name == "deleted") return read_bool(name, value, q.deleted);
    return http::bad_parameter(name, "is not known here; see /api/docs");
}

std::expected<void, Problem> read_one(TaskQuery& q, const std::string& name, const std::string& value) {
    if (name == "workspace") {
        return read_id(name, value, q.workspace);
    } else if (name == "list") {
        if (!is_uuid(value) && value != "inbox") return http::bad_parameter(name, "must be a list's UUID, or inbox");
        q.list = value;
    } else if (name == "parent" || name == "assignee") {
        if (!is_uuid(value) && value != "none") return http::bad_parameter(name, "must be a UUID, or none");
        (name == "parent" ? q.parent : q.assignee) = value;
    } else if (name == "status") {
        return read_set(name, value, status_names, q.statuses);
    } else if (name == "priority") {
        return read_set(name, value, priority_names, q.priorities);
    } else if (name == "tag") {
        if (value.empty() || q.tags.size() >= max_tags)
            return http::bad_parameter(name, "must not be empty, and may come " + std::to_string(max_tags) + " times");
        q.tags.push_back(value);
    } else if (name == "due_after" || name == "due_before") {
        if (!is_time(value))
            return http::bad_parameter(name, "must be a day such as 2026-12-01 or a time such as 2026-12-01T09:00:00Z");
        (name == "due_after" ? q.due_after : q.due_before) = value;
    } else if (name == "overdue") {
        return read_bool(name, value, q.overdue);
    } else if (name == "deleted") {
        return read_bool(name, value, q.deleted);
    } else if (name == "zone") {
        return read_zone(value, q.zone);
    } else if (name == "text") {
        q.words = words_of(value);
        if (q.words.empty() || q.words.size() > max_words || value.size() > max_search_bytes)
            return http::bad_parameter(name, "must hold 1 to " + std::to_string(max_words) + " words");
    } else if (name == "sort") {
        const auto index = index_in(sort_names, value);
        if (!index) return http::bad_parameter(name, "must be one of " + listed(sort_names));
        q.sort = static_cast<Sort>(*index);
    } else if (name == "order") {
        return read_order(value, q.descending);
    } else if (name == "limit") {
        return read_limit(value, q.limit);
    } else if (name != "cursor") {
        return http::bad_parameter(name, "is not known here; see /api/docs");
    }
    return {};
}

/// All parameters; the cursor's text is for whoever knows the rest.
template <class Query>
std::expected<std::optional<std::string>, Problem> read_all(Query& query, std::string_view text) {
    const auto parameters = http::query_parameters(text);
    if (!parameters) return http::broken_query();
    std::optional<std::string> cursor;
    for (const auto& [name, value] : *parameters) {
        if (!is_utf8(name)) return http::bad_parameter("", "name is not valid UTF-8");
        if (!is_utf8(value)) return http::bad_parameter(name, "is not valid UTF-8");
        if (auto read = read_one(query, name, value); !read) return std::unexpected(read.error());
        if (name == "cursor") cursor = value;
    }
    return cursor;
}

template <class Query>
std::expected<Query, Problem> parse(std::string_view text) {
    Query query;
    const auto cursor = read_all(query, text);
    if (!cursor) return std::unexpected(cursor.error());
    if (!*cursor) return query;
    auto decoded = decode_cursor(query, **cursor);
    if (!decoded) return std::unexpected(decoded.error());
    query.cursor = std::move(*decoded);
    return query;
}

std::string encode(const std::string& order, const Cursor& cursor) {
    return base64url_encode(order + "\n" + cursor.key + "\n" + cursor.id);
}

}  // namespace

std::expected<TaskQuery, Problem> parse_task_query(std::string_view text) { return parse<TaskQuery>(text); }
std::expected<HistoryQuery, Problem> parse_history_query(std::string_view text) { return parse<HistoryQuery>(text); }

std::expected<FeedQuery, Problem> parse_feed_query(std::string_view text) { return parse<FeedQuery>(text); }
std::expected<PageQuery, Problem> parse_page_query(std::string_view text, bool of_workspace) {
    auto query = parse<PageQuery>(text);
    if (query && query->workspace && !of_workspace)
        return http::bad_parameter("workspace", "is not known here; see /api/docs");
    return query;
}
std::string encode_cursor(const PageQuery& query, const Cursor& cursor) { return encode(order_of(query), cursor); }
std::expected<ListQuery, Problem> parse_list_query(std::string_view text) {
    ListQuery query;
    const auto read = read_all(query, text);
    if (!read) return std::unexpected(read.error());
    return query;
}
std::expected<InsightsQuery, Problem> parse_insights_query(std::string_view text) {
    InsightsQuery query;
    const auto read = read_all(query, text);
    if (!read) return std::unexpected(read.error());
    return query;
}

std::string encode_cursor(const FeedQuery& query, const Cursor& cursor) { return encode(order_of(query), cursor); }
std::string encode_cursor(const TaskQuery& query, const Cursor& cursor) { return encode(order_of(query), cursor); }
std::string encode_cursor(const HistoryQuery& query, const Cursor& cursor) { return encode(order_of(query), cursor); }

std::optional<Position> parse_position(std::string_view text) {
    Position position;
    const char* end = text.data() + text.size();
    const auto [colon, no_partition] = std::from_chars(text.data(), end, position.partition);
    if (no_partition != std::errc() || colon == end || *colon != ':' || position.partition < 0) return std::nullopt;
    const auto [rest, no_offset] = std::from_chars(colon + 1, end, position.offset);
    if (no_offset != std::errc() || rest != end || position.offset < 0) return std::nullopt;
    return position;
}

}  // namespace tasklog::query
