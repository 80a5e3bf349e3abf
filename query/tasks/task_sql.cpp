#include "query/tasks/task_sql.hpp"

#include <algorithm>

#include "query/conditions.hpp"
#include "query/limits.hpp"
#include "query/tasks/filter_sql.hpp"
#include "query/tasks/task_order.hpp"
#include "query/tasks/task_search.hpp"

namespace tasklog::query {
namespace {

std::string int_set(const std::vector<int>& values) {
    std::string out = "{";
    for (const int value : values) out += (out.size() > 1 ? "," : "") + std::to_string(value);
    return out + "}";
}

Conditions conditions_of(const TaskQuery& query, const TaskPageScope& scope) {
    const auto& [schema, workspace, person] = scope;
    Conditions where;
    where.add("workspace_id = ?::uuid", workspace);
    where.add(query.deleted ? "deleted AND updated_at > (SELECT trash_emptied_at FROM " + schema +
                                  ".workspaces WHERE workspace_id = $1::uuid)"
                            : "NOT deleted");
    if (query.list && *query.list == "inbox") {
        where.add("list_id IS NULL");
    } else if (query.list) {
        // A section's tasks are its list's, too. An array, so that the index of lists is used.
        const std::string list = where.parameter(*query.list);
        where.add("list_id = ANY (ARRAY(SELECT list_id FROM " + schema +
                  ".lists WHERE workspace_id = $1::uuid AND (list_id = " + list + "::uuid OR parent_id = " + list +
                  "::uuid AND section)))");
    }
    if (!query.deleted) {
        // A task is gone with its list; one of an archived list shows where that list is asked for.
        where.add("(list_id IS NULL OR list_id NOT IN (SELECT list_id FROM " + schema +
                  ".placed_lists WHERE workspace_id = $1::uuid AND " + (query.list ? "gone" : "put_away") + "))");
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
    if (query.overdue) where.add(overdue_sql(where.parameter(query.zone)));
    if (query.filter)
        where.add(filter_sql(*query.filter,
                             {.schema = schema, .workspace = workspace, .zone = query.zone, .me = person}, where));
    return where;
}

}  // namespace

Statement task_page(const TaskQuery& query, const TaskPageScope& scope, std::optional<std::size_t> finding_word) {
    const auto& [schema, workspace, person] = scope;
    Conditions where = conditions_of(query, scope);
    SearchSql search;
    if (!query.terms.empty()) search = search_sql(query, schema, workspace, finding_word, where);
    const TaskOrder order = order_of(query.sorted_by());
    const bool descending = query.descending != order.upside_down;
    std::string columns;
    std::string by;
    for (const SortColumn& column : order.columns) {
        columns.append(column.sql).append(", ");
        by.append(column.sql).append(descending ? " DESC, " : ", ");
    }
    if (query.cursor) {
        const std::vector<std::string> values = values_of(query.cursor->key);
        std::string after;
        for (std::size_t i = 0; i < order.columns.size(); ++i)
            after += where.parameter(values[i]) + "::" + std::string(order.columns[i].type) + ", ";
        after += where.parameter(query.cursor->id);
        where.add("(" + columns + "task_id) " + (descending ? "<" : ">") + " (" + after + "::uuid)");
    }
    return {search.with + "SELECT body, " + key_sql(order) + ", task_id" + search.columns + " FROM " + schema +
                ".tasks" + search.join + where.sql() + " ORDER BY " + by + "task_id" + (descending ? " DESC" : "") +
                first_rows(query.limit),
            where.take_parameters()};
}

Statement task_count(const TaskQuery& query, const TaskPageScope& scope) {
    Conditions where = conditions_of(query, scope);
    return {"SELECT count(*) FROM (SELECT FROM " + scope.schema + ".tasks" + where.sql() + " LIMIT " +
                std::to_string(max_counted + 1) + ") AS found",
            where.take_parameters()};
}

std::string count_of(int found) {
    return R"({"count":)" + std::to_string(std::min(found, max_counted)) + R"(,"more":)" +
           (found > max_counted ? "true" : "false") + "}";
}

}  // namespace tasklog::query
