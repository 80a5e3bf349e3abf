#pragma once
#include <string>
#include <vector>

#include "infra/postgres/session.hpp"

namespace tasklog::postgres {

/// A transaction whose writes wait for each other: they go to the server in one message, with BEGIN before them and
/// COMMIT behind them, since a message and its answer cost more than a small statement. Rolled back unless committed.
class UnitOfWork {
  public:
    explicit UnitOfWork(Session& session) : session_(session), transaction_(session.connection()) {}
    ~UnitOfWork();
    UnitOfWork(const UnitOfWork&) = delete;

    /// What Session::run() does, after all that was put before it.
    pqxx::result run(const std::string& sql, const std::vector<std::string>& args = {});
    /// Runs it before what is run next, or with commit(): these throw what it does.
    void put(const std::string& sql, const std::vector<std::string>& args = {});
    /// The same for statements that stand in .sql files, with $schema for the schema that they are about.
    pqxx::result run_in(const std::string& schema, std::string_view sql, const std::vector<std::string>& args = {});
    void put_in(const std::string& schema, std::string_view sql, const std::vector<std::string>& args = {});
    /// A statement that cannot be prepared, such as CREATE TABLE; at once.
    void exec(const std::string& sql);
    /// Throws as run() does, and when a statement has failed before.
    void commit();

  private:
    friend class Savepoint;
    bool can_queue(const std::vector<std::string>& args) const;
    pqxx::result send();
    void queue(const std::string& statement);

    Session& session_;
    pqxx::nontransaction transaction_;
    std::string queued_;
    bool begun_ = false;  ///< at the server
    bool failed_ = false;
    bool committed_ = false;
};

/// A part of a unit of work that can fail alone: what was done since is undone unless release() was called.
class Savepoint {
  public:
    explicit Savepoint(UnitOfWork& unit);
    ~Savepoint();
    Savepoint(const Savepoint&) = delete;
    /// Throws what was put and could not be done.
    void release();

  private:
    UnitOfWork& unit_;
    bool released_ = false;
};

}  // namespace tasklog::postgres
