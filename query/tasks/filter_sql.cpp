#include "query/tasks/filter_sql.hpp"

#include <array>

#include "events/value/overloaded.hpp"
#include "infra/search/letters.hpp"
#include "infra/search/terms.hpp"
#include "query/tasks/task_search.hpp"

namespace tasklog::query {
namespace {

const char* sign_of(words::Comparison comparison) {
    constexpr std::array signs{"=", "<", "<=", ">", ">="};
    return signs[static_cast<std::size_t>(comparison)];
}

class Writer {
  public:
    Writer(const FilterScope& scope, Conditions& where) : scope_(scope), where_(where) {}

    std::string sql(const words::Filter& filter) {
        if (filter.kind == words::Filter::Kind::test) return "coalesce(" + test(filter.test) + ", false)";
        if (filter.kind == words::Filter::Kind::none) return "NOT " + sql(filter.parts.front());
        std::string out;
        for (const words::Filter& part : filter.parts)
            out.append(out.empty()                               ? "("
                       : filter.kind == words::Filter::Kind::all ? " AND "
                                                                 : " OR ")
                .append(sql(part));
        return out + ")";
    }

  private:
    std::string number(std::int64_t value, const char* type) {
        return where_.parameter(std::to_string(value)) + "::" + type;
    }
    std::string zone() {
        if (zone_parameter_.empty()) zone_parameter_ = where_.parameter(scope_.zone);
        return zone_parameter_;
    }
    std::string day_of(const std::string& moment) { return "(" + moment + " AT TIME ZONE " + zone() + "::text)::date"; }
    std::string is_or_null(const std::string& column, const std::optional<std::string>& id) {
        return id ? column + " = " + where_.parameter(*id) + "::uuid" : column + " IS NULL";
    }
    std::string column_of(words::DayField field) {
        switch (field) {
            case words::DayField::due:
                return "coalesce(due_date, " + day_of("due_at") + ")";
            case words::DayField::start:
                return "start_date";
            case words::DayField::created:
                return day_of("created_at");
            case words::DayField::updated:
                return day_of("updated_at");
            case words::DayField::ended:
                break;
        }
        return day_of("nullif(ended_sort, '-infinity')");
    }

    std::string test(const words::Test& test) {
        return std::visit(
            Overloaded{
                [&](const words::HasStatus& is) {
                    return "status = " + number(static_cast<std::int64_t>(is.status), "smallint");
                },
                [&](const words::HasPriority& is) {
                    return std::string("priority ") + sign_of(is.comparison) + " " +
                           number(static_cast<std::int64_t>(is.priority), "smallint");
                },
                [&](const words::IsOverdue&) { return "(" + overdue_sql(zone()) + ")"; },
                [&](const words::Recurs&) { return std::string("recurs"); },
                [&](const words::HasTag& is) {
                    return is.tag ? where_.parameter(*is.tag) + "::text = ANY (tags)" : "tags = '{}'";
                },
                [&](const words::IsInList& is) { return is.name ? in_list(*is.name) : "list_id IS NULL"; },
                [&](const words::IsInSection& is) { return in_section(is.name); },
                [&](const words::IsAssignedTo& is) {
                    return is_or_null("assignee", is.person == "me" ? scope_.me : is.person);
                },
                [&](const words::IsPartOf& is) { return is_or_null("parent_id", is.parent); },
                [&](const words::IsOnDay& is) {
                    if (!is.day) return column_of(is.field) + " IS NULL";
                    return column_of(is.field) + " " + sign_of(is.comparison) + " " + where_.parameter(is.day->text()) +
                           "::date";
                },
                [&](const words::TakesMinutes& is) {
                    if (!is.minutes) return std::string("estimate IS NULL");
                    return std::string("estimate ") + sign_of(is.comparison) + " " + number(*is.minutes, "bigint");
                },
                [&](const words::HasText& is) { return has_text(is.text); },
            },
            test);
    }

    std::string in_list(const std::string& name) {
        const std::string folded = where_.parameter(search::marked(search::fold(name)));
        const std::string named = "(SELECT id FROM " + scope_.schema +
                                  ".texts WHERE workspace_id = $1::uuid AND kind = 2 AND rest = " + folded + "::text)";
        return "(list_id IN " + named + " OR list_id IN (SELECT list_id FROM " + scope_.schema +
               ".lists WHERE workspace_id = $1::uuid AND section AND parent_id IN " + named + "))";
    }

    std::string in_section(const std::optional<std::string>& name) {
        const std::string sections =
            "(SELECT list_id FROM " + scope_.schema + ".lists WHERE workspace_id = $1::uuid AND section)";
        if (!name) return "(list_id IS NULL OR list_id NOT IN " + sections + ")";
        const std::string folded = where_.parameter(search::marked(search::fold(*name)));
        return "(list_id IN " + sections + " AND list_id IN (SELECT id FROM " + scope_.schema +
               ".texts WHERE workspace_id = $1::uuid AND kind = 2 AND rest = " + folded + "::text))";
    }

    std::string has_text(const std::string& text) {
        const search::Term term{search::fold(text)};
        if (term.folded.empty()) return "true";
        const std::string texts = texts_with(term, scope_.schema, scope_.workspace, where_);
        return "(task_id IN (SELECT task_id " + texts + " AND kind < 2) OR list_id IN (" +
               lists_with(term, scope_.schema, where_) + "))";
    }

    const FilterScope& scope_;
    Conditions& where_;
    std::string zone_parameter_;
};

}  // namespace

std::string overdue_sql(const std::string& zone) {
    // The first part is for the index.
    return "status = 0 AND due_sort < now() + interval '1 day' AND (due_at < now() OR due_date < (now() AT TIME ZONE " +
           zone + "::text)::date)";
}

std::string filter_sql(const words::Filter& filter, const FilterScope& scope, Conditions& where) {
    return Writer(scope, where).sql(filter);
}

}  // namespace tasklog::query
