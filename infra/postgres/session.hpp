#pragma once
#include <chrono>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tasklog::postgres {

/// True for errors of the data itself (SQLSTATE classes 22 and 23): trying again can't help.
bool is_data_error(const std::exception& error);

/// A statement that took longer than it may, and was ended.
bool is_timeout(const std::exception& error);
/// True if a table that is asked for is not there: its read model is not filled yet.
bool is_missing_table(const std::exception& error);

/// True if the error means that the connection or the server is gone: trying again later can help.
bool is_connection_error(const std::exception& error);

/// Where a server is.
struct Address {
    std::string url;  ///< a libpq connection string or URI
    /// There is a pooler between, which gives each transaction another connection: nothing may outlive a transaction,
    /// such as a prepared statement, a setting or LISTEN.
    bool pooled = false;

    Address(std::string server) : url(std::move(server)) {}  // NOLINT(google-explicit-constructor)
    Address(std::string server, bool pooler) : url(std::move(server)), pooled(pooler) {}
};

/// One connection with the statements that it has prepared so far. For one thread at a time.
class Session {
  public:
    /// Throws pqxx::broken_connection if the server can't be reached.
    explicit Session(const Address& address) : connection_(address.url), pooled_(address.pooled) {}

    pqxx::connection& connection() { return connection_; }

    /// A statement that takes longer is ended.
    void set_longest(std::chrono::milliseconds longest);

    /// Runs `sql` as a prepared statement (prepared on first use; at most 200 a connection). Parameters go as text.
    pqxx::result run(pqxx::transaction_base& transaction, const std::string& sql,
                     const std::vector<std::string>& args = {});

    /// The same for a statement that stands in a .sql file, with $schema for the schema that it is about.
    pqxx::result run_in(pqxx::transaction_base& transaction, const std::string& schema, std::string_view sql,
                        const std::vector<std::string>& args = {});

    /// The text that does the same, to be sent with others in one message (see UnitOfWork).
    std::string execute(const std::string& sql, const std::vector<std::string>& args);

  private:
    friend class UnitOfWork;
    pqxx::result run_unprepared(pqxx::transaction_base& transaction, const std::string& sql,
                                const std::vector<std::string>& args);
    /// `may_forget`: no text that names another statement waits to be sent.
    const std::string& name_of(const std::string& sql, bool may_forget);

    pqxx::connection connection_;
    const bool pooled_;
    std::chrono::milliseconds longest_{0};  ///< for each transaction to set; 0: nothing
    std::unordered_map<std::string, std::string> prepared_;
};

/// `sql` with $schema, or another mark, replaced: each version of a read model lives in a schema of its own.
std::string in_schema(std::string_view sql, const std::string& schema, std::string_view mark = "$schema");

/// SQL for the text of a timestamptz as JSON holds it: RFC 3339 in UTC with six digits of fraction.
std::string utc_text(const std::string& column);

}  // namespace tasklog::postgres
