#pragma once
#include <boost/asio/io_context.hpp>
#include <expected>
#include <functional>
#include <string>

#include "infra/http/router.hpp"
#include "infra/metrics.hpp"
#include "infra/postgres/pool.hpp"
#include "query/live.hpp"
#include "query/parameters.hpp"
#include "query/read_model.hpp"
#include "query/task_sql.hpp"

namespace tasklog::query {

/// Who sends a request: the id of a person, or a problem.
using Authenticate = std::function<std::expected<std::string, Problem>(const http::Request&)>;

/// The read API. Each answer has an ETag; an answer that has not changed is told by 304, from memory where that is
/// known.
class Endpoint {
  public:
    Endpoint(boost::asio::io_context& io, Authenticate authenticate, ReadModel& model, postgres::Pool& pool,
             Live& live);
    void add_to(http::Router& router);

  private:
    /// A workspace that the person may read, at a version.
    struct Readable {
        std::string person;
        std::string workspace;
        std::int64_t version;
    };
    using Handle = boost::asio::awaitable<http::Response> (Endpoint::*)(const http::Request&);
    void add(http::Router& router, const std::string& pattern, Handle handle);

    boost::asio::awaitable<http::Response> workspaces(const http::Request& request);
    boost::asio::awaitable<http::Response> lists(const http::Request& request);
    boost::asio::awaitable<http::Response> tasks(const http::Request& request);
    boost::asio::awaitable<http::Response> task(const http::Request& request);
    boost::asio::awaitable<http::Response> list(const http::Request& request);
    boost::asio::awaitable<http::Response> live(const http::Request& request);

    boost::asio::awaitable<std::expected<std::string, Problem>> person(const http::Request& request);
    boost::asio::awaitable<std::expected<Readable, Problem>> readable(const http::Request& request,
                                                                      std::optional<std::string> workspace);
    boost::asio::awaitable<http::Response> one(const http::Request& request, std::string sql, Problem missing);
    std::string etag(const http::Request& request, const Readable& readable) const;
    boost::asio::awaitable<pqxx::result> read(Statement statement);

    boost::asio::io_context& io_;
    Authenticate authenticate_;
    ReadModel& model_;
    postgres::Pool& pool_;
    Live& live_;
};

}  // namespace tasklog::query
