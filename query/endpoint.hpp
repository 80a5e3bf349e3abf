#pragma once
#include <boost/asio/io_context.hpp>
#include <string>

#include "infra/http/router.hpp"
#include "infra/metrics.hpp"
#include "infra/postgres/pool.hpp"
#include "query/access.hpp"
#include "query/live/live.hpp"

namespace tasklog::query {

/// The read API. Each answer has an ETag; an answer that has not changed is told by 304, from memory where that is
/// known.
class Endpoint {
  public:
    Endpoint(boost::asio::io_context& io, http::Authenticate authenticate, ReadModel& model, postgres::Pool& pool,
             Live& live);
    void add_to(http::Router& router);

  private:
    using Handle = boost::asio::awaitable<http::Reply> (Endpoint::*)(const http::Request&);

    boost::asio::awaitable<http::Reply> workspaces(const http::Request& request);
    boost::asio::awaitable<http::Reply> lists(const http::Request& request);
    boost::asio::awaitable<http::Reply> tasks(const http::Request& request);
    boost::asio::awaitable<http::Reply> task(const http::Request& request);
    boost::asio::awaitable<http::Reply> comments(const http::Request& request);
    boost::asio::awaitable<http::Reply> occurrences(const http::Request& request);
    boost::asio::awaitable<http::Reply> rule_dates(const http::Request& request);
    boost::asio::awaitable<http::Reply> quick_add(const http::Request& request);
    boost::asio::awaitable<http::Reply> list(const http::Request& request);
    boost::asio::awaitable<http::Reply> tags(const http::Request& request);
    boost::asio::awaitable<http::Reply> filters(const http::Request& request);
    boost::asio::awaitable<http::Reply> count(const http::Request& request);
    boost::asio::awaitable<http::Reply> insights(const http::Request& request);
    boost::asio::awaitable<http::Reply> members(const http::Request& request);
    boost::asio::awaitable<http::Reply> invitation(const http::Request& request);
    boost::asio::awaitable<http::Reply> live(const http::Request& request);
    boost::asio::awaitable<http::Reply> all_live(const http::Request& request);

    using BodyOf = std::string (*)(const pqxx::result& rows);
    /// What a statement says of a workspace, its first parameter, unless the client has it already.
    boost::asio::awaitable<http::Reply> whole(const http::Request& request, std::optional<std::string> workspace,
                                              Statement statement, BodyOf body_of);
    boost::asio::awaitable<http::Reply> one(const http::Request& request, std::string_view sql, Problem missing);
    std::string etag(const http::Request& request, const Readable& readable) const;

    Access access_;
    Live& live_;
};

}  // namespace tasklog::query
