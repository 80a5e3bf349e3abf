#pragma once
#include <boost/asio/io_context.hpp>
#include <expected>
#include <string>

#include "infra/http/authenticate.hpp"
#include "infra/http/router.hpp"
#include "infra/postgres/pool.hpp"
#include "query/read_model.hpp"
#include "query/tasks/task_sql.hpp"

namespace tasklog::query {

/// A workspace that the person may read, at a version.
struct Readable {
    http::Asker asker;
    std::string workspace;
    std::int64_t version;
};

/// What every query goes through: who asks, what they may see, and whether the read model is there yet.
class Access {
  public:
    /// `members`: the model that knows who belongs where; `answers`: the one that the queries read.
    Access(boost::asio::io_context& io, http::Authenticate authenticate, ReadModel& members, ReadModel& answers,
           postgres::Pool& pool)
        : io_(io), authenticate_(std::move(authenticate)), members_(members), answers_(answers), pool_(pool) {}

    /// Adds a GET, or a POST that asks for what does not fit into an address.
    void add(http::Router& router, const std::string& pattern, http::Handler handle, const std::string& method = "GET");
    /// The person, once the read model has reached the position that the request names.
    boost::asio::awaitable<std::expected<http::Asker, Problem>> asker(const http::Request& request);
    /// The workspace that the request is about, the person's own if it names none.
    boost::asio::awaitable<std::expected<Readable, Problem>> readable(const http::Request& request,
                                                                      std::optional<std::string> workspace);
    /// The workspace, if the person may read it.
    boost::asio::awaitable<std::expected<Readable, Problem>> readable(const http::Asker& asker, std::string workspace);
    /// `share`: for whom (see postgres::Pool).
    boost::asio::awaitable<pqxx::result> read(Statement statement, const std::string& share);
    const std::string& schema() const { return answers_.schema(); }
    /// Of the model that knows who belongs where, and what tasks and lists are called.
    const std::string& members_schema() const { return members_.schema(); }
    std::uint64_t generation() const { return answers_.generation(); }

  private:
    boost::asio::io_context& io_;
    http::Authenticate authenticate_;
    ReadModel& members_;
    ReadModel& answers_;
    postgres::Pool& pool_;
};

}  // namespace tasklog::query
