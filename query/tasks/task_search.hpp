#pragma once
#include <optional>
#include <string>

#include <pqxx/result>

#include "query/conditions.hpp"
#include "query/tasks/task_query.hpp"
#include "query/tasks/task_sql.hpp"

/// Which tasks the words of a search find. A task is found by its own texts, its list's name and its comments together
/// (the rows of `texts`): those that may hold one word are found by its pieces, and all words are looked for in them.
namespace tasklog::query {

/// "FROM … WHERE …": the texts that hold a term.
std::string texts_with(const search::Term& term, const std::string& schema, const std::string& workspace,
                       Conditions& where);
/// The ids of the lists whose names hold a term: a look through all, of which there are at most max_lists.
std::string lists_with(const search::Term& term, const std::string& schema, Conditions& where);

/// How many texts, or tasks of a list of such a name, may hold each word that must be there: a column each, no more
/// than is counted.
Statement word_counts(const TaskQuery& query, const std::string& schema, const std::string& workspace);
/// The word that finds the tasks: the one in the fewest texts. None if each is in too many: then those are looked
/// through that were changed last.
std::optional<std::size_t> finding_word(const pqxx::result& counts);

/// What a search adds to the statement of a page.
struct SearchSql {
    std::string with;     ///< before SELECT: `candidates`
    std::string columns;  ///< of what the page shows: a comment that is found, and the list's name if it is
    std::string join;     ///< to the tasks: their `score`
};
/// Adds its conditions and parameters to `where`, whose first parameter is the workspace.
SearchSql search_sql(const TaskQuery& query, const std::string& schema, const std::string& workspace,
                     std::optional<std::size_t> finding, Conditions& where);

}  // namespace tasklog::query
