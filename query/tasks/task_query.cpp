#include "query/tasks/task_query.hpp"

#include <algorithm>

#include "events/task.hpp"
#include "infra/calendar/zone.hpp"
#include "infra/clock.hpp"
#include "infra/uuid.hpp"
#include "query/limits.hpp"
#include "query/parameters.hpp"

namespace tasklog::query {
namespace {

constexpr std::array<std::string_view, 7> sort_names{"rank", "due", "priority", "created", "updated", "ended", "match"};

Read read_terms(const std::string& name, const std::string& value, std::vector<search::Term>& terms) {
    if (value.size() > max_search_bytes)
        return http::bad_parameter(name, "must have " + std::to_string(max_search_bytes) + " bytes at most");
    terms = search::parse_terms(value);
    if (std::all_of(terms.begin(), terms.end(), [](const search::Term& term) { return term.without; }))
        return http::bad_parameter(name, "must have a word to search for");
    if (terms.size() > max_words)
        return http::bad_parameter(name, "must hold 1 to " + std::to_string(max_words) + " words");
    return {};
}

Read read_tag(const std::string& name, const std::string& value, std::vector<std::string>& tags) {
    if (value.empty() || tags.size() >= max_tags)
        return http::bad_parameter(name, "must not be empty, and may come " + std::to_string(max_tags) + " times");
    tags.push_back(value);
    return {};
}

Read read_sort(const std::string& name, const std::string& value, std::optional<Sort>& sort) {
    const auto index = index_in(sort_names, value);
    if (!index) return http::bad_parameter(name, "must be one of " + listed(sort_names));
    sort = static_cast<Sort>(*index);
    return {};
}

Read read_week_start(const std::string& name, const std::string& value, unsigned& day) {
    const auto index = index_in(words::weekday_names, value);
    if (!index) return http::bad_parameter(name, "must be one of " + listed(words::weekday_names));
    day = static_cast<unsigned>(*index);
    return {};
}

/// What its days are rests on other parameters, which may come after it.
Read read_filter(const std::string& text, TaskQuery& q) {
    if (text.size() > words::max_filter_bytes)
        return http::bad_parameter("filter", "must have " + std::to_string(words::max_filter_bytes) + " bytes at most");
    const Date today = date_at(calendar::clock_of(unix_us(), q.zone));
    auto filter = words::parse_filter(text, {.today = today, .week_start = q.week_start});
    if (filter) {
        q.filter = std::move(*filter);
        return {};
    }
    const words::FilterFault& fault = filter.error();
    return std::unexpected(Problem{.type = problems::invalid_parameter,
                                   .detail = "?filter, column " + std::to_string(fault.column) + ": " + fault.why,
                                   .pointer = "?filter",
                                   .column = fault.column});
}

/// What the words of a filter rest on.
std::optional<Read> read_of_filter(TaskQuery& q, const std::string& name, const std::string& value) {
    if (name == "workspace") return read_id(name, value, q.workspace);
    if (name == "zone") return read_zone(value, q.zone);
    if (name == "week_start") return read_week_start(name, value, q.week_start);
    if (name != "filter") return std::nullopt;
    q.filter_text = value;
    return Read{};
}

Read read_one_of_count(TaskQuery& q, const std::string& name, const std::string& value) {
    if (name == "status") return read_set(name, value, status_names, q.statuses);
    return read_of_filter(q, name, value).value_or(unknown_parameter(name));
}

Read read_one(TaskQuery& q, const std::string& name, const std::string& value) {
    if (auto read = read_of_filter(q, name, value)) return std::move(*read);
    if (name == "list") return read_id_or(name, value, "inbox", q.list);
    if (name == "parent") return read_id_or(name, value, "none", q.parent);
    if (name == "assignee") return read_id_or(name, value, "none", q.assignee);
    if (name == "status") return read_set(name, value, status_names, q.statuses);
    if (name == "priority") return read_set(name, value, priority_names, q.priorities);
    if (name == "tag") return read_tag(name, value, q.tags);
    if (name == "due_after") return read_time(name, value, q.due_after);
    if (name == "due_before") return read_time(name, value, q.due_before);
    if (name == "overdue") return read_bool(name, value, q.overdue);
    if (name == "deleted") return read_bool(name, value, q.deleted);
    if (name == "text") return read_terms(name, value, q.terms);
    if (name == "sort") return read_sort(name, value, q.sort);
    if (name == "order") return read_order(value, q.descending);
    if (name == "limit") return read_number(name, value, max_page, q.limit);
    return unknown_parameter(name);
}

}  // namespace

std::string TaskQuery::order() const {
    return std::string(sort_names[static_cast<std::size_t>(sorted_by())]) + (descending ? "-" : "+");
}

bool TaskQuery::fits(const Cursor& at) const { return is_uuid(at.id) && is_key(sorted_by(), at.key); }

std::expected<TaskQuery, Problem> parse_task_query(std::string_view text) {
    auto query = parse_query<TaskQuery>(text, read_one);
    if (query && query->sort == Sort::match && query->terms.empty())
        return http::bad_parameter("sort", "can be match where text is given");
    if (query && query->filter_text)
        if (auto read = read_filter(*query->filter_text, *query); !read) return std::unexpected(read.error());
    return query;
}

std::expected<TaskQuery, Problem> parse_count_query(std::string_view text) {
    auto query = parse_query<TaskQuery>(text, read_one_of_count);
    if (!query) return query;
    if (!query->filter_text) return http::bad_parameter("filter", "must be there: what to count");
    if (auto read = read_filter(*query->filter_text, *query); !read) return std::unexpected(read.error());
    return query;
}

}  // namespace tasklog::query
