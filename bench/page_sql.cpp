// Prints the statement of a page of tasks as a pgbench script, its parameters being the variables p1, p2, …: the same
// SQL that GET /api/v1/tasks runs.   bench_page_sql SCHEMA WORKSPACE QUERY
#include <iostream>
#include <string>

#include "query/tasks/task_sql.hpp"

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "bench_page_sql SCHEMA WORKSPACE QUERY\n";
        return 2;
    }
    const auto query = tasklog::query::parse_task_query(argv[3]);
    if (!query) {
        std::cerr << query.error().detail << "\n";
        return 1;
    }
    // Of a search, as it is where its first word finds the tasks.
    auto statement = tasklog::query::task_page(*query, {argv[1], argv[2], argv[2]}, 0);
    for (std::size_t i = statement.parameters.size(); i > 0; --i) {
        const std::string mark = "$" + std::to_string(i);
        for (std::size_t at = statement.sql.find(mark); at != std::string::npos; at = statement.sql.find(mark, at))
            statement.sql.replace(at, mark.size(), ":p" + std::to_string(i));
    }
    std::cout << statement.sql << ";\n";
    for (const std::string& parameter : statement.parameters) std::cout << "-- " << parameter << "\n";
}
