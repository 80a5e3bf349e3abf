#include "infra/postgres/session.hpp"

namespace tasklog::postgres {

bool is_data_error(const std::exception& error) {
    const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error);
    return sql && (sql->sqlstate().starts_with("22") || sql->sqlstate().starts_with("23"));
}

bool is_timeout(const std::exception& error) {
    const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error);
    return sql && sql->sqlstate() == "57014";
}

bool is_missing_table(const std::exception& error) {
    const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error);
    return sql && (sql->sqlstate() == "42P01" || sql->sqlstate() == "3F000");
}

bool is_connection_error(const std::exception& error) {
    if (dynamic_cast<const pqxx::broken_connection*>(&error)) return true;
    const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error);
    // 57P0x: the server shuts down or crashed; 08: connection exceptions; 53: out of resources.
    return sql && (sql->sqlstate().starts_with("57P0") || sql->sqlstate().starts_with("08") ||
                   sql->sqlstate().starts_with("53"));
}

namespace {

#if PQXX_VERSION_MAJOR >= 7
pqxx::params params_of(const std::vector<std::string>& args) {
    pqxx::params params;
    for (const std::string& arg : args) params.append(arg);
    return params;
}
#else
auto params_of(const std::vector<std::string>& args) { return pqxx::prepare::make_dynamic_params(args); }
#endif

}  // namespace

void Session::set_longest(std::chrono::milliseconds longest) {
    if (pooled_) {
        longest_ = longest;
        return;
    }
    pqxx::nontransaction set(connection_);
    set.exec("SET statement_timeout = " + std::to_string(longest.count()));
}

pqxx::result Session::run(pqxx::transaction_base& transaction, const std::string& sql,
                          const std::vector<std::string>& args) {
    if (!pooled_) return transaction.exec_prepared(name_of(sql, true), params_of(args));
    if (longest_.count() == 0) return run_unprepared(transaction, sql, args);
    const std::string set = "SET LOCAL statement_timeout = " + std::to_string(longest_.count());
    if (!dynamic_cast<pqxx::nontransaction*>(&transaction)) {
        transaction.exec(set);
        return run_unprepared(transaction, sql, args);
    }
    // The statement is a transaction of its own, which must be begun for the setting to be its.
    transaction.exec("BEGIN; " + set);
    try {
        auto result = run_unprepared(transaction, sql, args);
        transaction.exec("COMMIT");
        return result;
    } catch (const pqxx::sql_error&) {
        transaction.exec("ROLLBACK");
        throw;
    }
}

pqxx::result Session::run_in(pqxx::transaction_base& transaction, const std::string& schema, std::string_view sql,
                             const std::vector<std::string>& args) {
    return run(transaction, in_schema(sql, schema), args);
}

pqxx::result Session::run_unprepared(pqxx::transaction_base& transaction, const std::string& sql,
                                     const std::vector<std::string>& args) {
    return transaction.exec_params(sql, params_of(args));
}

std::string Session::execute(const std::string& sql, const std::vector<std::string>& args) {
    const std::string& name = name_of(sql, false);
#if PQXX_VERSION_MAJOR < 7
    connection_.prepare_now(name);
#endif
    std::string out = "EXECUTE " + name;
    for (std::size_t i = 0; i < args.size(); ++i) out.append(i == 0 ? "(" : ",").append(connection_.quote(args[i]));
    return args.empty() ? out : out + ")";
}

const std::string& Session::name_of(const std::string& sql, bool may_forget) {
    constexpr std::size_t max_prepared = 200;
    if (const auto at = prepared_.find(sql); at != prepared_.end()) return at->second;
    if (may_forget && prepared_.size() >= max_prepared) {
        for (const auto& [text, name] : prepared_) connection_.unprepare(name);
        prepared_.clear();
    }
    const std::string name = "s" + std::to_string(prepared_.size());
    connection_.prepare(name, sql);
    return prepared_.emplace(sql, name).first->second;
}

std::string in_schema(std::string_view sql, const std::string& schema, std::string_view mark) {
    std::string out(sql);
    for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark, at))
        out.replace(at, mark.size(), schema);
    return out;
}

std::string utc_text(const std::string& column) {
    return "to_char(" + column + R"( AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))";
}

}  // namespace tasklog::postgres
