#include "query/tasks/task_search.hpp"

#include "infra/postgres/array.hpp"
#include "infra/search/terms.hpp"
#include "query/limits.hpp"

namespace tasklog::query {
namespace {

/// Empty if the index can't help.
std::string pieces_of(const search::Term& term, const std::string& workspace) {
    const auto pieces = term.pieces(search::seed_of(workspace));
    postgres::ArrayText out;
    for (const std::int32_t piece : pieces) out.add_plain(std::to_string(piece));
    return pieces.empty() ? "" : out.text();
}

std::vector<const search::Term*> wanted(const TaskQuery& query) {
    std::vector<const search::Term*> out;
    for (const search::Term& term : query.terms)
        if (!term.without) out.push_back(&term);
    return out;
}

/// Whether a text holds a term.
std::string holds(const search::Term& term, Conditions& where) {
    const std::string part = where.parameter(term.part());
    return "(strpos(title, " + part + "::text) > 0 OR strpos(rest, " + part + "::text) > 0)";
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
    std::string out = "FROM " + schema + ".texts x WHERE workspace_id = $1::uuid";
    if (const std::string pieces = pieces_of(term, workspace); !pieces.empty())
        out += " AND pieces @> " + where.parameter(pieces) + "::int[]";
    return out + " AND " + holds(term, where);
}

std::string lists_with(const search::Term& term, const std::string& schema, Conditions& where) {
    return "SELECT id FROM " + schema + ".texts WHERE workspace_id = $1::uuid AND kind = 2 AND strpos(rest, " +
           where.parameter(term.part()) + "::text) > 0";
}

Statement word_counts(const TaskQuery& query, const std::string& schema, const std::string& workspace) {
    Conditions where;
    where.parameter(workspace);
    const std::string most = std::to_string(max_candidates + 1);
    std::string columns;
    for (const search::Term* term : wanted(query)) {
        // By the pieces alone: it is only to choose.
        const std::string texts = "FROM " + schema + ".texts WHERE workspace_id = $1::uuid AND pieces @> " +
                                  where.parameter(pieces_of(*term, workspace)) + "::int[]";
        columns += (columns.empty() ? "" : ", ") + ("(SELECT count(*) FROM (SELECT 1 " + texts + " LIMIT " + most) +
                   ") s) + coalesce((SELECT sum(c.count) FROM " + schema +
                   ".task_counts c WHERE c.workspace_id = $1::uuid AND c.list_id IN (" +
                   lists_with(*term, schema, where) + ")), 0)";
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

namespace {

std::string tasks_of_lists(const std::string& columns, const std::string& schema) {
    return "SELECT " + columns + " FROM found f JOIN " + schema +
           ".tasks l ON l.workspace_id = $1::uuid AND l.list_id = f.id WHERE f.kind = 2";
}

/// "FROM …": the tasks' own texts that have all words, and none that must not be there, of the tasks that were changed
/// last.
std::string texts_changed_last(const TaskQuery& query, const std::string& schema, Conditions& where) {
    std::string has;
    for (const search::Term& term : query.terms)
        has.append(term.without ? " AND NOT " : " AND ").append(holds(term, where));
    // OFFSET 0 keeps Postgres from beginning with the texts: so it stops where it has found enough.
    return "FROM (SELECT task_id AS last FROM " + schema +
           ".tasks WHERE workspace_id = $1::uuid ORDER BY updated_at DESC, rank DESC, task_id DESC LIMIT " +
           std::to_string(max_looked_through) + ") t CROSS JOIN LATERAL (SELECT * FROM " + schema +
           ".texts WHERE workspace_id = $1::uuid AND kind = 0 AND id = last" + has + " OFFSET 0) x LIMIT " +
           std::to_string(max_last_found);
}

/// The texts that hold the word are all that there is to look at.
SearchSql by_one_word(const TaskQuery& query, const std::string& schema, const std::string& workspace,
                      bool by_its_pieces, Conditions& where) {
    SearchSql out;
    const search::Term& term = query.terms[0];
    const std::string texts =
        by_its_pieces ? texts_with(term, schema, workspace, where) : texts_changed_last(query, schema, where);
    out.with =
        "WITH found AS MATERIALIZED (SELECT kind, id, task_id, " + grade(term, where) + " AS grade " + texts + ") ";
    out.join =
        " t JOIN (SELECT task_id AS found, max(grade)::bigint AS score, (array_agg(id) FILTER (WHERE kind = "
        "1))[1] AS comment, bool_or(kind = 2) AS by_list FROM (SELECT kind, id, task_id, grade FROM found "
        "WHERE kind < 2 UNION ALL " +
        tasks_of_lists("f.kind, f.id, l.task_id, f.grade", schema) + ") f GROUP BY task_id) g ON g.found = t.task_id";
    return out;
}

/// The texts with the finding word, or what was changed last, give candidates, in all texts of which all words are
/// looked for.
SearchSql by_all_texts(const TaskQuery& query, const std::string& schema, const std::string& workspace,
                       std::optional<std::size_t> finding, Conditions& where) {
    SearchSql out;
    if (finding) {
        out.with = "WITH found AS MATERIALIZED (SELECT kind, id, task_id " +
                   texts_with(*wanted(query)[*finding], schema, workspace, where) +
                   "), candidates AS MATERIALIZED (SELECT task_id FROM found WHERE kind < 2 UNION " +
                   tasks_of_lists("l.task_id", schema) + ") ";
    } else {
        out.with = "WITH candidates AS MATERIALIZED (SELECT task_id " + texts_changed_last(query, schema, where) + ") ";
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
    return out;
}

}  // namespace

SearchSql search_sql(const TaskQuery& query, const std::string& schema, const std::string& workspace,
                     std::optional<std::size_t> finding, Conditions& where) {
    SearchSql out = query.terms.size() == 1 ? by_one_word(query, schema, workspace, finding.has_value(), where)
                                            : by_all_texts(query, schema, workspace, finding, where);
    out.columns = ", (SELECT c.body FROM " + schema +
                  ".comments c WHERE c.workspace_id = $1::uuid AND c.comment_id = g.comment), (SELECT l.body FROM " +
                  schema + ".lists l WHERE l.workspace_id = $1::uuid AND l.list_id = t.list_id AND g.by_list)";
    return out;
}

}  // namespace tasklog::query
