#include "query/task_sql.hpp"

#include <array>

#include "query/conditions.hpp"

namespace tasklog::query {
namespace {

struct SortKey {
    std::string_view column;
    std::string_view type;
};

constexpr std::array<SortKey, 5> sort_keys{{{"rank", "text"},
                                            {"due_sort", "timestamptz"},
                                            {"priority", "smallint"},
                                            {"created_at", "timestamptz"},
                                            {"updated_at", "timestamptz"}}};

std::string int_set(const std::vector<int>& values) {
    std::string out = "{";
    for (const int value : values) out += (out.size() > 1 ? "," : "") + std::to_string(value);
    return out + "}";
}

/// "a & b & c:*": the words hold nothing that the query syntax knows.
std::string ts_query(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " & ") + word;
    return out + ":*";
}

}  // namespace

Statement task_page(const TaskQuery& query, const std::string& schema, const std::string& workspace) {
    const SortKey& key = sort_keys[static_cast<std::size_t>(query.sort)];
    const std::string column(key.column);
    Conditions where;
    where.add("workspace_id = ?::uuid", workspace);
    where.add(query.deleted ? "deleted" : "NOT deleted");
    if (query.list && *query.list == "inbox") {
        where.add("list_id IS NULL");
    } else if (query.list) {
        where.add("list_id = ?::uuid", *query.list);
    }
    if (!query.deleted) {
        // A task is gone with its list; one of an archived list shows where that list is asked for.
        const std::string hidden = query.list ? "deleted" : "(deleted OR archived)";
        where.add("(list_id IS NULL OR list_id NOT IN (SELECT list_id FROM " + schema +
                  ".lists WHERE workspace_id = $1::uuid AND " + hidden + "))");
    }
    const auto equals = [&](const std::string& name, const std::optional<std::string>& id) {
        if (id && *id == "none") {
            where.add(name + " IS NULL");
        } else if (id) {
            where.add(name + " = ?::uuid", *id);
        }
    };
    equals("parent_id", query.parent);
    equals("assignee", query.assignee);
    if (!query.statuses.empty()) where.add("status = ANY (?::smallint[])", int_set(query.statuses));
    if (!query.priorities.empty()) where.add("priority = ANY (?::smallint[])", int_set(query.priorities));
    for (const std::string& tag : query.tags) where.add("?::text = ANY (tags)", tag);
    // An infinite due_sort means that there is none.
    if (query.due_after) where.add("due_sort >= ?::timestamptz AND due_sort < 'infinity'", *query.due_after);
    if (query.due_before) where.add("due_sort < ?::timestamptz", *query.due_before);
    if (query.overdue)
        where.add(
            "status = 0 AND due_sort < now() + interval '1 day' AND (due_at < now() OR due_date < (now() AT TIME ZONE "
            "?::text)::date)",
            query.zone);
    if (!query.words.empty()) where.add("words @@ to_tsquery('simple', ?::text)", ts_query(query.words));
    if (query.cursor) {
        const std::string after = where.parameter(query.cursor->key);
        const std::string id = where.parameter(query.cursor->id);
        where.add("(" + column + ", task_id) " + (query.descending ? "<" : ">") + " (" + after +
                  "::" + std::string(key.type) + ", " + id + "::uuid)");
    }
    const std::string limit = where.parameter(std::to_string(query.limit + 1));
    const std::string order = query.descending ? " DESC" : "";
    return {"SELECT body, " + column + "::text, task_id FROM " + schema + ".tasks" + where.sql() + " ORDER BY " +
                column + order + ", task_id" + order + " LIMIT " + limit + "::int",
            where.take_parameters()};
}

}  // namespace tasklog::query
