#include "query/pages.hpp"

#include "infra/uuid.hpp"
#include "query/limits.hpp"
#include "query/parameters.hpp"
#include "query/timestamps.hpp"

namespace tasklog::query {
namespace {

Read read_one(FeedQuery& q, const std::string& name, const std::string& value) {
    if (name == "unread") return read_bool(name, value, q.unread);
    if (name == "limit") return read_number(name, value, max_page, q.limit);
    return unknown_parameter(name);
}

Read read_one(PageQuery& q, const std::string& name, const std::string& value) {
    if (name == "workspace") return read_id(name, value, q.workspace);
    if (name == "limit") return read_number(name, value, max_page, q.limit);
    return unknown_parameter(name);
}

Read read_one(ListQuery& q, const std::string& name, const std::string& value) {
    if (name == "workspace") return read_id(name, value, q.workspace);
    if (name == "deleted") return read_bool(name, value, q.deleted);
    return unknown_parameter(name);
}

Read read_one(InsightsQuery& q, const std::string& name, const std::string& value) {
    if (name == "workspace") return read_id(name, value, q.workspace);
    if (name == "zone") return read_zone(value, q.zone);
    if (name == "days") return read_number(name, value, max_days, q.days);
    return unknown_parameter(name);
}

bool is_time_and_id(const Cursor& cursor) { return is_time(cursor.key) && is_uuid(cursor.id); }

}  // namespace

bool FeedQuery::fits(const Cursor& at) const { return is_time_and_id(at); }
bool PageQuery::fits(const Cursor& at) const { return is_time_and_id(at); }

std::expected<FeedQuery, Problem> parse_feed_query(std::string_view text) {
    return parse_query<FeedQuery>(text, read_one);
}

std::expected<PageQuery, Problem> parse_page_query(std::string_view text, bool of_workspace) {
    auto query = parse_query<PageQuery>(text, read_one);
    if (query && query->workspace && !of_workspace) return unknown_parameter("workspace");
    return query;
}

std::expected<ListQuery, Problem> parse_list_query(std::string_view text) {
    return parse_query<ListQuery>(text, read_one);
}

std::expected<InsightsQuery, Problem> parse_insights_query(std::string_view text) {
    return parse_query<InsightsQuery>(text, read_one);
}

}  // namespace tasklog::query
