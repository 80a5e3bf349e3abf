#include "query/only_owner.hpp"

#include "query_embedded.hpp"

namespace tasklog::query {

std::vector<std::string> only_owner_of(postgres::Session& session, const std::string& schema,
                                       const std::string& person) {
    pqxx::nontransaction read(session.connection());
    std::vector<std::string> names;
    for (const auto& row : session.run_in(read, schema, embedded::only_owner_sql, {person}))
        names.emplace_back(row[0].c_str());
    return names;
}

}  // namespace tasklog::query
