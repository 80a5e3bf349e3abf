#include "query/tasks/task_search.hpp"

#include "infra/postgres/array.hpp"
#include "infra/search/terms.hpp"
#include "query/limits.hpp"

namespace tasklog::query {
namespace {

std::string pieces_of(const search::Term& term, const std::string& workspace) {
    postgres::ArrayText out;
    for (const std::int32_t piece : term.pieces(search::seed_of(workspace))) out.add_plain(std::to_string(piece));
    return out.text();
}

std::vector<const search::Term*> wanted(const TaskQuery& query) {
    std::vector<const search::Term*> out;
    for (const search::Term& term : query.terms)
        if (!term.without) out.push_back(&term);
    return out;
}

/// A text's grade by a term: 6 to 4 in a title, 3 to 1 elsewhere, for a whole word, the beginning of one, a part; else
/// 0.
std::string grade(const search::Term& term, Conditions& where) {
    const std::string part = where.parameter(term.part());
    const std::string beginning = where.parameter(term.beginning());
    const std::string whole = where.parameter(term.whole());
    const auto in = [&](const std::string& column, const char* least) {
        const auto has = [&](const std::string& what) { return "strpos(x." + column + ", " + what + "::text) > 0"; };
        return " WHEN " + has(part) + " THEN " + least + " + (" + has(beginning) + ")::int + (" + has(whole) + ")::int";
    };
    return "CASE" + in("title", "4") + in("rest", "1") + " ELSE 0 END";
}

}  // namespace

std::string texts_with(const search::Term& term, const std::string& schema, const std::string& workspace,
                       Conditions& where) {
    const std::string pieces = where.parameter(pieces_of(term, workspace));
    const std::string part = where.parameter(term.part());
    return "FROM " + schema + ".texts WHERE workspace_id = $1::uuid AND pieces @> " + pieces +
           "::int[] AND (strpos(title, " + part + "::text) > 0 OR strpos(rest, " + part + "::text) > 0)";
}

Statement word_counts(const TaskQuery& query, const std::string& schema, const std::string& workspace) {
    Conditions where;
    where.parameter(workspace);
    const std::string most = std::to_string(max_candidates + 1);
    std::string columns;
    for (const search::Term* term : wanted(query)) {
        const std::string texts = texts_with(*term, schema, workspace, where);
        columns += (columns.empty() ? "" : ", ") + ("(SELECT count(*) FROM (SELECT 1 " + texts + " LIMIT " + most) +
                   ") s) + coalesce((SELECT sum(c.count) FROM " + schema +
                   ".task_counts c WHERE c.workspace_id = $1::uuid AND c.list_id IN (SELECT id " + texts +
                   " AND kind = 2)), 0)";
    }
    return {"SELECT " + columns, where.take_parameters()};
}

std::optional<std::size_t> finding_word(const pqxx::result& counts) {
    std::optional<std::size_t> best;
    const auto count = [&](std::size_t i) { return counts[0][static_cast<int>(i)].as<std::size_t>(); };
    for (std::size_t i = 0; i < static_cast<std::size_t>(counts.columns()); ++i)
        if (count(i) <= max_candidates && (!best || count(i) < count(*best))) best = i;
    return best;
}

SearchSql search_sql(const TaskQuery& query, const std::string& schema, const std::string& workspace,
                     std::optional<std::size_t> finding, Conditions& where) {
    SearchSql out;
    if (finding) {
        out.with =
            "WITH found AS MATERIALIZED (SELECT kind, id, task_id " +
            texts_with(*wanted(query)[*finding], schema, workspace, where) +
            "), candidates AS MATERIALIZED (SELECT task_id FROM found WHERE kind < 2 UNION SELECT l.task_id FROM "
            "found f JOIN " +
            schema + ".tasks l ON l.workspace_id = $1::uuid AND l.list_id = f.id WHERE f.kind = 2) ";
    } else {
        out.with = "WITH candidates AS MATERIALIZED (SELECT task_id FROM " + schema +
                   ".tasks WHERE workspace_id = $1::uuid ORDER BY updated_at DESC, rank DESC, task_id DESC LIMIT " +
                   std::to_string(max_looked_through) + ") ";
    }
    where.add("task_id IN (SELECT task_id FROM candidates)");
    std::string grades;  // of each text
    std::string score;   // of all texts of a task
    std::string any;
    std::string all;
    const auto append = [](std::string& to, const char* between, const std::string& what) {
        to.append(to.empty() ? "" : between).append(what);
    };
    for (std::size_t i = 0; i < query.terms.size(); ++i) {
        const std::string name = "g" + std::to_string(i);
        grades += ", " + grade(query.terms[i], where) + " AS " + name;
        append(all, " AND ", "max(" + name + (query.terms[i].without ? ") = 0" : ") > 0"));
        if (query.terms[i].without) continue;
        append(score, " + ", "max(" + name + ")");
        append(any, " + ", name);
    }
    const std::string texts =
        "SELECT kind, id, title, rest FROM " + schema + ".texts x WHERE x.workspace_id = $1::uuid AND ";
    out.join = " t CROSS JOIN LATERAL (SELECT " + score + " AS score, (array_agg(id) FILTER (WHERE kind = 1 AND " +
               any + " > 0))[1] AS comment, coalesce(bool_or(kind = 2 AND " + any +
               " > 0), false) AS by_list FROM (SELECT kind, id" + grades + " FROM (" + texts +
               "x.task_id = t.task_id UNION ALL " + texts + "x.kind = 2 AND x.id = t.list_id) x) x HAVING " + all +
               ") g";
    out.columns = ", (SELECT c.body FROM " + schema +
                  ".comments c WHERE c.workspace_id = $1::uuid AND c.comment_id = g.comment), (SELECT l.body FROM " +
                  schema + ".lists l WHERE l.workspace_id = $1::uuid AND l.list_id = t.list_id AND g.by_list)";
    return out;
}

}  // namespace tasklog::query
